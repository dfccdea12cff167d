// Makes `npm start` and `npm test` work from a fresh clone; runs on a Node without type stripping, before any dependency exists.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const oldestNode = [20, 19]

requireNode()
runWhenChanged('npm-ci', 'package-lock.json', 'node_modules', installDependencies)
runWhenChanged('prisma-generate', 'prisma/schema.prisma', 'src/generated/prisma', generateClient)

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  fail(`Node ${process.versions.node} est trop ancien : installez Node ${oldestNode.join('.')} ou plus récent.`)
}

/** By content, because a git checkout changes the dates of files. */
function runWhenChanged(name, source, result, work) {
  const stamp = join(root, 'node_modules/.cache/portail', name)
  const hash = createHash('sha256').update(readFileSync(join(root, source))).digest('hex')
  if (existsSync(join(root, result)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function installDependencies() {
  console.log('Installation des dépendances (une à deux minutes la première fois)…')
  const npm = process.env.npm_execpath
  // The warnings are about the Node of the machine; the portal runs under its own.
  const args = ['ci', '--loglevel=error']
  const status = npm ? run(process.execPath, [npm, ...args]) : run('npm', args)
  if (status !== 0) fail('L’installation des dépendances a échoué (voir ci-dessus) : vérifiez l’accès au registre npm, puis recommencez.')
}

function generateClient() {
  console.log('Préparation de l’accès à la base de données…')
  const status = run(join(root, 'node_modules/.bin/node'), [join(root, 'node_modules/prisma/build/index.js'), 'generate'], 'pipe')
  if (status !== 0) fail('Le code d’accès à la base de données n’a pas pu être préparé (voir ci-dessus).')
}

function run(command, args, stdio = 'inherit') {
  const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, stdio, env: { ...process.env, PATH: path } })
  if (status !== 0 && stdio === 'pipe') process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
  return status
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}

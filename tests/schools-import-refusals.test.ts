import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { config } from '../src/config.ts'
import { db } from '../src/db.ts'
import { importSchools } from '../src/schools/import.ts'
import { describeReport } from '../src/schools/import-report.ts'
import { college, csv, importRows, importText, lycee, realFile, type Row } from './support/annuaire.ts'

describe('wrong rows', () => {
  it.each<[string, Partial<Row>]>([
    ['Le code UAI 0350122A est faux : après 0350122, la lettre attendue est T', { uai: '0350122A' }],
    ['nom absent (0350122T)', { name: ' ' }],
    ['secteur « Mixte » inconnu (0350122T)', { sector: 'Mixte' }],
    ['état « ??? » inconnu', { state: '???' }],
    ['académie absente', { academie: '' }],
    ['caractères illisibles', { name: 'Collège\0' }],
    ['24 colonnes au lieu de 23', { name: 'Collège;de trop' }],
    ['guillemets illisibles : un guillemet ouvert n’est jamais refermé', { name: '"Collège' }],
    ['guillemets illisibles : un guillemet ouvert n’est jamais refermé', { name: '"Collège "des" Lucioles' }],
  ])('are reported with their line, and stop nothing: %s', async (reason, change) => {
    const report = await importRows([{ ...college, ...change }, lycee])
    expect(report).toMatchObject({ rows: 2, created: 1, wrongCount: 1, wrong: [{ line: 2, reason }] })
    expect(describeReport(report)).toContain(`  ligne 2 : ${reason}`)
  })

  it('counts the lines of a record that runs over several', async () => {
    const report = await importRows([{ ...college, name: '"a\nb"' }, { ...lycee, uai: '0350165A' }])
    expect(report.wrong).toMatchObject([{ line: 4 }])
  })

  it('reads a truncated row as wrong', async () => {
    const report = await importText(`${csv([lycee])}0350122T;Collège;Coll`)
    expect(report).toMatchObject({ created: 1, wrong: [{ line: 3, reason: '3 colonnes au lieu de 23' }] })
  })

  it('prints the first 200 and counts the others', async () => {
    const report = await importRows(Array.from({ length: 250 }, () => ({ ...college, uai: 'x' })))
    expect(report.wrongCount).toBe(250)
    expect(describeReport(report)).toContain('  … et 50 autres lignes')
  })
})

describe('a file that is not the Annuaire', () => {
  it.each<[string, Buffer]>([
    ['est vide', Buffer.from('')],
    ['est un PDF', Buffer.from('%PDF-1.7\n...')],
    ['est un classeur', Buffer.from('PK\u0003\u0004....')],
    ['est en UTF-16', Buffer.from('\uFEFFa;b', 'utf16le')],
    ['n’est pas un fichier de texte', Buffer.from([0x89, 0x50, 0, 1, 2])],
    ['il y manque les colonnes', Buffer.from('nom;prenom\nDupont;Jeanne\n')],
    ['il y manque la colonne « statut public ou privé »', Buffer.from(csv([college]).replace('Statut_public_prive', 'x'))],
    ['il y manque les colonnes', Buffer.alloc(1_000_000, 'a')],
  ])('is refused whole: %s', async (sentence, bytes) => {
    await expect(importText(bytes)).rejects.toThrow(sentence)
    expect(await db.school.count()).toBe(0)
    expect(await db.auditEntry.count()).toBe(0)
  })

  it('is refused when it is absent or a folder', async () => {
    await expect(importSchools('/nulle/part.csv')).rejects.toThrow('n’existe pas')
    await expect(importSchools(tmpdir())).rejects.toThrow('est un dossier')
  })
})

describe('at scale', () => {
  const keys = 'ABCDEFGHJKLMNPRSTUVWXYZ'

  async function* manyRows(count: number) {
    yield csv([])
    for (let index = 0; index < count; index++) {
      const digits = String(1_000_000 + index)
      yield csv([{ ...college, uai: digits + keys[Number(digits) % 23], academie: index % 20 === 0 ? 'Rennes' : 'Lyon' }]).split('\n')[1] + '\n'
    }
  }

  it('reads 70,000 rows in bounded memory, and tells how far it is', async () => {
    const told: number[] = []
    const before = process.memoryUsage().heapUsed
    let peak = 0
    const onProgress = (rows: number) => {
      told.push(rows)
      peak = Math.max(peak, process.memoryUsage().heapUsed)
    }
    const report = await importSchools(Readable.from(manyRows(70_000)), { academie: 'Rennes', onProgress })
    expect(report).toMatchObject({ rows: 70_000, created: 3_500, setAside: { otherAcademie: 66_500 } })
    expect(told).toEqual([10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000])
    expect((peak - before) / 2 ** 20).toBeLessThan(256)
  })
})

describe.skipIf(!existsSync(realFile))('the real file of Ille-et-Vilaine', () => {
  it('gives the schools that a CLEE concerns, and nothing changes the second time', async () => {
    const report = await importSchools(realFile, { academie: 'Rennes' })
    expect(report).toMatchObject({
      rows: 996,
      kept: {
        college: { public: 62, private: 55 }, lycee: { public: 38, private: 48 }, erea: { public: 2, private: 0 },
        cio: { public: 5, private: 0 }, mfr: { public: 0, private: 11 },
      },
      created: 218, furtherSites: 3, wrongCount: 0, setAside: { primary: 685, administration: 42, health: 39, higher: 9 },
    })
    expect(await importSchools(realFile, { academie: 'Rennes' })).toMatchObject({ created: 0, updated: 0, unchanged: 218 })
  })
})

describe('the program', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(config.root, 'src/schools/import-command.ts'), ...args]).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number, stdout: string, stderr: string }) => error,
    )

  it('asks for a file', async () => {
    expect(await run()).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('Indiquez le fichier à lire') })
  })
})

describe('a file on disk', () => {
  it('is read from its path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'annuaire-'))
    const path = join(folder, 'annuaire.csv')
    await writeFile(path, csv([college]))
    expect(await importSchools(path, { academie: 'Rennes' })).toMatchObject({ created: 1 })
    await rm(folder, { recursive: true })
  })
})

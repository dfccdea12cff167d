import { readFileSync } from 'node:fs'
import { particularsIn } from '../charters/particulars.ts'
import type { FullCharter } from '../charters/queries.ts'
import { readCharterSettings } from '../charters/settings.ts'
import type { FullClee } from '../clees/queries.ts'
import { findScan, listSignatures } from '../signatures/queries.ts'
import { contentOf, factsOf } from './content.ts'
import { signatoryRows, type Readers, type SignatoryRow } from './signatories.ts'

const template = readFileSync(new URL('charter.typ', import.meta.url), 'utf8')

/** Who signed a version and who is expected to: as set when it was sent, or as it would be if it were sent now. */
export async function listSignatories(charter: FullCharter, readers: Readers): Promise<SignatoryRow[]> {
  const expected = charter.submittedAt ? charter.signatories : (await readCharterSettings()).signatories
  const [signatures, scan] = await Promise.all([listSignatures(charter.id), findScan(charter.id)])
  return signatoryRows(signatures, expected, readers, scan !== null)
}

/** What pages show of a version besides its articles, as its PDF does. */
export async function documentPage(charter: FullCharter, clee: FullClee, readers: Readers) {
  return { facts: factsOf(particularsIn(charter, clee)), signatories: await listSignatories(charter, readers) }
}

/** A version of a charter as the PDF that these readers receive (R18). */
export async function pdfOf(charter: FullCharter, clee: FullClee, readers: Readers) {
  const data = contentOf(charter, clee, await listSignatories(charter, readers))
  return { template, data, fileName: `charte-${clee.slug}-v${charter.version}.pdf`, isPublic: readers === 'public' }
}

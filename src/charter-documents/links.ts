import { versionPath } from '../charters/paths.ts'
import type { Charter } from '../generated/prisma/client.ts'
import { verificationPath, writtenCode } from './codes.ts'

type Linked = Pick<Charter, 'version' | 'verificationCode'>

const withCode = (charter: Linked, pdf: string) => ({ version: charter.version, pdf, code: writtenCode(charter.verificationCode), verification: verificationPath(charter.verificationCode) })

/** For the people of a CLEE: a version as a PDF, and where it is checked. */
export const versionLinks = (clee: { slug: string }, charter: Linked) => withCode(charter, `${versionPath(clee, charter)}/pdf`)

/** For everybody: the same of the charter in force, and its page to print. */
export const publishedLinks = ({ slug }: { slug: string }, charter: Linked) => ({ ...withCode(charter, `/clees/${slug}/charte/pdf`), page: `/clees/${slug}/charte/en-vigueur` })

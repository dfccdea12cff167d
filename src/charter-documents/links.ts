import type { Charter } from '../generated/prisma/client.ts'
import { verificationPath, writtenCode } from './codes.ts'

type Linked = Pick<Charter, 'version' | 'verificationCode'>

const withCode = (charter: Linked, pdf: string) => ({ version: charter.version, pdf, code: writtenCode(charter.verificationCode), verification: verificationPath(charter.verificationCode) })

/** For the people of a CLEE: a version as a PDF, and where it is checked. */
export const versionLinks = ({ slug }: { slug: string }, charter: Linked) => withCode(charter, `/clees/${slug}/charte/versions/${charter.version}/pdf`)

/** For everybody: the same of the charter in force, and its page to print. */
export const publishedLinks = ({ slug }: { slug: string }, charter: Linked) => ({ ...withCode(charter, `/clees/${slug}/charte/pdf`), page: `/clees/${slug}/charte/en-vigueur` })

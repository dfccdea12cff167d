import { versionPath } from '../charters/paths.ts'
import type { Message } from '../notifications/notify.ts'

type Named = { name: string; slug: string }
type Version = { version: number }

export const signatureMessage = (clee: Named, charter: Version, author: string, missing: string): Message => ({
  subject: `Charte signée par ${author} : ${clee.name}`,
  paragraphs: [
    `${author} a signé la version ${charter.version} de la charte de « ${clee.name} ».`,
    missing ? `Signatures encore attendues : ${missing}. Si l’une d’elles est la vôtre, lisez cette version puis signez-la :` : 'Chacun de ceux qui la signent l’a maintenant fait :',
  ],
  path: versionPath(clee, charter),
})

export const completeMessage = (clee: Named, charter: Version): Message => ({
  subject: `La charte est signée de tous : ${clee.name}`,
  paragraphs: [`La version ${charter.version} de la charte de « ${clee.name} » est signée de tous ceux qui devaient la signer.`, 'Pour voir qui l’a signée, et quand :'],
  path: versionPath(clee, charter),
})

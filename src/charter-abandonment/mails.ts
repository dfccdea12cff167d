import { charterPath } from '../charters/paths.ts'
import type { Message } from '../notifications/notify.ts'
import type { Losses } from './losses.ts'
import { lossSentence } from './words.ts'

type Versions = { draft: { version: number }; inForce: { version: number }; losses: Losses }

export const abandonmentMessage = (clee: { name: string; slug: string }, author: string, { draft, inForce, losses }: Versions): Message => ({
  subject: `Nouvelle version de la charte abandonnée\u00a0: ${clee.name}`,
  paragraphs: [
    `${author} a abandonné la version ${draft.version} de la charte de «\u00a0${clee.name}\u00a0», qui n’était pas encore transmise. ${lossSentence(losses)}`,
    `La version ${inForce.version} reste en vigueur. Une nouvelle version peut être ouverte à tout moment\u00a0:`,
  ],
  path: charterPath(clee),
})

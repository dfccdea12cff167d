import type { CurrentUser } from '../auth/current-user.ts'
import { config } from '../config.ts'
import { midSentence, ofClee, withDe } from '../web/view-helpers.ts'

type Asked = { clee: { id: string; name: string } | null; bassin: { name: string } | null }

function placeOf({ role, cleeIds }: CurrentUser, { clee, bassin }: Asked) {
  if (role === 'mission') return midSentence(config.missionName)
  if (clee && cleeIds.includes(clee.id)) return `copilote ${ofClee(clee.name)}`
  if (bassin) return `bassin ${withDe(bassin.name)}`
  return clee ? `coordination du bassin ${ofClee(clee.name)}` : 'coordination de bassin'
}

/** How the public reads somebody who answers: a function and a place, never a name (R18). */
export const authorOf = (user: CurrentUser, asked: Asked) => `${user.jobTitle}, ${placeOf(user, asked)}`

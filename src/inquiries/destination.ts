import { config } from '../config.ts'
import { midSentence, ofClee, withDe } from '../web/view-helpers.ts'

/** Whom a message goes to: the columns of an inquiry, `words` (« aux copilotes du CLEE… »), and why, when it is not whom the visitor named. */
export type Destination = { cleeId: string | null; bassinId: string | null; askedOf: string; words: string; why: string }

type Named = { id: string; name: string }

export const toClee = ({ id, name }: Named, why = ''): Destination => ({ cleeId: id, bassinId: null, askedOf: '', words: `aux copilotes ${ofClee(name)}`, why })
export const toBassin = ({ id, name }: Named, why = '', askedOf = ''): Destination => ({ cleeId: null, bassinId: id, askedOf, words: `à la coordination du bassin ${withDe(name)}`, why })
export const toMission = (why = '', askedOf = ''): Destination => ({ cleeId: null, bassinId: null, askedOf, words: `à la ${midSentence(config.missionName)}`, why })

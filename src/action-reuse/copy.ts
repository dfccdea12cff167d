import { randomUUID } from 'node:crypto'
import { indexAction } from '../actions/search-text.ts'
import type { Actor } from '../audit/audit.ts'
import type { Tx } from '../db.ts'
import type { SourceAction } from './queries.ts'

type Target = { id: string; planId: string; cleeId: string; schoolYear: string }

/** « Forum des métiers, CLEE du pays de Fougères, 2024-2025 »: how the copy names what it takes up, even once that is gone. */
export const originTextOf = ({ title, clee, schoolYear }: SourceAction) => [title, clee.name, schoolYear].join(', ')

// What the action is, wherever it takes place. Neither dates nor figures: those are of their year.
const ideaOf = ({ title, type, audiences, levels, avenirGoals, sectors, objective }: SourceAction) => ({ title, type, audiences, levels, avenirGoals, sectors, objective })

const indicatorsOf = ({ indicators }: SourceAction) => ({ create: indicators.map(({ position, label, target }) => ({ id: randomUUID(), position, label, target })) })

// The schools, the partners and the means of another CLEE are its own.
const meansOf = (source: SourceAction) => ({
  place: source.place,
  pupilsPlanned: source.pupilsPlanned,
  budget: source.budget,
  partnersNote: source.partnersNote,
  schools: { create: source.schools.map(({ schoolUai }) => ({ schoolUai })) },
  partners: { create: source.partners.map(({ organisationId, part }) => ({ organisationId, part })) },
  clees: { create: source.clees.map(({ cleeId }) => ({ cleeId })) },
})

/** Writes a copy of an action in the list of a CLEE: proposed, private, undated, with its origin; with its means when the CLEE is the same. */
export async function copyAction(tx: Tx, actor: Actor, source: SourceAction, { id, planId, cleeId, schoolYear }: Target) {
  await tx.plannedAction.create({
    data: {
      id, planId, cleeId, schoolYear,
      ...ideaOf(source),
      ...(source.cleeId === cleeId && meansOf(source)),
      indicators: indicatorsOf(source),
      state: 'proposed',
      visibility: 'private',
      proposedByName: actor.name,
      originId: source.id,
      originText: originTextOf(source),
    },
  })
  await indexAction(tx, id)
}

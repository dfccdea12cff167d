import { z } from 'zod'
import { transitions } from '../clees/workflow.ts'
import { optionalText, text } from '../web/fields.ts'
import { moveTexts, type ManualMove } from './labels.ts'

/** The reason of a move; asked where the table of moves says so. */
export const reasonSchema = (move: ManualMove) => z.object({ reason: transitions[move].needsReason ? text(1_000, moveTexts[move].missing) : optionalText(1_000) })

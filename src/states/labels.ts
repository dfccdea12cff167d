import type { CleeMove } from '../clees/workflow.ts'
import type { CleeStatus } from '../generated/prisma/client.ts'

/** What a state means, for the people of the CLEE. */
export const stateMeanings: Record<CleeStatus, string> = {
  draft: 'La déclaration n’est pas encore envoyée.',
  declared: 'Le CLEE est déclaré. Il devient actif quand la mission en a pris acte et que les deux mondes ont un copilote.',
  active: 'La mission a pris acte du CLEE, et les deux mondes ont un copilote.',
  vacant: 'Un des deux mondes n’a plus de copilote. Le CLEE redevient actif dès que quelqu’un prend ce siège.',
  dormant: 'Le CLEE ne se réunit plus pour le moment. Sa page reste publiée ; ses copilotes ou la mission peuvent le relancer.',
  closed: 'Le CLEE a cessé son activité. Sa page reste consultable, mais plus rien ne s’y modifie ; la mission peut le rouvrir.',
}

/** The moves that people make by hand. */
export const manualMoves = ['dormancy', 'relaunch', 'closure', 'reopening'] as const satisfies CleeMove[]
export type ManualMove = (typeof manualMoves)[number]

type MoveTexts = { path: string; label: string; heading: string; text: string; done: string; missing: string }

/** The words of each move: the last part of its address, its button, its page, its success. */
export const moveTexts: Record<ManualMove, MoveTexts> = {
  dormancy: {
    path: 'sommeil',
    label: 'Mettre en sommeil',
    heading: 'Mettre ce CLEE en sommeil ?',
    text: 'Sa page publique dira qu’il est en sommeil, depuis aujourd’hui. Rien n’est effacé, et il pourra être relancé à tout moment.',
    done: 'Le CLEE est en sommeil ; les copilotes et la mission en sont informés.',
    missing: 'Dites pourquoi le CLEE est mis en sommeil : ses copilotes et la mission liront ce motif.',
  },
  relaunch: {
    path: 'relance',
    label: 'Relancer le CLEE',
    heading: 'Relancer ce CLEE ?',
    text: 'Il redevient actif si la mission en a pris acte et si les deux mondes ont un copilote ; sinon, son copilotage est dit vacant.',
    done: 'Le CLEE est relancé ; les copilotes et la mission en sont informés.',
    missing: 'Dites pourquoi le CLEE est relancé.',
  },
  closure: {
    path: 'fermeture',
    label: 'Fermer le CLEE',
    heading: 'Fermer ce CLEE ?',
    text: 'Il quitte l’annuaire et ses pages ne se modifient plus. Sa page publique reste à son adresse et dit qu’il est fermé. La mission pourra le rouvrir.',
    done: 'Le CLEE est fermé ; ses copilotes en sont informés.',
    missing: 'Dites pourquoi le CLEE est fermé : ses copilotes liront ce motif.',
  },
  reopening: {
    path: 'reouverture',
    label: 'Rouvrir le CLEE',
    heading: 'Rouvrir ce CLEE ?',
    text: 'Il revient dans l’annuaire, en sommeil ; ses copilotes et la mission pourront ensuite le relancer.',
    done: 'Le CLEE est rouvert, en sommeil ; ses copilotes en sont informés.',
    missing: 'Dites pourquoi le CLEE est rouvert : ses copilotes liront ce motif.',
  },
}

/** What keeps the portal from starting, said in one French sentence; it is shown without its stack. */
export class StartupError extends Error {}

/** Tells the person what went wrong: one sentence when the cause is known, the details as well otherwise. */
export function explainFailure(error: unknown) {
  if (error instanceof StartupError) console.error(error.message)
  else console.error('Arrêt sur une erreur imprévue. Détails à transmettre aux développeurs :\n', error)
}

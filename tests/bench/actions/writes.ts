import { db } from '../../../src/db.ts'
import { medianAndHigh, time } from './figures.ts'

const undone = new Error('undone')

/** What it costs to write one action and to change it, its indexes and triggers included; nothing is left of it. */
export async function measureWrites(turns: number) {
  const source = await db.plannedAction.findFirstOrThrow({ where: { state: 'planned', originId: null }, omit: { id: true, orderedOn: true }, orderBy: { id: 'desc' } })
  const [inserts, states, texts]: [number[], number[], number[]] = [[], [], []]
  const write = db.$transaction(async (tx) => {
    for (let turn = 0; turn < turns; turn += 1) {
      let id = ''
      inserts.push(await time(async () => ({ id } = await tx.plannedAction.create({ data: source, select: { id: true } }))))
      states.push(await time(() => tx.plannedAction.update({ where: { id }, data: { place: `Salle ${turn}` }, select: { id: true } })))
      texts.push(await time(() => tx.plannedAction.update({ where: { id }, data: { searchText: `${source.searchText} ${turn}` }, select: { id: true } })))
    }
    throw undone
  }, { timeout: 60_000 })
  await write.catch((error: unknown) => {
    if (error !== undone) throw error
  })
  console.log('\nÉcrire une action, ses index et déclencheurs compris')
  for (const [label, times] of [['l’ajouter', inserts], ['changer son lieu', states], ['changer les mots par lesquels on la trouve', texts]] as const) console.log(`  ${label.padEnd(62)}${medianAndHigh(times)}`)
}

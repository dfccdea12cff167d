import { beforeEach, expect, it } from 'vitest'
import { getLatestCharter } from '../src/charters/queries.ts'
import { signedIn } from './support/app.ts'
import { makeClee } from './support/factories.ts'
import { bringCharter, correctDraft, open, shownNow, submit } from './support/features.ts'

let made: Awaited<ReturnType<typeof makeClee>>
const path = () => `/clees/${made.clee.slug}/charte`

beforeEach(async () => {
  made = await makeClee('active')
})

it('a draft that the other side refused asks for a correction, not for a sending', async () => {
  await bringCharter(made.clee.id, made.head, made.mission, 'proposed')
  const [head, company] = [await signedIn(made.head), await signedIn(made.company!)]
  await submit(company, `${path()}/desaccord`, { ...(await shownNow()), reason: 'Précisez les stages.' }).expect(303)
  const page = await open(head, path())
  expect(page).toContain('À vous : lisez pourquoi l’autre copilote n’a pas donné son accord')
  expect(page).toContain('Lire le motif et corriger')
  expect(await open(head, '/tableau-de-bord')).toContain('Corriger la charte : l’autre copilote n’a pas donné son accord')
})

it('a draft that repeats a returned text asks for a correction; a corrected one is ready', async () => {
  await bringCharter(made.clee.id, made.head, made.mission, 'returned')
  const head = await signedIn(made.head)
  expect(await open(head, path())).toContain('À vous : lisez pourquoi la mission a renvoyé la charte')
  await correctDraft()
  expect(await open(head, path())).toContain('À vous : la charte est prête, relisez-la.')
})

it('comments without an answer are named to the co-pilots, until they answer', async () => {
  await bringCharter(made.clee.id, made.head, made.mission, 'submitted')
  const [head, mission] = [await signedIn(made.head), await signedIn(made.mission)]
  const { version } = await getLatestCharter(made.clee.id)
  await submit(mission, `${path()}/commentaires`, { version, 'commentaire-actors': 'Qui représente les parents ?' }).expect(303)
  expect(await open(head, path())).toContain('1 article porte un commentaire sans réponse : Acteurs .')
  await submit(head, `${path()}/commentaires`, { version, 'commentaire-actors': 'La fédération du secteur nord.' }).expect(303)
  expect(await open(head, path())).not.toContain('commentaire sans réponse')
})

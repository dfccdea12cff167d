import { describe, expect, it } from 'vitest'
import { schoolYearOf } from '../src/school-year.ts'
import { insertAction } from './support/agenda.ts'
import { signedIn } from './support/app.ts'
import { dayFrom, makeClee } from './support/factories.ts'
import { readable } from './support/features.ts'

const menuOf = (html: string) => /<nav class="fr-nav".*?<\/nav>/s.exec(html)?.[0] ?? ''
/** What the menu shows as current: the button that unfolds and its link say the same, once with a script and once without. */
const currentIn = (html: string) => [...new Set([...menuOf(html).matchAll(/aria-current="[a-z]+">([^<]+)</g)].map(([, label]) => readable(label ?? '')))]

describe('the menu', () => {
  it('says in what part of the portal a page stands', async () => {
    const { clee, mission, head } = await makeClee('active')
    const { id } = await insertAction(clee.id, { startsOn: dayFrom(3) })
    const [official, copilot] = [await signedIn(mission), await signedIn(head)]
    const places = [
      ['/agenda', 'Pages publiques', 'Agenda'], ['/agenda?vue=mois', 'Pages publiques', 'Agenda'], [`/actions/${id}`, 'Pages publiques', 'Agenda'], ['/actions/recherche', 'Actions du réseau'], [`/actions/${id}/reprise`, 'Actions du réseau'],
      ['/bilan', 'Bilan'], ['/liste-des-clees', 'Liste des CLEE'], ['/annees-scolaires', 'Administration', 'Années scolaires'], [`/annees-scolaires/${schoolYearOf()}`, 'Administration', 'Années scolaires'],
      ['/administration/calendrier', 'Administration', 'Calendrier scolaire'], [`/clees/${clee.slug}/actions`, 'Tableau de bord'], [`/clees/${clee.slug}/actions/${id}`, 'Tableau de bord'], [`/clees/${clee.slug}/bilan`, 'Tableau de bord'], [`/clees/${clee.slug}`, 'Pages publiques', 'Annuaire'], ['/bassins', 'Pages publiques', 'Annuaire'],
    ] as const
    for (const [path, ...current] of places) expect([path, ...currentIn((await official.get(path).expect(200)).text)]).toEqual([path, ...current])
    expect(menuOf((await copilot.get('/tableau-de-bord')).text)).not.toMatch(/href="\/(bilan|liste-des-clees|administration)"/)
  })
})

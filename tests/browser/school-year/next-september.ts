import { expect, test } from 'vitest'
import { follow, press } from '../../support/browser.ts'
import { expectNoFault, read } from '../../support/browser-charter.ts'
import { clee, expectTold, goOnTo, nextYear, people, readAt, rollOver, rowsOf, story, taken, year } from '../../support/browser-year.ts'

/** The year is over: it is only read, and the next begins. */
export function nextSeptember() {
  test('on the next 1 September the year is only read; the mission closes it and passes to the next, once', async () => {
    const { mission, cheffe } = people
    await goOnTo('2028-09-01T08:00:00+02:00', 'mission', 'cheffe', 'entreprise')
    await cheffe.goto(story.forge)
    await expectTold(cheffe, 'L’année scolaire 2027-2028 est terminée. Cette fiche se lit, mais ne change plus.')
    expect(await read(cheffe)).not.toContain('Complétez son bilan')
    expect(await cheffe.locator('main').getByRole('link', { name: /^Modifier/ }).count()).toBe(0)
    expect((await cheffe.goto(`${story.forge}/fiche/public`))?.status()).toBe(409)
    await expectTold(cheffe, 'L’année scolaire 2027-2028 est terminée')
    await mission.goto(`/annees-scolaires/${year}/cloture`)
    await press(mission, `Clore l’année ${year}`)
    await expectTold(mission, `L’année scolaire ${year} est close`)
    await mission.goto(`/annees-scolaires/${nextYear}/ouverture`)
    await press(mission, 'Ouvrir l’année')
    const other = await mission.context().newPage()
    await Promise.all([mission, other].map((page) => page.goto(`/annees-scolaires/${nextYear}/bascule`)))
    await rollOver(mission, `Basculer vers ${nextYear}`)
    await expectTold(mission, 'Ce qui a été fait')
    const done = await rowsOf(mission, 'clees')
    await press(other, `Basculer vers ${nextYear}`)
    await expectTold(other, `La bascule vers ${nextYear} est déjà commencée ou faite.`)
    await mission.reload()
    expect(await rowsOf(mission, 'clees')).toEqual(done)
  })

  test('the company repeats last year’s actions; the passage is undone, keeps what was written, and is done again', async () => {
    const { mission, cheffe, entreprise } = people
    await entreprise.goto(`${clee}/actions`)
    await follow(entreprise, 'Reconduire des actions')
    await press(entreprise, 'Reconduire')
    await expectTold(entreprise, `2 actions reconduites en ${nextYear}`, taken, 'Forum des apprentis')
    await mission.goto(`/annees-scolaires/${nextYear}/bascule`)
    await follow(mission, 'Annuler la bascule')
    await rollOver(mission, 'Annuler la bascule')
    await expectTold(mission, 'La bascule a été annulée', '1 liste qu’elle avait commencée reste, parce que quelqu’un y a écrit depuis : CLEE du pays de Fougères')
    await expectNoFault(mission, `/annees-scolaires/${nextYear}/bascule`)
    await rollOver(mission, `Basculer vers ${nextYear}`)
    await expectTold(mission, 'Ce qui a été fait')
    await expectNoFault(mission, `/annees-scolaires/${nextYear}/bascule`, `/annees-scolaires/${year}`)
    expect(await readAt(cheffe, `${clee}/actions`)).toContain('Forum des apprentis')
  })
}

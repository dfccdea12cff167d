import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { email, line, lookup, optionalLine, optionalText, text } from '../src/web/fields.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeBassin, makeClee, makeCoordinator, makeHead, makeMission, password } from './support/factories.ts'
import { open, readable, submit } from './support/features.ts'

describe('what a stranger sends', () => {
  it('is read once, however long: one letter, half a million times, in any field', () => {
    const long = 'a'.repeat(500_000)
    for (const field of [line(120, 'x'), optionalLine(120), optionalText(3_000), text(3_000, 'x'), lookup(200), email]) {
      expect(field.safeParse(long).error?.issues.map(({ message }) => message)).toEqual([expect.stringMatching(/^Raccourcissez ce texte/)])
    }
    for (const spaced of ['a@'.repeat(1_400), 'a.'.repeat(1_400), `a@${'b.'.repeat(1_400)}`]) expect(optionalText(3_000).safeParse(spaced).success).toBe(!spaced.includes('a@b.'))
  })

  it('in a request for an account comes back at once, with its sentence', async () => {
    const answer = await submit(visitor(), '/demande-de-compte', { jobTitle: 'a'.repeat(250_000), firstName: 'Yann', lastName: 'Le Goff', email: 'y@essai.test', role: 'school_head' }).expect(422)
    expect(readable(answer.text)).toContain('Raccourcissez ce texte : 120 caractères au plus')
  })
})

describe('who has lost their session', () => {
  it('is told that nothing is saved, and comes back where they were', async () => {
    const { clee } = await makeClee('active')
    const from = `http://127.0.0.1/clees/${clee.slug}/identite`
    const answer = await visitor().post(`/clees/${clee.slug}/identite`).set('Host', '127.0.0.1').set('Referer', from).type('form').send({ name: 'x' }).expect(302)
    expect(await open(visitor(), String(answer.headers['location']))).toContain('Votre session a pris fin')
    expect(new URL(String(answer.headers['location']), from).searchParams.get('suite')).toBe(`/clees/${clee.slug}/identite`)
    const elsewhere = await visitor().post(`/clees/${clee.slug}/sommeil`).set('Host', '127.0.0.1').set('Referer', from).type('form').send({}).expect(302)
    expect(elsewhere.headers['location']).toContain(encodeURIComponent(`/clees/${clee.slug}/identite`))
    const foreign = await visitor().post(`/clees/${clee.slug}/sommeil`).set('Referer', 'http://mechant.test/x').type('form').send({}).expect(302)
    expect(foreign.headers['location']).not.toContain('mechant')
  })

  it('an error page leads back to the page it comes from, of this portal only', async () => {
    const { clee, head } = await makeClee('active')
    const agent = await signedIn(head)
    const again = (referer: string) => agent.post(`/clees/${clee.slug}/relance`).set('Host', '127.0.0.1').set('Referer', referer).type('form').send({}).expect(409)
    expect((await again(`http://127.0.0.1/clees/${clee.slug}/espace`)).text).toContain(`href="/clees/${clee.slug}/espace">Revenir à la page précédente`)
    for (const referer of ['http://mechant.test/x', 'http://127.0.0.1//mechant.test', 'n’importe quoi', 'javascript:alert(1)']) expect((await again(encodeURI(referer))).text).not.toContain('Revenir à la page précédente')
  })
})

describe('rights that nobody gives themselves', () => {
  it('a coordinator takes no CLEE out of their bassins; the mission may', async () => {
    const { clee, bassin, mission } = await makeClee('active')
    const elsewhere = await makeBassin()
    const identity = { name: clee.name, bassinIds: elsewhere.id, legalForm: 'none', presentation: '' }
    const page = await submit(await signedIn(await makeCoordinator(bassin.id)), `/clees/${clee.slug}/identite`, identity).expect(422)
    expect(readable(page.text)).toContain('Gardez au moins un de vos bassins')
    expect(await db.cleeBassin.findMany({ where: { cleeId: clee.id } })).toMatchObject([{ bassinId: bassin.id }])
    await submit(await signedIn(mission), `/clees/${clee.slug}/identite`, identity).expect(303)
  })

  it('one’s own role changes only when one says so', async () => {
    await makeMission()
    const own = await makeMission()
    const agent = await signedIn(own)
    const typed = { role: 'company', organisationName: 'Ateliers du Nançon' }
    const page = await submit(agent, `/comptes/${own.id}/role`, typed).expect(422)
    expect(readable(page.text)).toContain('Cochez cette case pour confirmer')
    expect(page.text).toContain('Ateliers du Nançon')
    expect(await db.user.findUnique({ where: { id: own.id } })).toMatchObject({ role: 'mission' })
    await submit(agent, `/comptes/${own.id}/role`, { ...typed, own: 'oui' }).expect(303)
  })

  it('changing address writes to five strangers a day, no more', async () => {
    const agent = await signedIn(await makeHead())
    for (const number of [1, 2, 3, 4, 5]) await submit(agent, '/compte/adresse', { email: `inconnu${number}@essai.test`, currentPassword: password }).expect(303)
    await submit(agent, '/compte/adresse', { email: 'inconnu6@essai.test', currentPassword: password }).expect(429)
    expect(await db.mail.count({ where: { toEmail: 'inconnu6@essai.test' } })).toBe(0)
  })

  it('the mission’s journal says nothing of a draft until it is sent', async () => {
    const { clee, mission } = await makeClee('draft', 'CLEE encore secret')
    const agent = await signedIn(mission)
    expect(await db.auditEntry.count({ where: { cleeId: clee.id } })).toBeGreaterThan(0)
    for (const path of ['/journal', '/journal.csv', '/journal?texte=secret']) expect((await agent.get(path).expect(200)).text.replaceAll('texte=secret', '').replaceAll('value="secret"', '')).not.toContain('secret')
  })
})

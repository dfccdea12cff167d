import { beforeEach, describe, expect, it } from 'vitest'
import { returnCharter, reviseCharter, submitCharter, validateCharter } from '../src/charters/commands.ts'
import { getLatestCharter } from '../src/charters/queries.ts'
import { db } from '../src/db.ts'
import type { Signatory, User } from '../src/generated/prisma/client.ts'
import { canSign, signatoryOf } from '../src/signatures/policy.ts'
import { listSignatures } from '../src/signatures/queries.ts'
import { signatureState } from '../src/signatures/state.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, dayFrom, makeClee, makeCoordinator, makeHead, makeSchool, reloadClee } from './support/factories.ts'
import { bringCharter, during, eventsOf, follow, mailsOf, open, readable, statusesOf, submit, type CharterStage } from './support/features.ts'

type World = Awaited<ReturnType<typeof makeWorld>>
let world: World

async function makeWorld() {
  const { company, ...made } = await makeClee('active')
  if (!company) throw new Error('No company')
  return { ...made, company, charterPath: `/clees/${made.clee.slug}/charte`, path: `/clees/${made.clee.slug}/charte/versions/1/signature` }
}

const bring = (stage: CharterStage) => bringCharter(world.clee.id, world.head, world.mission, stage)
const signedBy = { isRead: 'oui' }
const sign = async (user: Pick<User, 'email'>, path = world.path) => submit(await signedIn(user), path, signedBy)
const setSignatories = (signatories: Signatory[]) => db.charterSettings.upsert({ where: { id: 1 }, create: { id: 1, signatories }, update: { signatories } })

/** Another head who co-pilots the same CLEE, from a day to another. */
async function addCopilot(startsOn = dayFrom(-10), endsOn: string | null = null) {
  const user = await makeHead()
  const [starts, ends] = [new Date(startsOn), endsOn ? new Date(endsOn) : null]
  await db.copilot.create({ data: { cleeId: world.clee.id, side: 'education', userId: user.id, firstName: user.firstName, lastName: user.lastName, email: user.email, jobTitle: 'Principale', schoolUai: user.schoolUai, startsOn: starts, endsOn: ends, acceptedAt: new Date() } })
  return user
}

beforeEach(async () => {
  await db.charterSettings.deleteMany()
  world = await makeWorld()
})

describe('a signature', () => {
  it('says what it is before, keeps who, when and as what, and is told', async () => {
    await bring('submitted')
    const { head, company, path, clee } = world
    const agent = await signedIn(head)
    const before = await open(agent, path)
    expect(before).toMatch(/Vous signez la version 1, transmise le .* : votre nom, votre fonction et la date y seront attachés ; une signature ne se retire pas\./)
    expect(before).toContain('Au titre de Copilote du monde éducatif')
    expect(before).toContain('vous pouvez attendre la validation pour signer')
    const page = await follow(agent, await submit(agent, path, signedBy))
    expect(page).toContain('Vous avez signé la version 1 de la charte.')
    expect(page).toMatch(new RegExp(`Copilote du monde éducatif ${head.firstName} ${head.lastName} Proviseure, Lycée Jean Guéhenno .* Signé le .* Copilote du monde économique Signature attendue`))
    const [signature] = await listSignatures((await db.charter.findFirstOrThrow()).id)
    expect(signature).toMatchObject({ userId: head.id, signatory: 'education', label: 'Copilote du monde éducatif', name: `${head.firstName} ${head.lastName}`, jobTitle: 'Proviseure', structure: expect.stringContaining('Lycée Jean Guéhenno') })
    expect((await eventsOf(clee.id)).at(-1)).toBe('charter.signature')
    expect(await mailsOf('charter.signature')).toEqual([company.email])
    expect(await db.mail.findFirst({ where: { event: 'charter.signature' } })).toMatchObject({ text: expect.stringContaining('Signatures encore attendues : copilote du monde économique.') })
  })

  it('that is the last awaited completes the version, and tells the co-pilots and the mission', async () => {
    await bring('validated')
    const { head, company, mission, charterPath } = world
    await sign(head)
    const agent = await signedIn(company)
    expect(await follow(agent, await submit(agent, world.path, signedBy))).toContain('Elle est maintenant signée de tous.')
    expect(await mailsOf('charter.signed')).toEqual([company.email, head.email, mission.email].toSorted())
    expect(await mailsOf('charter.signature')).toEqual([company.email])
    expect(await open(agent, charterPath)).toMatch(/Signatures Signée /)
  })

  it('of a second co-pilot of the same side is one more, and is not the completion again', async () => {
    const other = await addCopilot()
    await bring('submitted')
    for (const user of [world.head, world.company, other]) expect((await sign(user)).status).toBe(303)
    expect(await db.signature.count()).toBe(3)
    expect((await mailsOf('charter.signed')).length).toBe(4)
    expect(await db.mail.count({ where: { event: 'charter.signature', text: { contains: 'Chacun de ceux qui la signent' } } })).toBe(2)
  })

  it('is not taken without the box ticked', async () => {
    await bring('submitted')
    const agent = await signedIn(world.head)
    for (const body of [{}, { isRead: 'non' }, { isRead: ['oui', 'oui'] }]) {
      const page = await submit(agent, world.path, body).expect(422)
      expect(readable(page.text)).toContain('Cochez cette case pour signer')
      expect(page.text).toMatch(/id="isRead-erreur".*|<title>Erreur/)
    }
    expect([await db.signature.count(), await db.mail.count({ where: { event: 'charter.signature' } })]).toEqual([0, 0])
  })

  it('is given once: a second is a 409 that says so, two at once are one', async () => {
    await bring('submitted')
    const agent = await signedIn(world.head)
    const send = () => submit(agent, world.path, signedBy)
    expect(await statusesOf([send(), send(), send()])).toEqual([303, 409, 409])
    for (const answer of [await send(), await agent.get(world.path)]) {
      expect(answer.status).toBe(409)
      expect(readable(answer.text)).toContain('Vous avez déjà signé cette version')
      expect(answer.text).toContain(`href="${world.path.replace('/signature', '')}"`)
    }
    expect([await db.signature.count(), await db.auditEntry.count({ where: { event: 'charter.signature' } }), (await mailsOf('charter.signature')).length]).toEqual([1, 1, 1])
  })

  it('of two sides at once completes the version once', async () => {
    await bring('submitted')
    const [one, other] = await Promise.all([signedIn(world.head), signedIn(world.company)])
    expect(await statusesOf([submit(one, world.path, signedBy), submit(other, world.path, signedBy)])).toEqual([303, 303])
    expect((await mailsOf('charter.signed')).length).toBe(3)
  })

  it('of a version that the mission returns at the same moment is a 409', async () => {
    await bring('submitted')
    const agent = await signedIn(world.head)
    const charter = await getLatestCharter(world.clee.id)
    const answer = await during(`UPDATE charters SET status = 'returned', reason = 'x', decided_at = now(), decided_by_name = 'M' WHERE id = $1`, [charter.id], async () => submit(agent, world.path, signedBy))
    expect([answer.status, readable(answer.text)]).toEqual([409, expect.stringContaining('elle a été renvoyée ou remplacée')])
    expect(await db.signature.count()).toBe(0)
  })

  it('of a version returned or replaced since the page was opened is a 409', async () => {
    await bring('submitted')
    const [agent, official, clee] = [await signedIn(world.head), await asActor(world.mission), await reloadClee(world.clee.id)]
    await open(agent, world.path)
    await returnCharter(official, clee, await getLatestCharter(clee.id), 'À revoir.')
    await submit(agent, world.path, signedBy).expect(409)
    await bring('validated')
    const copilot = await asActor(world.head)
    await reviseCharter(copilot, clee, await getLatestCharter(clee.id))
    await submitCharter(copilot, clee, await getLatestCharter(clee.id))
    await validateCharter(official, clee, await getLatestCharter(clee.id))
    await submit(agent, world.path, signedBy).expect(409)
    expect(await db.signature.count()).toBe(0)
  })
})

describe('who signs', () => {
  it('is refused to who only reads, to who is not listed, to outsiders; nothing is written', async () => {
    await bring('submitted')
    const coordinator = await makeCoordinator(world.bassin.id)
    expect([(await sign(coordinator)).status, (await sign(world.mission)).status, (await sign(await makeHead())).status]).toEqual([403, 403, 404])
    expect((await sign(world.head, world.path.replace('/1/', '/7/'))).status).toBe(404)
    expect((await sign(world.head, world.path.replace('/1/', '/x/'))).status).toBe(404)
    expect(await db.signature.count()).toBe(0)
  })

  it('is the mission too when the académie says so, as frozen when the version was sent', async () => {
    await setSignatories(['education', 'mission'])
    await bring('submitted')
    await setSignatories(['education', 'economy'])
    expect((await sign(world.company)).status).toBe(403)
    expect((await sign(world.mission)).status).toBe(303)
    expect(await db.signature.findFirst()).toMatchObject({ signatory: 'mission', jobTitle: 'Cheffe de mission', structure: 'Mission académique école-entreprise' })
    expect(signatureState(await db.charter.findFirstOrThrow(), await db.signature.findMany())).toEqual({ missing: ['education'], isComplete: false })
  })

  it('holds a seat that day: neither before it begins nor after its end', async () => {
    const [past, last, coming] = [await addCopilot(dayFrom(-90), dayFrom(-1)), await addCopilot(dayFrom(-90), dayFrom(0)), await addCopilot(dayFrom(3))]
    const clee = await reloadClee(world.clee.id)
    const signatories = await Promise.all([past, last, coming, world.head, world.company, world.mission, await makeHead()].map(async (user) => signatoryOf(await asActor(user), clee)))
    expect(signatories).toEqual([null, 'education', null, 'education', 'economy', 'mission', null])
  })

  it.each([['none', 404], ['draft', 409], ['proposed', 409], ['submitted', 200], ['returned', 409], ['validated', 200], ['replaced', 409]] as const)('a version that is %s: %i', async (stage, status) => {
    await bring(stage)
    const agent = await signedIn(world.company)
    expect((await agent.get(world.path)).status).toBe(status)
    expect((await submit(agent, world.path, {})).status).toBe(status === 200 ? 422 : status)
    expect(await db.signature.count()).toBe(0)
  })

  it('nobody, once the CLEE is closed: it is read', async () => {
    await bring('submitted')
    await db.clee.update({ where: { id: world.clee.id }, data: { status: 'closed' } })
    expect((await sign(world.head)).status).toBe(409)
    const clee = await reloadClee(world.clee.id)
    expect(canSign(await asActor(world.head), clee, await getLatestCharter(clee.id), [])).toBe(false)
    const page = await open(await signedIn(world.head), world.charterPath)
    expect(page).toContain('Signature attendue')
    expect(page).not.toMatch(/Signer la version|Joindre l’exemplaire/)
  })
})

describe('what is read of signatures', () => {
  it('the name is for the people of the CLEE; the public has it with consent only', async () => {
    await bring('validated')
    await sign(world.head)
    const { id } = await db.charter.findFirstOrThrow()
    const name = `${world.head.firstName} ${world.head.lastName}`
    expect(await listSignatures(id)).toMatchObject([{ name, publicName: '', jobTitle: 'Proviseure' }])
    expect(await open(await signedIn(await makeCoordinator(world.bassin.id)), world.charterPath)).toContain(name)
    const published = () => open(visitor(), `/clees/${world.clee.slug}`)
    expect(await published()).toMatch(/Proviseure, Lycée Jean Guéhenno \d+ Signée le \d+ \S+ \d{4}/)
    expect(await published()).not.toContain(name)
    await db.user.update({ where: { id: world.head.id }, data: { nameConsentAt: new Date() } })
    expect(await published()).toContain(name)
    expect(await listSignatures(id)).toMatchObject([{ name, publicName: name }])
  })

  it('the function is that of the day of the signature', async () => {
    await bring('validated')
    await sign(world.head)
    await db.copilot.updateMany({ data: { jobTitle: 'Inspectrice', schoolUai: (await makeSchool({ name: 'Lycée Ailleurs' })).uai }, where: { side: 'education' } })
    await db.user.update({ where: { id: world.head.id }, data: { firstName: 'Autre', lastName: 'Nom' } })
    const page = await open(await signedIn(world.company), world.charterPath)
    expect(page).toMatch(/Anne Le Bihan \d+ Proviseure, Lycée Jean Guéhenno/)
  })

  it('a draft shows no signatures, a returned version asks for none any more', async () => {
    await bring('draft')
    const agent = await signedIn(world.head)
    expect(await open(agent, world.charterPath)).not.toContain('Signatures')
    await bring('returned')
    const returned = await open(agent, `${world.charterPath}/versions/1`)
    expect(returned).toMatch(/Signatures : 0 sur 2.*Pas de signature/)
    expect(returned).not.toMatch(/Signature attendue|Signer la version/)
  })

  it('the button shows to who may sign, until they have', async () => {
    await bring('submitted')
    const shown = async (user: Pick<User, 'email'>) => /Signer la version 1/.test(await open(await signedIn(user), world.charterPath))
    expect([await shown(world.head), await shown(world.mission), await shown(await makeCoordinator(world.bassin.id))]).toEqual([true, false, false])
    await sign(world.head)
    expect([await shown(world.head), await shown(world.company)]).toEqual([false, true])
  })

  it('the dashboard asks for it, until their side has signed or the paper is attached', async () => {
    const other = await addCopilot()
    await bring('validated')
    const asked = async (user: Pick<User, 'email'>) => /Signer la charte Votre signature est attendue sur la version 1/.test(await open(await signedIn(user), '/tableau-de-bord'))
    expect([await asked(world.head), await asked(other), await asked(world.company)]).toEqual([true, true, true])
    await sign(world.head)
    expect([await asked(world.head), await asked(other), await asked(world.company)]).toEqual([false, false, true])
    const { id } = await db.charter.findFirstOrThrow()
    await db.charterScan.create({ data: { charterId: id, fileName: 'a.pdf', mediaType: 'application/pdf', size: 1, sha256: 'x', content: new Uint8Array([1]), attachedByName: 'A' } })
    expect(await asked(world.company)).toBe(false)
  })
})

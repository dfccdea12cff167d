import type TestAgent from 'supertest/lib/agent.js'
import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { makeClee, makeCoordinator, makeHead } from './support/factories.ts'
import { bringCharter, submit, type CharterStage } from './support/features.ts'

const moves = { creation: '', submission: '/soumission', validation: '/validation', return: '/retour', revision: '/revision' }
type Move = keyof typeof moves
type Who = 'school_head' | 'company' | 'mission' | 'coordinator' | 'outsider' | 'anonymous'

/**
 * What those who may make a move get at each stage: 303 done, 409 not now, 404 no charter.
 * A returned version is followed by a draft, a replaced one by the version in force.
 */
const stages: Record<CharterStage, Record<Move, number>> = {
  none: { creation: 303, submission: 404, validation: 404, return: 404, revision: 404 },
  draft: { creation: 409, submission: 303, validation: 409, return: 409, revision: 409 },
  proposed: { creation: 409, submission: 409, validation: 409, return: 409, revision: 409 },
  submitted: { creation: 409, submission: 409, validation: 303, return: 303, revision: 409 },
  returned: { creation: 409, submission: 303, validation: 409, return: 409, revision: 409 },
  validated: { creation: 409, submission: 409, validation: 409, return: 409, revision: 303 },
  replaced: { creation: 409, submission: 409, validation: 409, return: 409, revision: 303 },
}

const writers: Record<Move, 'by stage' | 403> = { creation: 'by stage', submission: 'by stage', validation: 403, return: 403, revision: 'by stage' }

/** What each person gets: by the stage when the move is theirs, one refusal at every stage otherwise. */
const people: Record<Who, Record<Move, 'by stage' | 302 | 403 | 404>> = {
  school_head: writers,
  company: writers,
  mission: { creation: 'by stage', submission: 403, validation: 'by stage', return: 'by stage', revision: 'by stage' },
  coordinator: { creation: 403, submission: 403, validation: 403, return: 403, revision: 403 },
  outsider: { creation: 404, submission: 404, validation: 404, return: 404, revision: 404 },
  anonymous: { creation: 302, submission: 302, validation: 302, return: 302, revision: 302 },
}

const snapshot = async () => ({
  charters: await db.charter.findMany({ include: { articles: { orderBy: { position: 'asc' } } }, orderBy: { version: 'asc' } }),
  mails: await db.mail.count(),
  entries: await db.auditEntry.count({ where: { event: { not: 'session.start' } } }),
})

async function makeEverybody() {
  const made = await makeClee('active')
  const agents: Record<Who, TestAgent> = {
    school_head: await signedIn(made.head),
    company: await signedIn(made.company!),
    mission: await signedIn(made.mission),
    coordinator: await signedIn(await makeCoordinator(made.bassin.id)),
    outsider: await signedIn((await makeClee('active', 'Un autre CLEE')).head),
    anonymous: visitor(),
  }
  return { ...made, agents }
}

const lastVersion = async () => (await db.charter.findFirst({ orderBy: { version: 'desc' } }))?.version ?? 0

describe('who moves a charter, from which stage', () => {
  it.each(Object.keys(stages) as CharterStage[])('%s', async (stage) => {
    const { clee, head, mission, agents } = await makeEverybody()
    await bringCharter(clee.id, head, mission, stage)
    let before = await snapshot()
    for (const who of Object.keys(people) as Who[]) {
      for (const move of Object.keys(moves) as Move[]) {
        const rule = people[who][move]
        const expected = rule === 'by stage' ? stages[stage][move] : rule
        const response = await submit(agents[who], `/clees/${clee.slug}/charte${moves[move]}`, { reason: 'Un motif.', version: await lastVersion() })
        expect(response.status, `${who}, ${move}`).toBe(expected)
        if (expected === 303) {
          expect(await snapshot(), `${who}, ${move}`).not.toEqual(before)
          await bringCharter(clee.id, head, mission, stage)
          before = await snapshot()
        } else expect(await snapshot(), `${who}, ${move}`).toEqual(before)
      }
    }
  })

  it('shows buttons only to those who may use them', async () => {
    const { clee, head, mission, agents } = await makeEverybody()
    const buttons = async (who: Who) => {
      const { text } = await agents[who].get(`/clees/${clee.slug}/charte`).expect(200)
      return [...text.matchAll(/action="\/clees\/[^/"]+\/charte\/?([^"]*)"/g)].map(([, move]) => move)
    }
    await bringCharter(clee.id, head, mission, 'submitted')
    expect(await buttons('mission')).toEqual(['validation', 'retour'])
    for (const who of ['school_head', 'company', 'coordinator'] as const) expect(await buttons(who)).toEqual([])
    await bringCharter(clee.id, head, mission, 'draft')
    for (const who of ['school_head', 'company'] as const) expect(await buttons(who)).toEqual(['soumission'])
    for (const who of ['mission', 'coordinator'] as const) expect(await buttons(who)).toEqual([])
    await agents.outsider.get(`/clees/${clee.slug}/charte`).expect(404)
    await (await signedIn(await makeHead())).get(`/clees/${clee.slug}/charte`).expect(404)
  })
})

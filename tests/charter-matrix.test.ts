import type TestAgent from 'supertest/lib/agent.js'
import { describe, expect, it } from 'vitest'
import { proposeCharter } from '../src/charters/commands.ts'
import { getLatestCharter } from '../src/charters/queries.ts'
import { db } from '../src/db.ts'
import { signedIn, visitor } from './support/app.ts'
import { asActor, makeClee, makeCoordinator, makeHead, reloadClee } from './support/factories.ts'
import { bringCharter, shownNow, submit, withoutAgreement, type CharterStage } from './support/features.ts'

const moves = { creation: '', submission: '/soumission', agreement: '/accord', withdrawal: '/reprise', objection: '/desaccord', validation: '/validation', return: '/retour', revision: '/revision' }
type Move = keyof typeof moves
type Who = 'head' | 'company' | 'mission' | 'coordinator' | 'outsider' | 'anonymous'
type Stage = Exclude<CharterStage, 'proposed'> | 'proposed by the head' | 'proposed by the company'
type Rules = Record<Move, number | Record<'head' | 'company', number>>

const notNow: Rules = { creation: 409, submission: 409, agreement: 409, withdrawal: 409, objection: 409, validation: 409, return: 409, revision: 409 }
const none: Rules = { ...notNow, creation: 303, submission: 404, agreement: 404, withdrawal: 404, objection: 404, validation: 404, return: 404, revision: 404 }

/**
 * What those who may make a move get at each stage: 303 done, 409 not now, 403 not theirs, 404 no charter.
 * A returned version is followed by a draft of the same text, which is not sent as it is (422); a replaced one by the version in force.
 */
const stages: Record<Stage, Rules> = {
  none,
  draft: { ...notNow, submission: 303 },
  'proposed by the head': { ...notNow, agreement: { head: 403, company: 303 }, withdrawal: { head: 303, company: 403 }, objection: { head: 403, company: 303 } },
  'proposed by the company': { ...notNow, agreement: { head: 303, company: 403 }, withdrawal: { head: 403, company: 303 }, objection: { head: 303, company: 403 } },
  submitted: { ...notNow, validation: 303, return: 303 },
  returned: { ...notNow, submission: 422 },
  validated: { ...notNow, revision: 303 },
  replaced: { ...notNow, revision: 303 },
}

/** The moves that are somebody's, by the stage; all the others are refused them in the same way. */
const people: Record<Who, { moves: Move[]; refusal: number }> = {
  head: { moves: ['creation', 'submission', 'agreement', 'withdrawal', 'objection', 'revision'], refusal: 403 },
  company: { moves: ['creation', 'submission', 'agreement', 'withdrawal', 'objection', 'revision'], refusal: 403 },
  mission: { moves: ['creation', 'validation', 'return', 'revision'], refusal: 403 },
  coordinator: { moves: [], refusal: 403 },
  outsider: { moves: [], refusal: 404 },
  anonymous: { moves: [], refusal: 302 },
}

function expectedOf(stage: Stage, who: Who, move: Move) {
  if (!people[who].moves.includes(move)) return people[who].refusal
  const rule = stages[stage][move]
  return typeof rule === 'number' ? rule : rule[who as 'head' | 'company']
}

/** The states, oldest version first, that a move which is done leaves behind. */
const outcomes: Record<Move, (before: string[]) => string[]> = {
  creation: () => ['draft'],
  submission: (before) => [...before.slice(0, -1), 'proposed'],
  agreement: () => ['submitted'],
  withdrawal: () => ['draft'],
  objection: () => ['draft'],
  validation: () => ['validated'],
  return: () => ['returned', 'draft'],
  revision: (before) => [...before, 'draft'],
}

/** The states of the versions, oldest first, and a print of all that a move may write: far quicker than the rows themselves. */
async function snapshot() {
  const [row] = await db.$queryRaw<{ states: string[]; print: string }[]>`
    SELECT coalesce((SELECT array_agg(status::text ORDER BY version) FROM charters), '{}') AS states,
      concat((SELECT md5(string_agg(charters::text, '' ORDER BY id)) FROM charters), (SELECT md5(string_agg(articles::text, '' ORDER BY id)) FROM articles),
        (SELECT count(*) FROM mails), '/', (SELECT count(*) FROM audit_entries WHERE event <> 'session.start')) AS print`
  return row!
}

async function makeEverybody() {
  const made = await makeClee('active')
  const agents: Record<Who, TestAgent> = {
    head: await signedIn(made.head),
    company: await signedIn(made.company!),
    mission: await signedIn(made.mission),
    coordinator: await signedIn(await makeCoordinator(made.bassin.id)),
    outsider: await signedIn((await makeClee('active', 'Un autre CLEE')).head),
    anonymous: visitor(),
  }
  return { ...made, agents }
}

async function bring({ clee, head, company, mission }: Awaited<ReturnType<typeof makeClee>>, stage: Stage) {
  if (stage === 'proposed by the head') return bringCharter(clee.id, head, mission, 'proposed')
  if (stage !== 'proposed by the company') return bringCharter(clee.id, head, mission, stage)
  await bringCharter(clee.id, head, mission, 'draft')
  await proposeCharter(await asActor(company!), await reloadClee(clee.id), await getLatestCharter(clee.id), 'economy')
}

describe('who moves a charter, from which stage', () => {
  it.each(Object.keys(stages) as Stage[])('%s', async (stage) => {
    const made = await makeEverybody()
    await bring(made, stage)
    let before = await snapshot()
    for (const who of Object.keys(people) as Who[]) {
      for (const move of Object.keys(moves) as Move[]) {
        const response = await submit(made.agents[who], `/clees/${made.clee.slug}/charte${moves[move]}`, { ...(await shownNow()), ...(['objection', 'return'].includes(move) && { reason: 'Un motif.' }) })
        expect(response.status, `${who}, ${move}`).toBe(expectedOf(stage, who, move))
        const after = await snapshot()
        if (response.status !== 303) expect(after, `${who}, ${move}`).toEqual(before)
        else {
          expect(after.states, `${who}, ${move}`).toEqual(outcomes[move](before.states))
          await bring(made, stage)
          before = await snapshot()
        }
      }
    }
  })

  it('sends at once what either co-pilot submits when the mission asks for no agreement', async () => {
    const made = await makeEverybody()
    await withoutAgreement()
    for (const who of ['head', 'company'] as const) {
      await bring(made, 'draft')
      await submit(made.agents[who], `/clees/${made.clee.slug}/charte/soumission`).expect(303)
      expect((await snapshot()).states).toEqual(['submitted'])
    }
  })

  it('shows buttons only to those who may use them', async () => {
    const made = await makeEverybody()
    const buttons = async (who: Who) => {
      const { text } = await made.agents[who].get(`/clees/${made.clee.slug}/charte`).expect(200)
      return [...text.matchAll(/action="\/clees\/[^/"]+\/charte\/?([^"]*)"/g)].map(([, move]) => move ?? '').filter((move) => !move.endsWith('commentaires'))
    }
    const shown: [Stage, Partial<Record<Who, string[]>>][] = [
      ['none', { head: [''], company: [''], mission: [''] }],
      ['draft', { head: ['soumission'], company: ['soumission'] }],
      ['proposed by the head', { head: ['reprise'], company: ['accord', 'desaccord'] }],
      ['submitted', { mission: ['retour'] }],
      ['validated', { head: ['revision'], company: ['revision'], mission: ['revision'] }],
    ]
    for (const [stage, expected] of shown) {
      await bring(made, stage)
      for (const who of ['head', 'company', 'mission', 'coordinator'] as const) expect(await buttons(who), `${stage}, ${who}`).toEqual(expected[who] ?? [])
    }
    await made.agents.outsider.get(`/clees/${made.clee.slug}/charte`).expect(404)
    await (await signedIn(await makeHead())).get(`/clees/${made.clee.slug}/charte`).expect(404)
  })
})

import { describe, expect, it } from 'vitest'
import { db } from '../src/db.ts'
import { schoolYearOf } from '../src/school-year.ts'
import { asActor, makeBassin, makeClee, makeCoordinator, makeHead, makeSchool } from './support/factories.ts'
import { bringCharter, makeAction } from './support/features.ts'

const year = schoolYearOf()
const [first, second] = year.split('-') as [string, string]

/** A statement that the database must refuse, and what names the refusal. */
const expectRefusal = (statement: string, refusal: string | RegExp) => expect(db.$executeRawUnsafe(statement), statement).rejects.toThrow(refusal)
const expectSuccess = (statement: string) => expect(db.$executeRawUnsafe(statement), statement).resolves.toBe(1)

describe('schools and organisations', () => {
  it.each(['0350122A', '0350122t', '350122T', '0350122', '', '0350122TT', 'ABCDEFGH', '0350122I'])('keep the key of a UAI (R14): not %s', async (uai) => {
    await expectRefusal(`INSERT INTO schools (uai, name, search_name, kind, sector, updated_at) VALUES ('${uai}', 'n', 'n', 'lycee', 'public', now())`, 'schools_uai_check')
  })

  it('accept a right UAI', async () => {
    await expectSuccess(`INSERT INTO schools (uai, name, search_name, kind, sector, updated_at) VALUES ('0350122T', 'n', 'n', 'lycee', 'public', now())`)
  })

  it.each(['123', '7328293200007', '732829320000744', '7328293200007A', ''])('keep the form of a SIRET (R15): not %s', async (siret) => {
    await expectRefusal(`INSERT INTO organisations (id, name, search_name, world, siret) VALUES (gen_random_uuid(), 'n', 'n', 'economy', '${siret}')`, 'organisations_siret_check')
  })

  it('keep one organisation of a SIRET', async () => {
    const insert = `INSERT INTO organisations (id, name, search_name, world, siret) VALUES (gen_random_uuid(), 'n', 'n', 'economy', '73282932000074')`
    await expectSuccess(insert)
    await expectRefusal(insert, /siret/)
  })
})

describe('the seats of a CLEE', () => {
  const kinds = [['a private lycée', 'lycee', 'private'], ['a CIO', 'cio', 'public'], ['an EREA', 'erea', 'public'], ['an MFR', 'mfr', 'private']] as const

  it.each(kinds)('give none of education to %s (R1)', async (_what, kind, sector) => {
    const { clee } = await makeClee('draft')
    const { uai } = await makeSchool({ kind, sector })
    await expectRefusal(`UPDATE copilots SET school_uai = '${uai}' WHERE clee_id = '${clee.id}' AND side = 'education'`, 'R1')
    await expectRefusal(
      `INSERT INTO copilots (id, clee_id, side, first_name, last_name, email, job_title, school_uai, starts_on)
       VALUES (gen_random_uuid(), '${clee.id}', 'education', 'f', 'l', 'e@x.fr', 'j', '${uai}', now())`,
      'R1',
    )
  })

  it('belong to a school on one side, to an organisation on the other', async () => {
    const { clee } = await makeClee('active')
    await expectRefusal(`UPDATE copilots SET school_uai = NULL WHERE side = 'education'`, 'R1')
    await expectRefusal(`UPDATE copilots SET organisation_id = NULL WHERE side = 'economy'`, 'copilots_structure_check')
    await expectRefusal(`UPDATE copilots SET school_uai = '${clee.copilots[0]?.schoolUai}' WHERE side = 'economy'`, 'copilots_structure_check')
  })

  it('end after they begin, and are one for a person at a time', async () => {
    const { clee, head } = await makeClee('active')
    await expectRefusal(`UPDATE copilots SET ends_on = starts_on - 1`, 'copilots_mandate_check')
    const again = `INSERT INTO copilots (id, clee_id, side, user_id, first_name, last_name, email, job_title, school_uai, starts_on, accepted_at)
      VALUES (gen_random_uuid(), '${clee.id}', 'education', '${head.id}', 'f', 'l', 'e@x.fr', 'j', '${head.schoolUai}', now(), now())`
    await expectRefusal(again, /clee_id|running_seat/)
    await expectSuccess(`UPDATE copilots SET ends_on = starts_on WHERE side = 'education'`)
    await expectSuccess(again)
  })

  it('wait for the same person once', async () => {
    const { clee } = await makeClee('declared')
    await expectRefusal(
      `INSERT INTO copilots (id, clee_id, side, first_name, last_name, email, job_title, organisation_id, starts_on)
       SELECT gen_random_uuid(), '${clee.id}', 'economy', 'f', 'l', email, 'j', organisation_id, now() FROM copilots WHERE side = 'economy'`,
      /clee_id|waiting_seat/,
    )
  })

  it('give a member exactly one structure', async () => {
    const { clee } = await makeClee('draft')
    const { uai } = await makeSchool()
    const insert = (school: string, organisation: string) =>
      `INSERT INTO members (id, clee_id, world, job_title, school_uai, organisation_id) VALUES (gen_random_uuid(), '${clee.id}', 'education', 'j', ${school}, ${organisation})`
    await expectRefusal(insert('NULL', 'NULL'), 'members_structure_check')
    await expectRefusal(insert(`'${uai}'`, '(SELECT id FROM organisations LIMIT 1)'), 'members_structure_check')
    await expectSuccess(insert(`'${uai}'`, 'NULL'))
  })
})

describe('a CLEE', () => {
  it('declared carries its date and its receipt (R6), active its acknowledgement', async () => {
    await makeClee('draft')
    for (const change of [`status = 'declared'`, `status = 'declared', declared_at = now()`, `declared_at = now(), declaration_receipt = 'DEC-1'`, `status = 'active', declared_at = now(), declaration_receipt = 'DEC-1'`]) {
      await expectRefusal(`UPDATE clees SET ${change}`, 'clees_declaration_check')
    }
    await expectSuccess(`UPDATE clees SET status = 'declared', declared_at = now(), declaration_receipt = 'DEC-1'`)
    await expectRefusal(`UPDATE clees SET status = 'draft'`, 'clees_declaration_check')
  })

  it('is one draft for a head, has its name, its address and its receipt alone', async () => {
    const { head } = await makeClee('draft', 'CLEE du Coglais')
    const draft = (name: string, slug: string, by = 'NULL') =>
      `INSERT INTO clees (id, name, search_name, slug, drafted_by_id, updated_at) VALUES (gen_random_uuid(), '${name}', '${name}', '${slug}', ${by}, now())`
    await expectRefusal(draft('autre', 'autre', `'${head.id}'`), /drafted_by_id|one_draft/)
    await expectRefusal(draft('clee du coglais', 'autre'), /search_name/)
    await expectRefusal(draft('autre', 'clee-du-coglais'), /slug/)
    const one = await makeClee('declared', 'Un CLEE')
    const other = await makeClee('declared', 'Un autre CLEE')
    await expectRefusal(`UPDATE clees SET declaration_receipt = '${one.clee.declarationReceipt}' WHERE id = '${other.clee.id}'`, /declaration_receipt/)
  })

  it('once declared is not deleted with its charter', async () => {
    const { clee, head, mission } = await makeClee('declared')
    await bringCharter(clee.id, head, mission, 'draft')
    await expectRefusal(`DELETE FROM clees WHERE id = '${clee.id}'`, 'charters_clee_id_fkey')
  })
})

describe('charters', () => {
  it('are one in force and one in the works for a CLEE (R7)', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'validated')
    const insert = (version: number, status: string, sent = `now(), 'CHA-${version}'`) =>
      `INSERT INTO charters (id, clee_id, version, template_version, status, submitted_at, receipt, verification_code, valid_until, proposed_at, proposed_by_name, proposed_side) VALUES (gen_random_uuid(), '${clee.id}', ${version}, 1, '${status}', ${sent}, 'ABCDEFG${version + 1}', now(), now(), 'Anne', 'education')`
    await expectRefusal(insert(2, 'validated'), /clee_id|in_force/)
    await expectRefusal(insert(1, 'draft', 'NULL, NULL'), /clee_id|version/)
    await expectSuccess(insert(2, 'draft', 'NULL, NULL'))
    await expectRefusal(insert(3, 'draft', 'NULL, NULL'), /clee_id|in_the_works/)
    for (const status of ['submitted', 'proposed']) await expectRefusal(insert(3, status, status === 'proposed' ? 'NULL, NULL' : undefined), /clee_id|in_the_works/)
  })

  it('sent carry their date and their receipt, returned their reason (R6)', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'draft')
    for (const change of [`status = 'submitted'`, `status = 'submitted', submitted_at = now()`, `submitted_at = now(), receipt = 'CHA-1'`]) {
      await expectRefusal(`UPDATE charters SET ${change}`, 'charters_submission_check')
    }
    await bringCharter(clee.id, head, mission, 'submitted')
    for (const reason of ['NULL', `''`, `'  '`]) await expectRefusal(`UPDATE charters SET status = 'returned', reason = ${reason}`, 'charters_return_check')
    await expectRefusal(`UPDATE charters SET status = 'replaced'`, 'R7')
  })

  it('proposed say by whom, of which side, and when; validated until when they hold; each has its code', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'draft')
    for (const change of [`status = 'proposed'`, `status = 'proposed', proposed_at = now(), proposed_by_name = 'Anne'`]) await expectRefusal(`UPDATE charters SET ${change}`, 'charters_proposal_check')
    for (const code of [`'ABCDEFG1'`, `'abcdefgh'`, `'ABC'`, 'NULL']) await expectRefusal(`UPDATE charters SET verification_code = ${code}`, 'verification_code')
    await expectRefusal(`UPDATE charters SET status = 'validated', submitted_at = now(), receipt = 'CHA-1'`, 'R7')
    await bringCharter(clee.id, head, mission, 'submitted')
    await expectRefusal(`UPDATE charters SET status = 'validated', decided_at = now(), decided_by_name = 'Anne'`, 'charters_validity_check')
  })

  it.each(['submitted', 'returned', 'validated', 'replaced'] as const)('%s keep how they were sent and what they say (R7)', async (stage) => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, stage)
    const { id } = await db.charter.findFirstOrThrow({ where: { version: 1 } })
    for (const change of [`proposed_at = now()`, `proposed_by_name = 'X'`, `proposed_side = 'economy'`, `agreed_by_name = 'X'`, `objection = 'X'`, `reminded_at = now()`, `particulars = '{}'`, `signatories = '{mission}'`, `verification_code = 'ABCDEFGH'`, `template_version = 1`, `version = 9`, `created_at = now()`]) {
      await expectRefusal(`UPDATE charters SET ${change} WHERE id = '${id}'`, 'R7')
    }
    if (stage !== 'submitted') for (const change of [`valid_until = '2099-01-01'`, `reason = 'X'`, `decided_by_name = 'X'`, `status = 'submitted'`]) await expectRefusal(`UPDATE charters SET ${change} WHERE id = '${id}'`, 'R7')
    for (const change of [`axes = '{X}'`, `priorities = '{X}'`, `axis_choices = '{X}'`, `title = 'X'`, `revision = 9`, `key = 'x'`]) await expectRefusal(`UPDATE articles SET ${change} WHERE charter_id = '${id}' AND key = 'objectives'`, 'R7')
  })

  it('keep the comments as they were written', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'submitted')
    const { id } = await db.charter.findFirstOrThrow()
    await db.charterComment.create({ data: { charterId: id, articleKey: 'territory', body: 'Précisez.', authorId: mission.id, authorName: 'Anne', authorRole: 'mission' } })
    for (const change of [`body = 'X'`, `author_name = 'X'`, `author_role = 'company'`, `created_at = now()`]) await expectRefusal(`UPDATE charter_comments SET ${change}`, 'a comment is kept')
    await expectRefusal(`DELETE FROM charter_comments`, 'a comment is kept')
  })

  it('let the comments of a draft go with it, and only so', async () => {
    const { clee, head, mission } = await makeClee('active')
    await bringCharter(clee.id, head, mission, 'draft')
    const { id } = await db.charter.findFirstOrThrow()
    await db.charterComment.create({ data: { charterId: id, articleKey: 'territory', body: 'Précisez.', authorId: mission.id, authorName: 'Anne', authorRole: 'mission' } })
    await expectRefusal(`DELETE FROM charter_comments`, 'a comment is kept')
    await expectRefusal(`UPDATE charter_comments SET charter_id = gen_random_uuid()`, 'a comment is kept')
    await db.$executeRaw`DELETE FROM charters`
    expect([await db.charterComment.count(), await db.article.count()]).toEqual([0, 0])
  })
})

describe('lists and actions', () => {
  it.each(['2026', '2026-2028', '2026-2026', '26-27', '2026/2027', ''])('belong to a school year (R9): not %s', async (schoolYear) => {
    const { clee, bassin } = await makeClee('declared')
    const coordinator = await makeCoordinator(bassin.id)
    await expectRefusal(`INSERT INTO action_plans (id, clee_id, school_year) VALUES (gen_random_uuid(), '${clee.id}', '${schoolYear}')`, 'action_plans_school_year_check')
    await expectRefusal(`UPDATE bassin_coordinators SET school_year = '${schoolYear}' WHERE user_id = '${coordinator.id}'`, 'bassin_coordinators_school_year_check')
  })

  it('are one list a year, sent with a date and a receipt (R6)', async () => {
    const { clee, head } = await makeClee('active')
    await makeAction(clee.id, head)
    await expectRefusal(`INSERT INTO action_plans (id, clee_id, school_year) VALUES (gen_random_uuid(), '${clee.id}', '${year}')`, /clee_id|school_year/)
    for (const change of [`status = 'submitted'`, `status = 'submitted', submitted_at = now()`, `status = 'acknowledged', submitted_at = now(), receipt = 'ACT-1'`]) {
      await expectRefusal(`UPDATE action_plans SET ${change}`, 'action_plans_submission_check')
    }
  })

  it.each([
    ['a day before', `starts_on = '${first}-08-31'`],
    ['a day after', `starts_on = '${second}-09-01'`],
    ['an end after', `starts_on = '${second}-08-31', ends_on = '${second}-09-01'`],
    ['an end first', `starts_on = '${second}-03-02', ends_on = '${second}-03-01'`],
    ['an end alone', `ends_on = '${second}-03-01'`],
  ])('keep their dates in their year (R12): not %s', async (_what, change) => {
    const { clee, head } = await makeClee('active')
    await makeAction(clee.id, head)
    await expectRefusal(`UPDATE planned_actions SET ${change}`, 'planned_actions_period_check')
    await expectSuccess(`UPDATE planned_actions SET starts_on = '${first}-09-01', ends_on = '${second}-08-31'`)
  })

  it('say what publishing needs (R13), and stay in the year of their list', async () => {
    const { clee, head } = await makeClee('active')
    await makeAction(clee.id, head)
    const whole = { starts_on: `'${second}-03-01'`, audiences: `'{pupils}'` }
    for (const absent of [{ starts_on: 'NULL' }, { audiences: `'{}'` }, { audiences: 'NULL' }]) {
      const change = Object.entries({ ...whole, ...absent }).map(([column, value]) => `${column} = ${value}`).join(', ')
      for (const visibility of ['public', 'network']) await expectRefusal(`UPDATE planned_actions SET visibility = '${visibility}', ${change}`, 'planned_actions_publication_check')
    }
    await expectRefusal(`UPDATE planned_actions SET school_year = '2031-2032'`, 'planned_actions_plan_id_school_year_clee_id_fkey')
  })
})

describe('people and the journal', () => {
  it('keep one account an address, whatever its case, and one mandate a year', async () => {
    const { email } = await makeHead()
    await expectRefusal(`INSERT INTO users (id, email, first_name, last_name, role, job_title) VALUES (gen_random_uuid(), '${email.toUpperCase()}', 'f', 'l', 'company', 'j')`, /email/)
    const bassin = await makeBassin()
    await makeCoordinator(bassin.id)
    await expectRefusal(`INSERT INTO bassin_coordinators (id, bassin_id, user_id, school_year) SELECT gen_random_uuid(), bassin_id, user_id, school_year FROM bassin_coordinators`, /bassin_id/)
  })

  it('the journal is neither changed nor cut, and outlives the accounts it names', async () => {
    const { clee, head } = await makeClee('declared')
    await expectRefusal(`UPDATE audit_entries SET actor_name = 'x'`, 'append-only')
    await expectRefusal(`DELETE FROM audit_entries`, 'append-only')
    const { name } = await asActor(head)
    await db.$executeRawUnsafe(`DELETE FROM clees WHERE id = '${clee.id}'`)
    await db.$executeRawUnsafe(`DELETE FROM users WHERE id = '${head.id}'`)
    expect(await db.auditEntry.count({ where: { cleeId: clee.id, actorName: name } })).toBeGreaterThan(1)
  })
})

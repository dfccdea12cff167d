import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { localPath } from '../src/auth/guards.ts'
import { FieldError, conflict } from '../src/errors.ts'
import { isSchoolYear, nextSchoolYear, parisDay, schoolYearBounds, schoolYearOf, today } from '../src/school-year.ts'
import { toCsv } from '../src/web/csv.ts'
import { checkbox, choice, choices, codes, email, isDay, optionalDay, optionalText, revision, text } from '../src/web/fields.ts'
import { blankForm, failedForm, submitForm } from '../src/web/forms.ts'
import { pageNumber, paginate } from '../src/web/pagination.ts'

const sentenceOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message ?? 'accepté'

describe('a text', () => {
  const name = text(5, 'Donnez un nom.')

  test('is trimmed, its line ends and accents made one way, invisible characters dropped', () => {
    expect(text(50, '')).toSatisfy((schema: z.ZodType) => schema.parse('  a\r\nb\rc\t\u202Ed\u200B ') === 'a\nb\nc\td')
    expect(name.parse('e\u0301te\u0301')).toBe('été')
    expect(name.parse('a\0b\u0007')).toBe('ab')
  })

  test('keeps what French needs: no-break spaces, apostrophes, joined emoji', () => {
    expect(text(50, '').parse('l’été\u00a0! «\u202fok\u202f» 👩‍🏫')).toBe('l’été\u00a0! «\u202fok\u202f» 👩‍🏫')
  })

  test('says what is missing, and how long it may be', () => {
    expect(sentenceOf(name, undefined)).toBe('Donnez un nom.')
    expect(sentenceOf(name, ' \u200B\n ')).toBe('Donnez un nom.')
    expect(sentenceOf(name, 'abcdef')).toContain('5 caractères au plus')
    expect(sentenceOf(name, ['a', 'b'])).toContain('n’est pas lisible')
    expect(optionalText(5).parse(undefined)).toBe('')
  })
})

describe('other fields', () => {
  test('an address is lower-cased, and must be whole', () => {
    expect(email.parse(' Zoé.K@Essai.TEST '.replace('é', 'e'))).toBe('zoe.k@essai.test')
    expect(sentenceOf(email, '')).toBe('Saisissez une adresse électronique.')
    for (const wrong of ['a', 'a@', '@b.fr', 'a b@c.fr', 'a@b', 'a@b.fr, c@d.fr', 'Nom <a@b.fr>']) expect(sentenceOf(email, wrong)).toContain('complète')
    expect(sentenceOf(email, `${'a'.repeat(250)}@b.fr`)).toContain('254')
  })

  test('a choice is one of the list, several are kept once each', () => {
    expect(sentenceOf(choice(['a', 'b'], 'Choisissez.'), 'c')).toBe('Choisissez.')
    expect(sentenceOf(choice(['a', 'b'], 'Choisissez.'), undefined)).toBe('Choisissez.')
    expect(choices(['a', 'b'], '').parse('a')).toEqual(['a'])
    expect(choices(['a', 'b'], '').parse(['b', 'a', 'b'])).toEqual(['b', 'a'])
    expect(choices(['a', 'b'], '').parse(undefined)).toEqual([])
    expect(sentenceOf(choices(['a'], 'Choisissez.'), ['toString'])).toBe('Choisissez.')
    expect(sentenceOf(codes(/^\d+$/, 'Chiffres.', 2), ['1', '2', '3'])).toContain('2 au plus')
    expect(sentenceOf(codes(/^\d+$/, 'Chiffres.'), ['x'])).toBe('Chiffres.')
  })

  test('a box is ticked or not, a revision is a positive whole number', () => {
    expect([checkbox.parse('oui'), checkbox.parse(undefined), checkbox.parse(['oui', 'oui'])]).toEqual([true, false, false])
    expect(revision.parse('3')).toBe(3)
    for (const wrong of ['', '0', '-1', '1.5', '1e30', 'x', undefined]) expect(sentenceOf(revision, wrong)).toBe('Rechargez la page.')
  })

  test('a day is read as the browser sends it and as people type it', () => {
    const day = new Date('2027-03-14T00:00:00Z')
    expect(optionalDay.parse('2027-03-14')).toEqual(day)
    expect(optionalDay.parse(' 14/3/2027 ')).toEqual(day)
    expect(optionalDay.parse('')).toBeNull()
    for (const wrong of ['2027-02-29', '31/04/2027', '14.03.2027', '14/03/27', 'demain', '2027-3-14']) expect(sentenceOf(optionalDay, wrong)).toContain('date qui existe')
    expect([isDay('2028-02-29'), isDay('2027-02-29'), isDay('+02027-01-01')]).toEqual([true, false, false])
  })
})

describe('submitForm', () => {
  const schema = z.object({ name: text(10, 'Donnez un nom.'), place: text(10, 'Donnez un lieu.') })

  test('hands the clean values to the command and gives its result', async () => {
    expect(await submitForm(schema, { name: ' a ', place: 'b', other: 'c' }, (input) => Promise.resolve(input))).toEqual({ ok: true, result: { name: 'a', place: 'b' } })
  })

  test('comes back with everything typed and one sentence a field, without calling the command', async () => {
    const form = await submitForm(schema, { name: '', place: 'un lieu bien trop long' }, () => Promise.reject(new Error('called')))
    expect(form).toEqual({ ok: false, hasErrors: true, values: { name: '', place: 'un lieu bien trop long' }, errors: { name: 'Donnez un nom.', place: expect.stringContaining('Raccourcissez') } })
  })

  test('shows the refusal of the command at its field, lets any other error go on', async () => {
    const body = { name: 'a', place: 'b' }
    expect(await submitForm(schema, body, () => Promise.reject(new FieldError('place', 'Inconnu.')))).toMatchObject({ values: body, errors: { place: 'Inconnu.' } })
    await expect(submitForm(schema, body, () => Promise.reject(conflict('Changé.')))).rejects.toMatchObject({ status: 409 })
  })

  test('never shows a password again, and survives an absent body', async () => {
    expect(failedForm({ email: 'a', password: 'secret' }, {}).values).toEqual({ email: 'a' })
    expect(await submitForm(schema, undefined, () => Promise.resolve())).toMatchObject({ ok: false, values: {} })
    expect(blankForm()).toEqual({ values: {}, errors: {}, hasErrors: false })
  })
})

describe('pages of a list', () => {
  test('the page asked for is a positive number, else the first', () => {
    const asked = ['2', '1', '0', '-1', '1.5', 'x', '', '1e9', 'Infinity', undefined, ['2', '3']]
    expect(asked.map(pageNumber)).toEqual([2, 1, 1, 1, 1, 1, 1, 100_000, 1, 1, 1])
  })

  test('links keep the filters, name the current page and stop at both ends', () => {
    const { links, previous, next, pages } = paginate('/clees', { recherche: 'pays & mer', bassin: '' }, 2, 41, 20)
    expect(pages).toBe(3)
    expect(links.map(({ label, isCurrent }) => [label, isCurrent])).toEqual([['1', false], ['2', true], ['3', false]])
    expect([previous, next]).toEqual(['/clees?recherche=pays+%26+mer', '/clees?recherche=pays+%26+mer&page=3'])
    expect(paginate('/clees', {}, 1, 0, 20)).toMatchObject({ page: 1, pages: 1, previous: null, next: null })
    expect(paginate('/clees', {}, 99, 41, 20)).toMatchObject({ page: 3, next: null })
  })
})

test('a CSV opens in a French spreadsheet and runs nothing', () => {
  expect(toCsv([['Nom', 'a;b'], ['dit « "x" »', 'l1\nl2']])).toBe('\uFEFFNom;"a;b"\r\n"dit « ""x"" »";"l1\nl2"\r\n')
  expect(toCsv([['=1+1', '+33', '-2', '@x', '\t=1', '\r=1', 'a=1']])).toBe('\uFEFF\'=1+1;\'+33;\'-2;\'@x;\'\t=1;"\'\r=1";a=1\r\n')
})

describe('the school year (R9)', () => {
  test('runs from 1 September to 31 August, Paris time', () => {
    expect(schoolYearOf(new Date('2026-08-31T21:59:59Z'))).toBe('2025-2026')
    expect(schoolYearOf(new Date('2026-08-31T22:00:00Z'))).toBe('2026-2027')
    expect(schoolYearOf(new Date('2027-01-01T00:00:00Z'))).toBe('2026-2027')
    expect(schoolYearBounds('2026-2027')).toEqual({ first: new Date('2026-09-01'), last: new Date('2027-08-31') })
    expect(nextSchoolYear('2026-2027')).toBe('2027-2028')
    expect(['2026-2027', '1990-1991', '2026-2028', '2026', '26-27', '2026-2027 ', '0000-0001', '1989-1990', '2200-2201', '9999-10000'].map(isSchoolYear)).toEqual([true, true, ...Array(8).fill(false)])
  })

  test('a day is the one it is in Paris', () => {
    expect(parisDay(new Date('2026-06-30T22:30:00Z'))).toBe('2026-07-01')
    expect(today(new Date('2026-12-31T23:30:00Z'))).toEqual(new Date('2027-01-01'))
  })
})

describe('the path after signing in', () => {
  test('is of this portal', () => {
    const paths = ['/clees', '/clees/a/espace?annee=2026-2027', '/', '/journal?texte=a%20b', '/a//b']
    expect(paths.map((path) => localPath(path))).toEqual(paths)
  })

  test('leads nowhere else, whatever the trick', () => {
    const tricks = [
      '//mechant.fr', '/\\mechant.fr', '\\\\mechant.fr', 'https://mechant.fr', 'javascript:alert(1)', '/\n/mechant.fr', '/\t/mechant.fr', '/a\r\nSet-Cookie: x', ' //mechant.fr', '', '/..//mechant.fr',
      '/.//mechant.fr', '/a/..//mechant.fr', '/%2e%2e//mechant.fr', undefined, ['/a'],
    ]
    expect(tricks.map((path) => [path, localPath(path)])).toEqual(tricks.map((path) => [path, '/tableau-de-bord']))
  })
})

import { expect, test } from 'vitest'
import { keepYears, typeset } from '../src/web/view-engine.ts'
import { viewHelpers } from '../src/web/view-helpers.ts'

const { dayField, field, formatDay, formatInstant, formatNumber, formatPeriod, fr, joinList, joinWords, ofClee, plural, theClee, withDe } = viewHelpers

test('days and instants are those of Paris, written as in French', () => {
  expect(formatDay(new Date('2026-09-01T00:00:00Z'))).toBe('1er\u00a0septembre\u00a02026')
  expect(formatInstant(new Date('2026-11-22T13:05:00Z'))).toBe('le 22\u00a0novembre\u00a02026 à 14\u00a0h\u00a005')
  expect(formatInstant(new Date('2026-06-30T22:30:00Z'))).toBe('le 1er\u00a0juillet\u00a02026 à 0\u00a0h\u00a030')
})

test('a period says what is known of it', () => {
  const [start, end] = [new Date('2027-03-03'), new Date('2027-03-05')]
  expect(formatPeriod(start, end)).toBe('du 3 au 5\u00a0mars\u00a02027')
  expect(formatPeriod(new Date('2027-04-01'), new Date('2027-05-01'))).toBe('du 1er\u00a0avril au 1er\u00a0mai\u00a02027')
  expect(formatPeriod(new Date('2026-03-03'), end)).toBe('du 3\u00a0mars\u00a02026 au 5\u00a0mars\u00a02027')
  expect(formatPeriod(start, start)).toBe('le 3\u00a0mars\u00a02027')
  expect(formatPeriod(start, null)).toBe('à partir du 3\u00a0mars\u00a02027')
  expect(formatPeriod(null, null)).toBe('')
})

test('numbers, plurals and lists follow French usage', () => {
  expect(formatNumber(12345)).toBe('12\u202f345')
  expect(plural(0, 'action', 'actions')).toBe('0\u00a0action')
  expect(plural(2, 'action', 'actions')).toBe('2\u00a0actions')
  expect(joinList(['a', 'b', 'c'])).toBe('a, b et c')
  expect(joinList([])).toBe('')
  expect(joinWords(['Élèves', 'Enseignants', 'Équipes (DDFPT, Psy-EN, direction)'])).toBe('Élèves, enseignants et équipes (DDFPT, Psy-EN, direction)')
  expect(['CLEE du pays de Redon', 'Argoat', 'Landes'].map(ofClee)).toEqual(['du CLEE du pays de Redon', 'd’Argoat', 'de Landes'])
  expect(['CLEE du pays de Redon', 'Argoat'].map(theClee)).toEqual(['le CLEE du pays de Redon', 'Argoat'])
  expect([withDe('Rennes'), withDe('Orléans-Tours')]).toEqual(['de Rennes', 'd’Orléans-Tours'])
})

test('typed text takes French typography, addresses stay whole', () => {
  expect(fr("L'élève : « quoi » ? n° 12")).toBe('L’élève\u00a0: «\u00a0quoi\u00a0»\u202f? n°\u00a012')
  expect(fr('Venez!')).toBe('Venez\u202f!')
  expect(fr('https://exemple.fr/?a=1 à 14:05')).toBe('https://exemple.fr/?a=1 à 14:05')
})

test('a field takes its value and its error from the form', () => {
  const values = { name: 'Rennes', audiences: ['a', 'b'], on: new Date('2027-03-03') }
  const form = { values, errors: { name: 'Trop court.' }, hasErrors: true }
  expect(field(form, 'name', { label: 'Nom' })).toMatchObject({ id: 'name', value: 'Rennes', error: 'Trop court.' })
  expect(field(form, 'audiences', { label: 'Public' }).values).toEqual(['a', 'b'])
  expect(field(form, 'on', { label: 'Jour' }).value).toBe('2027-03-03')
  expect(field(null, 'place', { label: 'Lieu' })).toMatchObject({ value: '', values: [] })
})

test('typeset puts no-break spaces in what is read, and leaves tags and fields as they are', () => {
  expect(typeset('<p title="a : b">Qui ? « Oui » : 3 %</p>')).toBe('<p title="a : b">Qui\u202f? «\u00a0Oui\u00a0»\u00a0: 3\u00a0%</p>')
  const textarea = '<textarea name="x">Qui ? « Oui » : non</textarea>'
  expect(typeset(`<div>${textarea}</div>`)).toContain(textarea)
})

test('a field of a day is read and typed as in French; what names no day stays as it was typed', () => {
  const shown = (on: unknown) => dayField(field({ values: { on }, errors: {}, hasErrors: false }, 'on', { label: 'Jour', type: 'date' }))
  expect(shown(new Date('2027-03-04T00:00:00Z'))).toMatchObject({ type: 'text', value: '04/03/2027', hint: 'JJ/MM/AAAA, par exemple 14/03/2027.' })
  expect(['2027-03-04', '2027-06-31', '31/06/2027', 'demain', ''].map((typed) => shown(typed).value)).toEqual(['04/03/2027', '2027-06-31', '31/06/2027', 'demain', ''])
})

test('a school year of a title is kept together, the rest of the page as it is', () => {
  expect(keepYears('<h2 id="a-2026-2027">Bilan <b>2026-2027</b></h2><p>2026-2027</p>')).toBe('<h2 id="a-2026-2027">Bilan <b><span class="app-year">2026-2027</span></b></h2><p>2026-2027</p>')
})

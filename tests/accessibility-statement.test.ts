import { expect, test } from 'vitest'
import { accessibilityOf } from '../src/config.ts'
import { visitor } from './support/app.ts'
import { open } from './support/features.ts'

test('the portal says that it does not conform as long as no audit is told, on each page and in its statement', async () => {
  expect(await open(visitor(), '/clees')).toContain('Accessibilité : non conforme')
  const page = await open(visitor(), '/accessibilite')
  for (const text of ['est non conforme avec le référentiel', 'aucun audit n’a encore été mené', 'Ce qui ne l’est pas encore', 'l’audit des critères du RGAA', 'Défenseur des droits', 'écrivez à la mission', 'Environnement de test']) expect(page).toContain(text)
})

test('an audit gives its status and its sentence', () => {
  expect(accessibilityOf('partiellement conforme : audit de mars 2027, 82 % des critères')).toEqual({ status: 'partiellement conforme', audit: 'audit de mars 2027, 82 % des critères' })
  expect(accessibilityOf()).toEqual({ status: 'non conforme', audit: '' })
})

import { describe } from 'vitest'
import { june } from './school-year/june.ts'
import { nextSeptember } from './school-year/next-september.ts'
import { october } from './school-year/october.ts'
import { september } from './school-year/september.ts'
import { winter } from './school-year/winter.ts'

// In this order: each season goes on from where the one before it left the portal.
describe('a whole school year, from the end of August to the next September', () => {
  september()
  october()
  winter()
  june()
  nextSeptember()
})

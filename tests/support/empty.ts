import { beforeEach } from 'vitest'
import { emptyDatabase } from './database.ts'

// Not for the browser tests: they seed the demonstration once per file.
beforeEach(emptyDatabase)

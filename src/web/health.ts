import { Router } from 'express'
import { db } from '../db.ts'

export const healthRouter = Router()

/** The process answers. */
healthRouter.get('/healthz', (_req, res) => {
  res.set('Cache-Control', 'no-store').type('text/plain').send('ok\n')
})

/** The process and its database answer; 503 otherwise. */
healthRouter.get('/readyz', async (_req, res) => {
  const isReady = await db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  )
  if (!isReady) res.status(503).set('Retry-After', '10')
  res.set('Cache-Control', 'no-store').type('text/plain').send(isReady ? 'ok\n' : 'base de données indisponible\n')
})

import { createServer, type Server } from 'node:http'
import supertest from 'supertest'
import type TestAgent from 'supertest/lib/agent.js'
import { afterEach, beforeAll, expect, vi } from 'vitest'
import { createApp } from '../../src/app.ts'
import { config } from '../../src/config.ts'
import type { User } from '../../src/generated/prisma/client.ts'
import { password } from './factories.ts'

/** What is really served: the portal behind its cache of pages. */
export let app: ReturnType<typeof createApp>
const failures: string[] = []

// The sessions take the pool that the setup has opened on this file's database.
beforeAll(async () => {
  app = createApp({ sessionSecret: 'un secret de quarante caractères au moins' })
  await vi.waitUntil(() => app.isListening())
})

// An answer 500 that no test expects fails the test that caused it.
const server: Server = createServer((req, res) => {
  res.on('finish', () => res.statusCode === 500 && failures.push(`${req.method} ${req.url}`))
  app(req, res)
})

afterEach(() => expect(failures.splice(0), 'unexpected 500').toEqual([]))

/** A browser without a session: keeps its cookies, says where its writes come from as browsers do. */
export const visitor = (): TestAgent => supertest.agent(server).set('Origin', config.publicUrl.origin)

/** A browser whose user has signed in through the real form. */
export async function signedIn(user: Pick<User, 'email'>): Promise<TestAgent> {
  const agent = visitor()
  await agent.post('/connexion').type('form').send({ email: user.email, password }).expect(303)
  return agent
}

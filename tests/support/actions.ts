import { signedIn } from './app.ts'
import { makeClee } from './factories.ts'
import { makeAction, submit } from './features.ts'

/** An active CLEE with an action, its head signed in, and what saves a section of its sheet. */
export async function withAction(fields: Parameters<typeof makeAction>[2] = {}) {
  const made = await makeClee('active')
  const agent = await signedIn(made.head)
  const action = await makeAction(made.clee.id, made.head, fields)
  const path = `/clees/${made.clee.slug}/actions/${action.id}`
  const save = (section: string, body: object, revision = 1) => submit(agent, `${path}/fiche/${section}`, { revision, ...body })
  return { ...made, company: made.company!, agent, action, path, save }
}

/** The other co-pilot of a CLEE, signed in. */
export const otherCopilot = ({ company }: { company: { email: string } }) => signedIn(company)

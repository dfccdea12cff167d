import { db } from '../../src/db.ts'
import { signedIn } from './app.ts'
import { makeClee } from './factories.ts'
import { bringCharter, type CharterStage } from './features.ts'

/** A CLEE whose charter is at a stage, with both co-pilots signed in. */
export async function withCharter(stage: CharterStage = 'draft') {
  const made = await makeClee('active')
  await bringCharter(made.clee.id, made.head, made.mission, stage)
  const agents = { headAgent: await signedIn(made.head), companyAgent: await signedIn(made.company!) }
  return { ...made, ...agents, path: `/clees/${made.clee.slug}/charte` }
}

export const articleAt = (key: string, version = 1) => db.article.findFirstOrThrow({ where: { key, charter: { version } } })

export const writingEntries = () => db.auditEntry.count({ where: { event: 'charter.article' } })

import { startDraft } from '../../src/charter-templates/commands.ts'
import { publishDraft } from '../../src/charter-templates/publication.ts'
import { getDraft, printOfDraft } from '../../src/charter-templates/queries.ts'
import { publicationSchema } from '../../src/charter-templates/schemas.ts'
import { saveTemplateArticle } from '../../src/template-articles/commands.ts'
import { getDraftArticle } from '../../src/template-articles/queries.ts'
import { templateArticleSchema } from '../../src/template-articles/schemas.ts'
import { findPerson } from './steps.ts'
import type { Step } from './story.ts'

type Change = { startingText?: string; axes?: string[]; isMandatory?: true }

const newAxis = 'La découverte des métiers dès la classe de cinquième'

const changes: [key: string, change: (article: { axes: string[] }) => Change][] = [
  ['objectives', ({ axes }) => ({ axes: [newAxis, ...axes] })],
  ['review', () => ({
    isMandatory: true,
    startingText: 'Chaque année, en juin, les copilotes dressent le bilan des actions menées :\n\n- le nombre d’élèves et d’enseignants concernés ;\n- les entreprises qui ont accueilli ou témoigné ;\n- ce qui est à reprendre, à améliorer ou à abandonner.\n\nIl est présenté à l’assemblée plénière et transmis à la mission académique.',
  })],
]

const summary = 'Le bilan annuel devient obligatoire, et dit ce qu’il contient. Un axe s’ajoute aux objectifs : la découverte des métiers dès la cinquième.'

/** The mission publishes a new version of the template: the charters that are begun keep theirs, and are offered this one. */
export const publishesTemplate: Step = async () => {
  const mission = await findPerson('mission@exemple.fr')
  await startDraft(mission)
  for (const [key, change] of changes) {
    const article = await getDraftArticle(key)
    const { axes, isMandatory, ...texts } = { ...article, ...change(article) }
    await saveTemplateArticle(mission, article, templateArticleSchema.parse({ ...texts, axes: axes.join('\n'), ...(isMandatory && { isMandatory: 'oui' }) }))
  }
  await publishDraft(mission, publicationSchema.parse({ summary, seen: printOfDraft(await getDraft()) }))
}

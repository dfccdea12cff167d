import { readFileSync } from 'node:fs'
import { config } from '../config.ts'
import { db } from '../db.ts'
import { yearsAfter, today } from '../school-year.ts'
import { withDe } from '../web/view-helpers.ts'
import { pinnedSlug } from './paths.ts'

const starting = [
  { slug: pinnedSlug, title: 'Un CLEE, c’est quoi\u202f?', summary: 'Ce qu’est un comité local école-entreprise, à quoi il sert, qui le compose et qui l’anime.' },
  { slug: 'creer-un-clee', title: 'Créer un CLEE', summary: 'De la première réunion à la charte\u00a0: les étapes, qui fait quoi, et ce que le portail demande.' },
  { slug: 'questions-frequentes', title: 'Questions fréquentes', summary: 'Les questions des chefs d’établissement, des entreprises et des familles sur les CLEE.' },
  { slug: 'liens-utiles', title: 'Liens utiles', summary: 'Stages, immersions, orientation, emploi et textes officiels\u00a0: les services et les références nationales.' },
]

const fields: Record<string, string> = { academie: withDe(config.academie), mission: config.missionName.replace(/^M/, 'm') }
const bodyOf = (slug: string) => readFileSync(new URL(`starting/${slug}.md`, import.meta.url), 'utf8').trim().replace(/\{(\w+)\}/g, (whole, name: string) => fields[name] ?? whole)

const rowOf = (page: (typeof starting)[number], index: number) => ({ ...page, body: bodyOf(page.slug), position: (index + 1) * 10, ownerName: config.missionName, reviewOn: yearsAfter(today(), 1), publishedAt: new Date() })

/** Writes the pages with which a portal begins, once: that of the menu, which nobody deletes, says that it was done. */
export const installPages = () =>
  db.$transaction(async (tx) => {
    if (await tx.editorialPage.findUnique({ where: { slug: pinnedSlug }, select: { id: true } })) return
    const pages = await tx.editorialPage.createManyAndReturn({ data: starting.map(rowOf), skipDuplicates: true })
    await tx.editorialPageVersion.createMany({ data: pages.map(({ id, title, body }) => ({ pageId: id, revision: 1, title, body })) })
  })

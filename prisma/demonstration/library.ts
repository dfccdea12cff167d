import { db } from '../../src/db.ts'
import { addDocument } from '../../src/document-library/commands.ts'
import { newDocumentSchema } from '../../src/document-library/schemas.ts'
import { renderPdf } from '../../src/documents/render.ts'
import type { DocumentKind } from '../../src/generated/prisma/client.ts'
import { readMarkdown } from '../../src/markdown.ts'
import { documentHead, documentStyle } from '../../src/reviews/document.ts'
import { previousSchoolYear, schoolYearOf, today } from '../../src/school-year.ts'
import { readDocument } from '../../src/uploads/documents.ts'
import { fr } from '../../src/web/view-helpers.ts'
import { findPerson } from './steps.ts'

type Fact = { title: string; kind: DocumentKind; description: string; fileName: string; text: string; years?: number; day?: string; bassin?: string; isWithdrawn?: true }

/** `years`: how many school years ago, none for a document of no year; `day`: "MM-JJ" of that year. */
const facts: Fact[] = [
  {
    title: 'Lettre de rentrée aux copilotes des CLEE', kind: 'letter', years: 0, day: '09-08', fileName: 'lettre-de-rentree.pdf',
    description: 'Les priorités de l’année et les échéances des chartes, des listes d’actions et des bilans.',
    text: 'Mesdames et Messieurs les copilotes,\n\nCette année, le réseau se donne trois priorités :\n\n- la découverte des métiers dès la classe de 5e ;\n- la mixité des métiers et des filières ;\n- l’accueil des stages de seconde, à préparer dès l’automne.\n\nVotre coordonnateur de bassin reste votre premier interlocuteur.',
  },
  {
    title: 'Circulaire académique : relations entre les établissements et les entreprises', kind: 'circular', years: 0, day: '09-15', fileName: 'circulaire-ecole-entreprise.pdf',
    description: 'Le rôle des chefs d’établissement, des coordonnateurs et de la mission, et le calendrier du réseau.',
    text: 'La présente circulaire décline dans l’académie la circulaire nationale n° 2016-183 du 22 novembre 2016.\n\n1. Chaque bassin a un coordonnateur, désigné pour l’année scolaire.\n2. La mise en place d’un CLEE est portée à la connaissance de la mission.\n3. La charte et la liste des actions lui sont transmises pour information.\n4. Le conseil académique éducation-économie examine le bilan du réseau.',
  },
  {
    title: 'Calendrier des visites d’entreprises du bassin de Redon', kind: 'other', years: 0, day: '10-02', bassin: 'Redon–Vallons de Vilaine', fileName: 'visites-redon.pdf',
    description: 'Les entreprises qui ouvrent leurs portes aux classes de 4e et de 3e, mois par mois.',
    text: 'Chaque visite accueille une classe et deux accompagnateurs. Les établissements s’inscrivent auprès du CLEE, trois semaines à l’avance.\n\n- **Octobre** : métallurgie, logistique.\n- **Décembre** : agroalimentaire.\n- **Février** : hôpital, aide à domicile.\n- **Avril** : bâtiment, paysage.',
  },
  {
    title: 'Accueillir un stagiaire de seconde : guide pour les employeurs', kind: 'guide', fileName: 'guide-accueil-stage.pdf',
    description: 'Avant, pendant et après le stage : ce qui est attendu, ce qui est permis, à qui s’adresser.',
    text: '**Avant** : signez la convention avec l’établissement, choisissez un tuteur, préparez un programme simple.\n\n**Pendant** : présentez l’équipe et les règles de sécurité, variez les situations, prenez dix minutes chaque soir.\n\n**Après** : dites à l’élève ce qui a été réussi, et à l’établissement ce qui est à reprendre.',
  },
  {
    title: 'Fiche de premier contact avec une entreprise', kind: 'form', fileName: 'fiche-contact.csv',
    description: 'Un tableau à remplir par établissement : structure, secteur, ce qu’elle propose. Aucun nom de personne.',
    text: 'Structure;Commune;Secteur;Ce qu’elle propose;Niveaux;Période\r\n',
  },
  {
    title: 'Lettre de rentrée aux copilotes des CLEE', kind: 'letter', years: 1, day: '09-10', fileName: 'lettre-de-rentree.pdf',
    description: 'Les priorités de l’année passée.',
    text: 'Mesdames et Messieurs les copilotes,\n\nL’année qui s’ouvre est celle du renouvellement des chartes : relisez la vôtre, et transmettez-la avant les vacances d’hiver.',
  },
  {
    title: 'Bilan du réseau présenté au conseil académique éducation-économie', kind: 'other', years: 1, day: '06-18', fileName: 'bilan-du-reseau.pdf',
    description: 'Les actions menées dans l’année, bassin par bassin, et les suites proposées.',
    text: 'Le réseau s’est étendu à de nouvelles communes. Les visites d’entreprises restent l’action la plus fréquente ; les rencontres avec les équipes enseignantes progressent.',
  },
  {
    title: 'Liste des coordonnateurs de bassin', kind: 'coordinator_list', years: 2, day: '09-20', fileName: 'coordonnateurs.pdf',
    description: 'La liste de cette année-là, par bassin et par fonction.',
    text: '- **Rennes** : directeur délégué aux formations, lycée professionnel.\n- **Saint-Malo–Dinard** : principale de collège.\n- **Redon–Vallons de Vilaine** : conseillère en formation continue.\n- **Fougères-Vitré** : proviseur de lycée.',
  },
  {
    title: 'Projet de guide : organiser un forum des métiers', kind: 'guide', fileName: 'projet-guide-forum.pdf', isWithdrawn: true,
    description: 'En relecture : pas encore publié.',
    text: 'Trois mois avant : la date, le lieu, les secteurs. Un mois avant : les intervenants, les classes. Le jour venu : l’accueil, les ateliers, la collation.',
  },
]

const template = `${documentStyle}\n#v(1em)\n#blocks(review.blocks)\n`

const isoDay = (schoolYear: string, day: string) => `${day >= '09-01' ? schoolYear.slice(0, 4) : schoolYear.slice(5)}-${day}`

async function contentOf({ fileName, title, description, text }: Fact, schoolYear: string) {
  if (fileName.endsWith('.csv')) return Buffer.from(`\uFEFF${text}`)
  const blocks = readMarkdown(fr(text))
  return Buffer.from(await renderPdf(template, { ...documentHead(), title: fr(title), sentence: fr(description), footer: [title, schoolYear].filter(Boolean).join(', '), blocks }))
}

async function adds(fact: Fact) {
  const years = Array.from({ length: fact.years ?? 0 })
  const schoolYear = fact.years === undefined ? '' : years.reduce<string>((year) => previousSchoolYear(year), schoolYearOf())
  const bassin = fact.bassin ? await db.bassin.findFirstOrThrow({ where: { name: fact.bassin } }) : null
  const file = await readDocument(fact.fileName, await contentOf(fact, schoolYear))
  const issued = fact.day ? isoDay(schoolYear, fact.day) : ''
  const typed = { ...fact, schoolYear, bassinId: bassin?.id ?? '', issuedOn: issued, reviewOn: '', file, intent: fact.isWithdrawn ? '' : 'publication' }
  return addDocument(await findPerson('mission@exemple.fr'), newDocumentSchema.parse(typed))
}

const monthsAgo = (count: number) => new Date(Date.UTC(today().getUTCFullYear(), today().getUTCMonth() - count, 15))

/** The mission fills the library over three school years. */
export async function fillsLibrary() {
  for (const fact of facts) await adds(fact)
  // Rows, not commands: nobody chooses a day of review that is past; these were chosen long ago.
  await db.document.updateMany({ where: { fileName: 'guide-accueil-stage.pdf' }, data: { reviewOn: monthsAgo(2) } })
  await db.editorialPage.updateMany({ where: { slug: 'liens-utiles' }, data: { reviewOn: monthsAgo(1) } })
}

import { usualDeadlines } from '../../src/school-years/deadlines.ts'
import { openYear } from '../../src/school-years/commands.ts'
import { yearSchema } from '../../src/school-years/schemas.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { getOpenedYear } from '../../src/school-years/queries.ts'
import { sendLetter } from '../../src/year-letters/commands.ts'
import { isoDay } from '../../src/web/view-helpers.ts'
import { findPerson } from './steps.ts'

const letterBody = `Mesdames et Messieurs les copilotes, Mesdames et Messieurs les coordonnateurs,

Merci du travail de l’an passé : vos actions ont fait se rencontrer des élèves, des équipes et des entreprises que rien n’aurait réunis sans vous.

Cette année, trois priorités :

- la découverte des métiers **dès la classe de 5e** ;
- la mixité des métiers et des filières ;
- l’accueil des stages de 2de, à préparer avec les entreprises dès l’automne.

Transmettez votre charte et la liste de vos actions avant la date qui figure ci-dessous. *Une liste n’est jamais définitive* : elle se complète toute l’année.

Votre coordonnateur de bassin reste votre premier interlocuteur.`

/** The mission opens the current school year, with its usual deadlines, and sends its letter. */
export async function opensYear(schoolYear = schoolYearOf()) {
  const days = Object.entries(usualDeadlines(schoolYear)).map(([name, day]) => [name, day ? isoDay(day) : ''])
  const typed = { ...Object.fromEntries(days), letterTitle: `Bonne année scolaire ${schoolYear} à tous les CLEE`, letterBody }
  const mission = await findPerson('mission@exemple.fr')
  await openYear(mission, schoolYear, yearSchema(schoolYear).parse(typed))
  const year = await getOpenedYear(schoolYear)
  await sendLetter(mission, year, { isAgain: false, revision: year.revision, lastSent: null })
}

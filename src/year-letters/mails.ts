import { config } from '../config.ts'
import type { Message } from '../notifications/notify.ts'
import { deadlineFields, deadlineLabels, type Deadlines } from '../school-years/deadlines.ts'
import { letterPath } from '../school-years/paths.ts'
import { formatDay, midSentence } from '../web/view-helpers.ts'

type Year = Deadlines & { schoolYear: string; letterTitle: string }

const deadlineLines = (year: Deadlines) => deadlineFields.flatMap((name) => (year[name] ? [`- ${deadlineLabels[name]}\u00a0: ${formatDay(year[name])}`] : []))

export function letterMessage(year: Year): Message {
  const lines = deadlineLines(year)
  return {
    subject: `${year.letterTitle} (année scolaire ${year.schoolYear})`,
    paragraphs: [
      `La ${midSentence(config.missionName)} vous adresse une lettre pour l’année scolaire ${year.schoolYear}\u00a0: «\u00a0${year.letterTitle}\u00a0».`,
      ...(lines.length > 0 ? [`Les échéances de l’année\u00a0:\n${lines.join('\n')}`] : []),
      'Pour la lire et la télécharger\u00a0:',
    ],
    path: letterPath(year.schoolYear),
  }
}

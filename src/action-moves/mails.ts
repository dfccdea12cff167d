import { planPath } from '../actions/paths.ts'
import type { Message } from '../notifications/notify.ts'
import { plural, quotedList } from './sentences.ts'

type Named = { name: string; slug: string }

export const retentionMessage = (clee: Named, schoolYear: string, titles: string[]): Message => ({
  subject: `${plural(titles.length, 'action retenue', 'actions retenues')} : ${clee.name}, ${schoolYear}`,
  paragraphs: [`Les copilotes des deux mondes ont donné leur accord : ${quotedList(titles)} ${titles.length > 1 ? 'sont retenues' : 'est retenue'} pour ${schoolYear}.`, 'Il reste à en fixer la date, si ce n’est fait :'],
  path: planPath(clee, schoolYear),
})

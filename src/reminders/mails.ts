import { linkOf, type Message } from '../notifications/notify.ts'
import { plural } from '../web/view-helpers.ts'
import { dueSentence, type Task } from './task.ts'

/** What awaits somebody in one place: a CLEE, their bassins, the network. */
export type Section = { heading: string; tasks: Task[] }

const thing = (task: Task, day: Date) =>
  `- ${[`${task.title}.`, task.text, dueSentence(task, day)].filter(Boolean).join(' ')}\n  ${task.label}\u00a0: ${linkOf({ path: task.href })}`

const section = ({ heading, tasks }: Section, day: Date) => `${heading}\n\n${tasks.map((task) => thing(task, day)).join('\n')}`

/** The mail that groups what awaits somebody, each thing with the link to do it. */
export const digestMessage = (sections: Section[], count: number, day: Date): Message => ({
  subject: `Ce qui vous attend\u00a0: ${plural(count, 'chose à faire', 'choses à faire')}`,
  paragraphs: [
    `${plural(count, 'chose vous attend', 'choses vous attendent')} sur le portail des CLEE.`,
    ...sections.map((one) => section(one, day)),
    `Ce courriel part au plus une fois par semaine, et seulement quand quelque chose vous attend. Pour le recevoir chaque mois, ou plus du tout\u00a0:\n${linkOf({ path: '/compte#rappels' })}`,
    'Tout est aussi sur votre tableau de bord\u00a0:',
  ],
  path: '/tableau-de-bord',
})

import { vi } from 'vitest'
import { db } from '../../src/db.ts'
import type { Prisma } from '../../src/generated/prisma/client.ts'
import { listCopilotTasks } from '../../src/reminders/tasks.ts'
import { schoolYearOf } from '../../src/school-year.ts'
import { asActor } from './factories.ts'

export const setClock = (day: string, clock = '08:00') => vi.setSystemTime(new Date(`${day}T${clock}:00+01:00`))

export const openYear = (dates: Partial<Prisma.SchoolYearCreateInput> = {}) => db.schoolYear.create({ data: { schoolYear: schoolYearOf(), openedByName: 'Mission', ...dates } })
export const readTasks = async (person: { id: string }) => (await listCopilotTasks(await asActor(person))).flatMap(({ tasks }) => tasks)
export const taskOf = async (person: { id: string }, key: string) => (await readTasks(person)).find((task) => task.key === key)
export const day = (text: string) => new Date(text)
/** The committee met, or will. */
export const meet = (cleeId: string, heldOn: string) => db.meeting.create({ data: { cleeId, kind: 'steering_committee', heldOn: day(heldOn), createdByName: 'Anne' } })

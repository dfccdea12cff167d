import { oneDay, parisDay, parisMidnight, today } from '../school-year.ts'

/** Days without an answer past which an inquiry shows in the basket of those who follow the CLEE, then at the mission's (R20). */
export const delays = { followed: 10, mission: 30 }

/** What has waited so many Paris days began before this instant. */
export const waitedSince = (days: number) => parisMidnight(parisDay(), 1 - days)

/** Paris days since an instant. */
export const daysSince = (instant: Date) => Math.round((today().getTime() - today(instant).getTime()) / oneDay)

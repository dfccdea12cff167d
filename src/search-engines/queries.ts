import { publishedActions } from '../actions/policy.ts'
import { listedClees, publishedClees } from '../clees/policy.ts'
import { db } from '../db.ts'

/** A page of the portal, and when what it says last changed. */
export type Listed = { path: string; changedAt: Date | null }
/** `count` tells how many pages a part has; `list` gives some of them, in an order that stays. */
export type Part = { count: () => Promise<number>; list: (bounds: { skip: number; take: number }) => Promise<Listed[]> }

const charterOf = { where: { status: 'validated' }, select: { decidedAt: true }, orderBy: { version: 'desc' }, take: 1 } as const

/** The page of each published CLEE, closed ones included. */
export const cleePages: Part = {
  count: () => db.clee.count({ where: publishedClees }),
  list: async (bounds) => (await db.clee.findMany({ where: publishedClees, select: { slug: true, updatedAt: true }, orderBy: { id: 'asc' }, ...bounds })).map(({ slug, updatedAt }) => ({ path: `/clees/${slug}`, changedAt: updatedAt })),
}

const inForce = { ...publishedClees, charters: { some: { status: 'validated' } } } as const

/** The charter in force of each of them. */
export const charterPages: Part = {
  count: () => db.clee.count({ where: inForce }),
  list: async (bounds) =>
    (await db.clee.findMany({ where: inForce, select: { slug: true, charters: charterOf }, orderBy: { id: 'asc' }, ...bounds })).map(({ slug, charters }) => ({ path: `/clees/${slug}/charte/en-vigueur`, changedAt: charters[0]?.decidedAt ?? null })),
}

/** The page of each published action. */
export const actionPages: Part = {
  count: () => db.plannedAction.count({ where: publishedActions }),
  list: async (bounds) => (await db.plannedAction.findMany({ where: publishedActions, select: { id: true, updatedAt: true }, orderBy: { id: 'asc' }, ...bounds })).map(({ id, updatedAt }) => ({ path: `/actions/${id}`, changedAt: updatedAt })),
}

const openSchools = { isOpen: true }

/** The page of each open school. */
export const schoolPages: Part = {
  count: () => db.school.count({ where: openSchools }),
  list: async (bounds) => (await db.school.findMany({ where: openSchools, select: { uai: true, updatedAt: true }, orderBy: { uai: 'asc' }, ...bounds })).map(({ uai, updatedAt }) => ({ path: `/etablissements/${uai}`, changedAt: updatedAt })),
}

/** The page of each bassin, dated by its CLEEs. */
export async function listBassinPages(): Promise<Listed[]> {
  const latest = { where: { clee: listedClees }, select: { clee: { select: { updatedAt: true } } }, orderBy: { clee: { updatedAt: 'desc' } }, take: 1 } as const
  const bassins = await db.bassin.findMany({ select: { slug: true, clees: latest }, orderBy: { slug: 'asc' }, take: 1_000 })
  return bassins.map(({ slug, clees }) => ({ path: `/bassins/${slug}`, changedAt: clees[0]?.clee.updatedAt ?? null }))
}

/** The pages that the mission writes and has published; one that stands at an address of its own is listed under that one. */
export async function listEditorialPages(addresses: string[]): Promise<Listed[]> {
  const pages = await db.editorialPage.findMany({ where: { publishedAt: { not: null } }, select: { slug: true, updatedAt: true }, orderBy: { slug: 'asc' }, take: 1_000 })
  return pages.filter(({ slug }) => !addresses.includes(`/${slug}`)).map(({ slug, updatedAt }) => ({ path: `/pages/${slug}`, changedAt: updatedAt }))
}

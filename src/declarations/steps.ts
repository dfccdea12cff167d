/** The steps of a declaration, in order: the last part of each address and its title. */
const steps = {
  identite: 'Identité et bassin',
  territoire: 'Territoire',
  copilotes: 'Copilotes',
  membres: 'Premiers membres',
  declaration: 'Récapitulatif',
} as const
export type Step = keyof typeof steps
const order = Object.keys(steps) as Step[]

/** What the stepper shows at a step. */
export const stepperAt = (step: Step) => ({ current: order.indexOf(step) + 1, steps: Object.values(steps) })

type Placed = { status: string; slug: string }

/** The stepper of a draft's page; null once the CLEE is declared, when the same pages serve to correct it. */
export const draftStepper = (clee: Placed, step: Step) => (clee.status === 'draft' ? stepperAt(step) : null)

/** Where a saved step leads: the next one for a draft, the CLEE's space otherwise. */
export function pathAfter(clee: Placed, step: Step): string {
  const next = order[order.indexOf(step) + 1] ?? 'declaration'
  return `/clees/${clee.slug}/${clee.status === 'draft' ? next : 'espace'}`
}

/** Where a step leads back to. */
export function backFrom(clee: Placed, step: Step) {
  const previous = order[order.indexOf(step) - 1]
  if (clee.status !== 'draft') return { href: `/clees/${clee.slug}/espace`, label: 'Revenir à l’espace du CLEE' }
  return previous ? { href: `/clees/${clee.slug}/${previous}`, label: 'Étape précédente' } : { href: '/tableau-de-bord', label: 'Revenir au tableau de bord' }
}

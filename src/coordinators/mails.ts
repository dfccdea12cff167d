import type { Message } from '../notifications/notify.ts'

export const designationMessage = (bassinNames: string[], schoolYear: string): Message => ({
  subject: `Vous coordonnez ${bassinNames.length > 1 ? `${bassinNames.length} bassins` : `le bassin de ${bassinNames[0]}`} en ${schoolYear}`,
  paragraphs: [
    `Vous êtes désigné pour coordonner, pendant l’année scolaire ${schoolYear} : ${bassinNames.join(', ')}.`,
    'Du 1er septembre au 31 août, vous suivez les CLEE de ces bassins et pouvez corriger leurs fiches.',
    'Votre tableau de bord :',
  ],
  path: '/tableau-de-bord',
})

export const removalMessage = (bassinName: string, schoolYear: string): Message => ({
  subject: `Fin de votre coordination du bassin de ${bassinName}`,
  paragraphs: [`Vous ne coordonnez plus le bassin de ${bassinName} pour l’année scolaire ${schoolYear}.`, 'Votre tableau de bord :'],
  path: '/tableau-de-bord',
})

import type { Role } from '../../src/generated/prisma/client.ts'

/** First and last names are invented; a school is the UAI of the one the person heads. */
export type AccountFact = {
  email: string
  firstName: string
  lastName: string
  role: Role
  jobTitle: string
  schoolUai?: string
}

const head = (email: string, firstName: string, lastName: string, jobTitle: string, schoolUai: string): AccountFact => ({
  email: `${email}@exemple.fr`,
  firstName,
  lastName,
  role: 'school_head',
  jobTitle,
  schoolUai,
})

/** The accounts that exist before any CLEE; those of companies come from their invitation. */
export const accounts: AccountFact[] = [
  {
    email: 'mission@exemple.fr',
    firstName: 'Camille',
    lastName: 'Le Goff',
    role: 'mission',
    jobTitle: 'Cheffe de la mission école-entreprise',
  },
  {
    email: 'coordination@exemple.fr',
    firstName: 'Youenn',
    lastName: 'Tanguy',
    role: 'coordinator',
    jobTitle: 'Coordonnateur de bassin',
  },
  {
    email: 'nolwenn.gicquel@exemple.fr',
    firstName: 'Nolwenn',
    lastName: 'Gicquel',
    role: 'coordinator',
    jobTitle: 'Coordonnatrice de bassin',
  },
  head('cheffe', 'Hélène', 'Morvan-Briand', 'Proviseure', '0350011X'),
  head('nouveau.chef', 'Idriss', 'Benhaddou', 'Principal', '0351791G'),
  head('jean-baptiste.lemonnier', 'Jean-Baptiste', 'Lemonnier-Desrues', 'Proviseur', '0350053T'),
  head('gwenael.toutain', 'Gwenaël', 'Le Bihan-Toutain', 'Principal', '0350040D'),
  head('marie-antoinette.de-la-villemarque', 'Marie-Antoinette', 'de La Villemarqué-Kerguélen', 'Proviseure', '0350026N'),
  head('aminata.diallo-guerin', 'Aminata', 'Diallo-Guérin', 'Proviseure', '0352950S'),
  head('bastien.coudrais', 'Bastien', 'Coudrais', 'Principal adjoint', '0351638R'),
  head('elodie.pasquier', 'Élodie', 'Pasquier-Ferreira', 'Proviseure', '0352686E'),
  head('solenn.quemeneur', 'Solenn', 'Quéméneur', 'Proviseure', '0350005R'),
  head('pierre-yves.abgrall', 'Pierre-Yves', 'Abgrall', 'Proviseur', '0350048M'),
  head('fatou.ndiaye-rouxel', 'Fatou', 'N’Diaye-Rouxel', 'Proviseure adjointe', '0350022J'),
  head('loig.trevidic', 'Loïg', 'Trévidic', 'Proviseur', '0352318E'),
  head('thi-mai.le-floch', 'Thi-Mai', 'Nguyen-Le Floc’h', 'Principale', '0352247C'),
  head('ronan.le-maout', 'Ronan', 'Le Maout', 'Proviseur', '0350050P'),
]

/** The bassins that coordination@exemple.fr follows this school year. */
export const coordinatedBassins = ['Fougères-Vitré', 'Saint-Malo–Dinard']

/** Those that they followed the year before. */
export const formerBassins: Record<string, string[]> = {
  'coordination@exemple.fr': ['Redon–Vallons de Vilaine'],
  'nolwenn.gicquel@exemple.fr': ['Fougères-Vitré'],
}

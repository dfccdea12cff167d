import type { ActionFact } from './story.ts'

const cartier = '0350048M'
const arthaud = '0351914R'
const duguayTrouin = '0350916F'

export const saintMaloActions: ActionFact[] = [
  {
    title: 'Embarquement au lycée maritime',
    type: 'training_discovery',
    audiences: ['pupils'],
    startsOn: -12,
    place: 'Lycée maritime Florence Arthaud, Saint-Malo',
    objective: 'Simulateur de navigation, atelier de matelotage et rencontre d’anciens élèves pour quatre classes de 4e.',
    partners: ['Chantiers navals du Naye : un intervenant'],
    schools: [arthaud, duguayTrouin],
    visibility: 'public',
    levels: ['quatrieme'], pupils: 98,
    achieved: { pupilsReached: 92, girlsReached: 41, adultsReached: 9, classesReached: 4, strengths: 'Le simulateur de navigation a conquis toutes les classes.' },
  },
  {
    title: 'Visite des bassins à flot et des chantiers',
    type: 'company_visit_staff',
    audiences: ['teachers', 'teams'],
    startsOn: 16,
    place: 'Port de Saint-Malo',
    objective: 'Faire connaître aux professeurs principaux de 3e les métiers de la réparation navale et de la manutention portuaire.',
    partners: ['Chantiers navals du Naye : visite guidée'],
    schools: [cartier, duguayTrouin],
    visibility: 'public',
  },
  {
    title: 'Une classe de 5e à bord du câblier',
    type: 'company_visit_pupils',
    audiences: ['pupils', 'teachers'],
    startsOn: 52,
    place: 'Quai de Terre-Neuve, Saint-Malo',
    objective: 'Du pont à la salle des machines, six métiers embarqués racontés par l’équipage ; les élèves en tirent un journal de bord.',
    partners: ['Chantiers navals du Naye : organisation de la visite'],
    schools: [duguayTrouin],
    visibility: 'public',
    levels: ['cinquieme'], pupils: 27,
  },
  {
    title: 'Job d’été : préparer sa candidature',
    type: 'coaching',
    audiences: ['pupils', 'professionals'],
    startsOn: 110,
    place: 'Lycée polyvalent Jacques Cartier, Saint-Malo',
    objective: 'Curriculum, lettre et entretien avec des recruteurs du tourisme et de la conserverie, avant la saison.',
    partners: ['Conserverie du Sillon : deux recruteuses', 'Mission locale du pays de Saint-Malo : atelier CV'],
    schools: [cartier],
    visibility: 'public',
    levels: ['seconde', 'premiere'], pupils: 64, goals: ['initiative', 'orientation'],
  },
  {
    title: 'Témoignages : travailler dans l’agroalimentaire marin',
    type: 'professional_talk',
    audiences: ['pupils', 'families'],
    startsOn: '02-05',
    place: 'Lycée polyvalent Jacques Cartier, Saint-Malo',
    objective: 'Quatre métiers racontés par ceux qui les exercent, du laboratoire à l’export.',
    partners: ['Algues et Compagnie de la Baie', 'Conserverie du Sillon'],
    schools: [cartier],
    visibility: 'network',
    levels: ['seconde'], pupils: 75,
    cancelled: 'La conserverie qui devait témoigner change de site cette année.',
  },
]

/** Added once the list had been sent. */
export const saintMaloLateAction: ActionFact = {
  title: 'Forum des métiers de la baie',
  type: 'job_fair',
  audiences: ['pupils', 'families', 'professionals'],
  startsOn: '03-25',
  place: 'Dol-de-Bretagne',
  objective: 'Réunir une trentaine d’exposants pour les collégiens et les lycéens du pays de Dol.',
  partners: ['Saint-Malo Agglomération : logistique', 'Mission locale du pays de Saint-Malo : stand orientation'],
  schools: ['0350009V'],
  visibility: 'public',
  levels: ['quatrieme', 'troisieme', 'seconde'], pupils: 600, isOpen: true,
}

export const redonActions: ActionFact[] = [
  {
    title: 'Jumelage du collège Bellevue et d’une usine d’injection plastique',
    type: 'partnership',
    audiences: ['pupils', 'teachers'],
    startsOn: '01-11',
    endsOn: '06-18',
    place: 'Redon',
    objective: 'Une classe de 4e suit pendant six mois la conception d’un objet, du plan au moule.',
    partners: ['Injection plastique de l’Oust : accueil et prêt d’une imprimante'],
    schools: ['0350969N'],
    visibility: 'public',
    levels: ['quatrieme'], pupils: 26,
  },
  {
    title: 'Découverte des métiers de la cosmétique',
    type: 'company_visit_pupils',
    audiences: ['pupils'],
    startsOn: null,
    place: 'Redon',
    objective: '',
    partners: [],
    schools: [],
    visibility: 'private',
    isOpen: true,
  },
]

export const broceliandeActions: ActionFact[] = [
  {
    title: 'De la forêt au mobilier : une journée dans la filière bois',
    type: 'company_visit_pupils',
    audiences: ['pupils', 'teachers'],
    startsOn: '04-08',
    place: 'Paimpont',
    objective: 'Martelage en forêt le matin, scierie et atelier l’après-midi, pour deux classes de 5e.',
    partners: [
      'Scieries et emballages de Paimpont : visite',
      'Chantier d’insertion Les Jardins du Meu : accueil du midi',
    ],
    schools: ['0352247C', '0352958A'],
    visibility: 'public',
    levels: ['cinquieme'], pupils: 52,
  },
]

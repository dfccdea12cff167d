/** Types of actions (academic reference sheet, domain glossary). */
export const actionTypes = {
  company_visit_pupils: 'Visite d’entreprise (élèves)',
  company_visit_staff: 'Visite d’entreprise (enseignants et équipes)',
  professional_talk: 'Intervention ou témoignage de professionnels',
  sector_conference: 'Conférence thématique sur un secteur',
  job_fair: 'Forum des métiers, salon',
  speed_meeting: 'Speed-dating, speed-meeting',
  practice_exchange: 'Échange de pratiques, « Vis ma vie »',
  class_sponsorship: 'Parrainage d’une classe',
  class_in_company: 'Classe en entreprise',
  internship_support: 'Appui aux stages et PFMP',
  coaching: 'Préparation (CV, entretien, coaching)',
  project: 'Projet pédagogique, mini-entreprise, concours',
  training_discovery: 'Découverte des formations (LP, CFA)',
  partnership: 'Jumelage ou convention',
  teacher_immersion: 'Immersion d’enseignants en entreprise',
  apprenticeship: 'Alternance et apprentissage',
  communication_tool: 'Outil de communication (plaquette, livret)',
  network_meeting: 'Animation du réseau (plénière, rencontre)',
  skills_survey: 'Recueil des besoins en compétences',
} as const
export type ActionType = keyof typeof actionTypes
export const actionTypeKeys = Object.keys(actionTypes) as [ActionType, ...ActionType[]]

export const audiences = {
  pupils: 'Élèves',
  teachers: 'Enseignants',
  teams: 'Équipes (DDFPT, Psy-EN, direction)',
  professionals: 'Professionnels',
  families: 'Familles',
} as const
export type Audience = keyof typeof audiences
export const audienceKeys = Object.keys(audiences) as [Audience, ...Audience[]]

/** Levels of the pupils, as the second degree names its classes. */
export const levels = {
  sixieme: '6e',
  cinquieme: '5e',
  quatrieme: '4e',
  troisieme: '3e',
  prepa_metiers: '3e prépa-métiers',
  segpa: 'SEGPA',
  ulis: 'ULIS',
  seconde: '2de générale et technologique',
  premiere: '1re générale et technologique',
  terminale: 'Tle générale et technologique',
  cap: 'CAP',
  bac_pro: 'Bac professionnel',
  bts: 'BTS',
} as const
export type Level = keyof typeof levels
export const levelKeys = Object.keys(levels) as [Level, ...Level[]]

/** The three objectives of the parcours Avenir (arrêté of 1 July 2015). */
export const avenirGoals = {
  discovery: 'Découvrir le monde économique et professionnel',
  initiative: 'Développer le sens de l’engagement et de l’initiative',
  orientation: 'Élaborer son projet d’orientation scolaire et professionnelle',
} as const
export type AvenirGoal = keyof typeof avenirGoals
export const avenirGoalKeys = Object.keys(avenirGoals) as [AvenirGoal, ...AvenirGoal[]]

/** Sectors of the national stage platform. */
export const sectors = {
  fashion: 'Mode',
  banking: 'Banque et assurance',
  audiovisual: 'Audiovisuel',
  communication: 'Communication',
  publishing: 'Édition, librairie, bibliothèque',
  translation: 'Traduction, interprétation',
  construction: 'BTP',
  accounting: 'Comptabilité, gestion, RH',
  law: 'Droit et justice',
  teaching: 'Enseignement',
  research: 'Recherche',
  energy: 'Énergie',
  environment: 'Environnement',
  logistics: 'Logistique et transport',
  hospitality: 'Hôtellerie, restauration',
  tourism: 'Tourisme',
  farm_equipment: 'Agroéquipement',
  automotive: 'Automobile',
  aerospace_rail_naval: 'Construction aéronautique, ferroviaire et navale',
  electronics: 'Électronique',
  food_industry: 'Industrie alimentaire',
  chemistry: 'Industrie chimique',
  maintenance: 'Maintenance',
  mechanics: 'Mécanique',
  glass_concrete: 'Verre, béton, céramique',
  computing: 'Informatique et réseaux',
  video_games: 'Jeu vidéo',
  commerce: 'Commerce et distribution',
  marketing: 'Marketing, publicité',
  medical: 'Médical',
  crafts: 'Métiers d’art',
  paramedical: 'Paramédical',
  social: 'Social',
  sport: 'Sport',
  agriculture: 'Agriculture',
  wood: 'Filière bois',
  architecture: 'Architecture, urbanisme et paysage',
  defence: 'Armée-Défense',
  security: 'Sécurité',
  art_design: 'Art et design',
  art_crafts: 'Artisanat d’art',
  performing_arts: 'Arts du spectacle',
  heritage: 'Culture et patrimoine',
} as const
export type Sector = keyof typeof sectors
export const sectorKeys = Object.keys(sectors) as [Sector, ...Sector[]]

export const visibilities = {
  private: { label: 'Interne au CLEE', hint: 'Visible des copilotes, du coordonnateur et de la mission.' },
  network: { label: 'Réseau', hint: 'Visible de tous les CLEE de l’académie.' },
  public: { label: 'Publique', hint: 'Publiée dans l’agenda, sur la page du CLEE et sur l’accueil du portail.' },
} as const
export const visibilityKeys = ['private', 'network', 'public'] as const

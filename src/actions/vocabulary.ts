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

export const visibilities = {
  private: { label: 'Interne au CLEE', hint: 'Visible des copilotes, du coordonnateur et de la mission.' },
  network: { label: 'Réseau', hint: 'Visible de tous les CLEE de l’académie.' },
  public: { label: 'Publique', hint: 'Publiée sur la page du CLEE et sur l’accueil du portail.' },
} as const
export const visibilityKeys = ['private', 'network', 'public'] as const

import type { ActionType, Sector } from '../../../src/actions/vocabulary.ts'

export const towns = [
  'Fougères', 'Vitré', 'Redon', 'Saint-Malo', 'Dinan', 'Lannion', 'Guingamp', 'Morlaix', 'Brest', 'Quimper', 'Concarneau', 'Lorient', 'Auray', 'Vannes', 'Ploërmel', 'Pontivy', 'Loudéac', 'Saint-Brieuc', 'Rennes', 'Bruz',
  'Cesson-Sévigné', 'Montfort-sur-Meu', 'Combourg', 'Dol-de-Bretagne', 'Antrain', 'Châteaubourg', 'La Guerche-de-Bretagne', 'Janzé', 'Bain-de-Bretagne', 'Guichen', 'Questembert', 'La Roche-Bernard', 'Sarzeau', 'Quiberon', 'Hennebont', 'Quimperlé',
  'Rosporden', 'Pont-l’Abbé', 'Douarnenez', 'Châteaulin', 'Crozon', 'Landerneau', 'Lesneven', 'Saint-Renan', 'Landivisiau', 'Saint-Pol-de-Léon', 'Carhaix', 'Rostrenen', 'Paimpol', 'Tréguier', 'Perros-Guirec', 'Lamballe', 'Merdrignac', 'Broons',
  'Josselin', 'Locminé', 'Baud', 'Plouay', 'Gourin', 'Le Faouët', 'Guémené-sur-Scorff', 'Mauron', 'Guer', 'Malestroit', 'Rochefort-en-Terre', 'Muzillac', 'Saint-Aubin-du-Cormier', 'Liffré', 'Betton', 'Mordelles',
] as const

export const surnames = [
  'Le Goff', 'Kerbrat', 'Le Bihan', 'Rozé', 'Guéguen', 'Tanguy', 'Le Gall', 'Riou', 'Morvan', 'Quéméner', 'Le Floch', 'Hamon', 'Jégou', 'Cadiou', 'Prigent', 'Rault', 'Texier', 'Gautier', 'Hervé', 'Bodin', 'Perrot', 'Corre', 'Abgrall', 'Bescond',
  'Cloarec', 'Danielou', 'Evanno', 'Falher', 'Guivarch', 'Henaff', 'Izard', 'Jaouen', 'Kermarrec', 'Lozach', 'Mahé', 'Nédélec', 'Ollivier', 'Picard', 'Quéré', 'Rannou', 'Salaün', 'Thomas', 'Urien', 'Vigouroux', 'Yvinec', 'Aubrée', 'Bouvet', 'Chevrier',
] as const

export const syllables = ['ba', 'bre', 'cor', 'dan', 'el', 'fan', 'gor', 'hel', 'ilo', 'jac', 'ker', 'lan', 'mor', 'nev', 'ol', 'pen', 'qui', 'ros', 'sul', 'tre', 'ur', 'val', 'wen', 'yan', 'zel', 'ar', 'bel', 'cad', 'del', 'far', 'gwen', 'hor'] as const

/** How each type of action is called. */
export const titles: Record<ActionType, readonly string[]> = {
  company_visit_pupils: ['Visite d’entreprise', 'Une journée dans l’entreprise', 'Visite de site industriel'],
  company_visit_staff: ['Visite d’entreprise pour les enseignants', 'Les équipes découvrent les entreprises du bassin'],
  professional_talk: ['Témoignage de professionnels', 'Des professionnels au collège', 'Rencontre avec une cheffe d’entreprise'],
  sector_conference: ['Conférence sur les métiers', 'Les métiers qui recrutent'],
  job_fair: ['Forum des métiers', 'Salon de l’orientation', 'Carrefour des métiers'],
  speed_meeting: ['Speed-meeting des métiers', 'Dix minutes pour un métier'],
  practice_exchange: ['Vis ma vie', 'Échange de pratiques entre professeurs et tuteurs'],
  class_sponsorship: ['Parrainage de la classe', 'Un parrain, une classe'],
  class_in_company: ['Classe en entreprise', 'Trois jours de classe en entreprise'],
  internship_support: ['Bourse aux stages', 'Aide à la recherche de stage', 'Préparer la séquence d’observation'],
  coaching: ['Simulations d’entretien', 'Atelier CV et lettre de motivation'],
  project: ['Mini-entreprise', 'Concours de création d’entreprise', 'Défi technologique'],
  training_discovery: ['Découverte du lycée professionnel', 'Portes ouvertes du CFA'],
  partnership: ['Convention avec une entreprise', 'Jumelage entre le lycée et une entreprise'],
  teacher_immersion: ['Immersion des enseignants en entreprise', 'Une semaine en entreprise pour les professeurs'],
  apprenticeship: ['Réunion sur l’apprentissage', 'Rencontres de l’alternance'],
  communication_tool: ['Livret des métiers du territoire', 'Plaquette du comité'],
  network_meeting: ['Assemblée plénière', 'Rencontre du réseau'],
  skills_survey: ['Enquête sur les besoins en compétences', 'Recueil des besoins de recrutement'],
}

export const objectives = [
  'Faire découvrir aux élèves la diversité des métiers et des parcours du territoire.', 'Donner du sens aux enseignements et préparer le choix d’orientation.',
  'Rapprocher les équipes pédagogiques et les entreprises du bassin d’emploi.', 'Lutter contre les stéréotypes de genre dans les choix d’orientation.',
  'Faciliter l’accès aux stages pour les élèves éloignés des réseaux professionnels.', 'Répondre aux besoins de recrutement des entreprises locales.',
  'Présenter les formations par apprentissage et la voie professionnelle.', 'Développer l’esprit d’entreprendre, l’autonomie et l’initiative.',
  'Valoriser l’industrie locale et ses emplois.', 'Accompagner les jeunes vers l’emploi avec Pôle emploi et la mission locale.', 'Mobiliser France Travail et les acteurs de l’insertion.',
] as const

/** A word that only the actions of this sector say. */
export const trades: Partial<Record<Sector, readonly string[]>> = {
  food_industry: ['boulangerie', 'laiterie', 'conserverie'],
  agriculture: ['maraîchage', 'élevage'],
  computing: ['informatique', 'cybersécurité', 'programmation'],
  construction: ['maçonnerie', 'charpente'],
  medical: ['hôpital', 'soins infirmiers'],
  hospitality: ['cuisine', 'restauration'],
  mechanics: ['usinage', 'chaudronnerie'],
  aerospace_rail_naval: ['chantier naval', 'ferroviaire'],
  logistics: ['entrepôt', 'port de commerce'],
  energy: ['éolien', 'photovoltaïque'],
  wood: ['menuiserie', 'scierie'],
  performing_arts: ['théâtre', 'régie du spectacle'],
}

/** What everybody speaks of for one year, counted back from the last. */
export const topics: Record<number, string> = { 1: 'transition écologique', 2: 'intelligence artificielle', 3: 'Jeux olympiques et paralympiques', 4: 'Coupe du monde de rugby', 6: 'reprise après la Covid', 7: 'visioconférence' }

export const businesses = ['Menuiserie', 'Boulangerie', 'Ateliers', 'Transports', 'Laiterie', 'Garage', 'Imprimerie', 'Pépinières', 'Charpentes', 'Conserverie', 'Électricité', 'Hôtel', 'Cabinet', 'Groupe', 'Chantier', 'Coopérative', 'Maison', 'Établissements'] as const
export const parts = ['Accueil d’une classe', 'Prêt de la salle', 'Témoignage', 'Animation d’un atelier', 'Financement du transport', ''] as const
export const places = ['salle des fêtes', 'lycée', 'siège de l’entreprise', 'parc des expositions', 'mission locale', 'chambre de commerce'] as const

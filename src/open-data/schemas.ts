import { z } from 'zod'
import { actionTypeKeys, audienceKeys, avenirGoalKeys, levelKeys, sectorKeys } from '../actions/vocabulary.ts'
import { parameter } from './parameters.ts'

const title = <S extends z.ZodType>(schema: S, name: string, description = '') => schema.meta({ title: name, ...(description && { description }) })
const text = (name: string, description?: string) => title(z.string(), name, description)
const day = (name: string, description?: string) => title(z.iso.date().nullable(), name, description)
const changed = title(z.iso.datetime(), 'Dernière modification', 'En temps universel.')
const page = title(z.url(), 'Page du portail', 'L’adresse à citer.')

const slug = text('Adresse', 'Ce qui le désigne dans les adresses du portail.')
const name = text('Nom')
const named = z.object({ slug, name })
const place = { latitude: title(z.number(), 'Latitude', 'Degrés, WGS 84.'), longitude: title(z.number(), 'Longitude', 'Degrés, WGS 84.') }

const schoolKindKeys = ['college', 'lycee', 'erea', 'cio', 'mfr'] as const
const listedStatusKeys = ['declared', 'active', 'vacant', 'dormant'] as const
const standingKeys = ['retained', 'planned', 'done', 'cancelled', 'postponed'] as const
const partKeys = ['copilot', 'member', 'support'] as const

const copilot = z.object({
  side: title(z.enum(['education', 'economy']), 'Monde', 'education : monde éducatif ; economy : monde économique.'),
  function: text('Fonction'),
  structure: text('Structure', 'Établissement ou organisation.'),
})

export const cleeSchema = z.object({
  id: title(z.uuid(), 'Identifiant'),
  slug,
  name,
  long_name: text('Nom complet', 'Vide quand le nom usuel est le seul.'),
  status: title(z.enum([...listedStatusKeys, 'closed']), 'État', 'declared : en cours d’installation ; active : actif ; vacant : copilotage vacant ; dormant : en sommeil ; closed : fermé (absent des listes).'),
  legal_form: title(z.enum(['none', 'association', 'carried']), 'Forme juridique', 'none : aucune ; association ; carried : porté par une organisation.'),
  carrier: title(z.string().nullable(), 'Organisation porteuse'),
  presentation: text('Présentation'),
  territory: text('Précisions sur le territoire'),
  bassins: title(z.array(named), 'Bassins'),
  communes: title(z.array(z.object({ code: text('Code INSEE'), name })), 'Communes'),
  support_school: title(z.object({ uai: text('Code UAI'), name }).nullable(), 'Établissement support'),
  copilots: title(z.array(copilot), 'Copilotes', 'Fonctions et structures ; aucun nom de personne.'),
  charter: title(z.object({
    is_up_to_date: title(z.boolean(), 'À jour', 'false : la charte est à actualiser.'),
    validated_on: day('Validée le'),
    valid_until: day('Valable jusqu’au'),
  }).nullable(), 'Charte en vigueur', 'Vide tant qu’aucune charte n’est validée.'),
  position: title(z.object({ ...place, source: title(z.enum(['communes', 'support_school']), 'Origine', 'communes : centre des communes couvertes, approché par leurs établissements ; support_school : établissement support.') }).nullable(), 'Position', 'Approchée : un CLEE couvre un territoire.'),
  declared_on: day('Mis en place le'),
  url: page,
  updated_at: changed,
})

export const cleeDetailSchema = cleeSchema.extend({
  members: title(z.array(z.object({
    world: title(z.enum(['education', 'economy', 'employment', 'community']), 'Monde'),
    function: text('Fonction'),
    structure: text('Structure', 'Vide pour une personne qui siège seule.'),
    has_seat: title(z.boolean(), 'Siège au comité de pilotage'),
  })), 'Membres', 'Fonctions et structures ; aucun nom de personne.'),
})

export const bassinSchema = z.object({
  slug,
  name,
  presentation: text('Présentation'),
  clee_count: title(z.int(), 'Nombre de CLEE', 'CLEE publiés et ouverts.'),
  commune_count: title(z.int(), 'Nombre de communes couvertes'),
  clees: title(z.array(named), 'CLEE'),
  url: page,
})

export const actionSchema = z.object({
  id: title(z.uuid(), 'Identifiant'),
  title: text('Titre'),
  type: title(z.enum(actionTypeKeys), 'Type', 'Code ; son libellé est dans type_label.'),
  type_label: text('Libellé du type'),
  standing: title(z.enum(standingKeys), 'État', 'retained : retenue ; planned : planifiée ; done : réalisée ; cancelled : annulée ; postponed : reportée.'),
  school_year: text('Année scolaire', 'AAAA-AAAA.'),
  starts_on: day('Premier jour'),
  ends_on: day('Dernier jour', 'Le même que le premier quand l’action dure un jour.'),
  place: text('Lieu'),
  clee: title(named, 'CLEE organisateur'),
  associated_clees: title(z.array(named), 'CLEE associés'),
  bassins: title(z.array(named), 'Bassins', 'Ceux du CLEE organisateur.'),
  schools: title(z.array(z.object({ uai: text('Code UAI'), name })), 'Établissements'),
  partners: title(z.array(z.object({ name, part: text('Part') })), 'Partenaires', 'Organisations, et la part qu’elles prennent.'),
  audiences: title(z.array(z.enum(audienceKeys)), 'Publics'),
  levels: title(z.array(z.enum(levelKeys)), 'Niveaux'),
  avenir_goals: title(z.array(z.enum(avenirGoalKeys)), 'Objectifs du parcours Avenir'),
  sectors: title(z.array(z.enum(sectorKeys)), 'Secteurs', 'Codes ; leurs libellés sont dans sector_labels.'),
  sector_labels: title(z.array(z.string()), 'Libellés des secteurs'),
  summary: text('Résumé'),
  seats: title(z.int().nullable(), 'Places'),
  registration_url: title(z.url().nullable(), 'Adresse d’inscription'),
  url: page,
  updated_at: changed,
})

export const schoolSchema = z.object({
  uai: text('Code UAI', 'Sept chiffres et une lettre.'),
  name,
  kind: title(z.enum(schoolKindKeys), 'Type', 'college : collège ; lycee : lycée ; erea : EREA ; cio : CIO ; mfr : MFR.'),
  sector: title(z.enum(['public', 'private']), 'Secteur', 'public ou private (privé).'),
  address: text('Adresse postale'),
  postal_code: text('Code postal'),
  city: text('Commune'),
  commune_code: title(z.string().nullable(), 'Code INSEE de la commune'),
  website: title(z.string().nullable(), 'Site web'),
  pupils: title(z.int().nullable(), 'Nombre d’élèves'),
  position: title(z.object(place).nullable(), 'Position'),
  clees: title(z.array(named.extend({ parts: title(z.array(z.enum(partKeys)), 'Titres', 'copilot : copilotage ; member : membre ; support : établissement support.') })), 'CLEE', 'Ceux auxquels il prend part aujourd’hui.'),
  is_open: title(z.boolean(), 'Ouvert', 'Les listes ne tiennent que les établissements ouverts.'),
  source_date: day('Date de la source', 'Annuaire de l’éducation.'),
  url: page,
  updated_at: changed,
})

export type Clee = z.output<typeof cleeSchema>
export type CleeDetail = z.output<typeof cleeDetailSchema>
export type BassinItem = z.output<typeof bassinSchema>
export type ActionItem = z.output<typeof actionSchema>
export type SchoolItem = z.output<typeof schoolSchema>

const bassin = parameter.slug('L’adresse d’un bassin, prise dans /api/v1/bassins.', 'rennes')
const clee = parameter.slug('L’adresse d’un CLEE, prise dans /api/v1/clees.', 'clee-du-pays-de-fougeres')
const commune = parameter.commune('Le code INSEE d’une commune, à cinq caractères.', '35115')

/** The filters of each collection, as an address carries them. */
export const filterSchemas = {
  clees: z.object({ bassin, commune, status: parameter.choice(listedStatusKeys, 'L’état des CLEE.') }),
  bassins: z.object({}),
  actions: z.object({
    year: parameter.schoolYear('L’année scolaire.', '2026-2027'),
    bassin,
    clee,
    type: parameter.choice(actionTypeKeys, 'Le code d’un type d’action.'),
    sector: parameter.choice(sectorKeys, 'Le code d’un secteur.'),
    from: parameter.day('Les actions qui durent encore ce jour-là, ou commencent après.', '2027-01-01'),
    to: parameter.day('Les actions commencées ce jour-là, ou avant.', '2027-06-30'),
  }),
  schools: z.object({ clee, commune, kind: parameter.choice(schoolKindKeys, 'Le type d’établissement.') }),
}

export type CleeFilters = z.output<(typeof filterSchemas)['clees']>
export type ActionFilters = z.output<(typeof filterSchemas)['actions']>
export type SchoolFilters = z.output<(typeof filterSchemas)['schools']>

/** Which page of a list, and how long. */
export const pagingSchema = z.object({
  page: parameter.count('Le numéro de la page.', 1, 100_000),
  limit: parameter.count('Le nombre d’éléments d’une page.', 50, 500),
})
export type Paging = z.output<typeof pagingSchema>

/** Of one thing, its address carries nothing else. */
export const noParameters = z.object({})

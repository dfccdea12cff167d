/** What describes the network: who it is made of, where, and what it does. */
const network = [
  'bassins', 'bassin_coordinators', 'communes', 'former_communes', 'schools', 'organisations', 'users',
  'clees', 'clee_state_changes', 'clee_old_slugs', 'clee_bassins', 'clee_communes', 'copilots', 'members', 'charters', 'charter_settings',
  'action_plans', 'planned_actions', 'action_partners', 'action_clees', 'action_indicators', 'action_schools', 'school_years', 'school_holidays',
] as const

/** What only some pages show: the texts of charters, the documents, the pages that the mission writes, meetings and reviews. */
const texts = [
  'charter_templates', 'template_articles', 'articles', 'signatures', 'charter_scans', 'plan_reviews', 'meetings', 'documents', 'document_files', 'editorial_pages',
] as const

/** The tables whose changes the database tells (migration page_changes): public pages may read these and no other. */
export const toldTables: readonly string[] = [...network, ...texts]

/** Pages that read the network alone. Any other page is taken to read every table: it is only rebuilt more often. */
const networkPages = /^\/(clees|clees\.csv|bassins.*|agenda.*|actions\/.*|etablissements.*)?$/i

const networkTables: ReadonlySet<string> = new Set(network)

/** The tables that the page at this path depends on; null: all of them. */
export const tablesOf = (path: string): ReadonlySet<string> | null => (networkPages.test(path) ? networkTables : null)

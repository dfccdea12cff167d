import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '..')
const settingsFile = resolve(root, '.env')

const boolean = z.enum(['oui', 'non']).transform((answer) => answer === 'oui')
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()).filter(Boolean))

const environmentSchema = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(9).default(0),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATA_DIR: z.string().min(1).default('.data'),
  SESSION_SECRET: z.string().min(32).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).default('Portail CLEE <ne-pas-repondre@exemple.fr>'),
  ACADEMIE: z.string().min(2).default('Rennes'),
  ACADEMIE_DOMAINS: list.pipe(z.array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/)).min(1)).default(['ac-rennes.fr']),
  DEPARTEMENTS: list.pipe(z.array(z.string().regex(/^(\d{2}|2[AB]|97\d)$/)).min(1)).default(['22', '29', '35', '56']),
  MISSION_NAME: z.string().min(3).default('Mission académique école-entreprise'),
  ACCESSIBILITY_AUDIT: z.string().regex(/^(partiellement|totalement) conforme\s*:\s*\S.{9,}$/).optional(),
  STATE_BRAND: boolean.default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
})

const sentences: Record<string, string> = {
  PORT: 'PORT doit être un nombre entier entre 1 et 65535',
  HOST: 'HOST doit être une adresse d’écoute, par exemple 127.0.0.1',
  PUBLIC_URL: 'PUBLIC_URL doit être l’adresse publique du portail, par exemple https://clee.ac-exemple.fr',
  TRUST_PROXY: 'TRUST_PROXY doit être le nombre de serveurs mandataires devant le portail, de 0 à 9',
  DATABASE_URL: 'DATABASE_URL doit être une adresse PostgreSQL, par exemple postgresql://utilisateur:motdepasse@hote:5432/base',
  DATA_DIR: 'DATA_DIR doit être un dossier',
  SESSION_SECRET: 'SESSION_SECRET doit compter au moins 32 caractères',
  SMTP_URL: 'SMTP_URL doit être une adresse SMTP, par exemple smtp://utilisateur:motdepasse@hote:587',
  MAIL_FROM: 'MAIL_FROM doit être l’expéditeur des courriels',
  ACADEMIE: 'ACADEMIE doit être le nom de l’académie, par exemple Rennes',
  ACADEMIE_DOMAINS: 'ACADEMIE_DOMAINS doit être la liste des domaines de courriel de l’académie, par exemple ac-rennes.fr',
  DEPARTEMENTS: 'DEPARTEMENTS doit être une liste de codes de départements, par exemple 22,29,35,56',
  MISSION_NAME: 'MISSION_NAME doit être le nom de la mission académique',
  ACCESSIBILITY_AUDIT: 'ACCESSIBILITY_AUDIT doit dire l’état, puis l’audit qui l’établit, par exemple « partiellement conforme : audit de la société Exemple, mars 2027, 82 % des critères respectés »',
  STATE_BRAND: 'STATE_BRAND doit valoir « oui » ou « non »',
  LOG_LEVEL: 'LOG_LEVEL doit valoir fatal, error, warn, info, debug ou silent',
}

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

// What the environment says wins over the file.
function readEnvironment(): z.output<typeof environmentSchema> {
  if (existsSync(settingsFile)) process.loadEnvFile(settingsFile)
  const present = Object.entries(process.env).filter(([, value]) => value !== '')
  const result = environmentSchema.safeParse(Object.fromEntries(present))
  if (result.success) return result.data
  const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))]
  return refuse(`Configuration refusée : ${names.map((name) => sentences[name] ?? name).join(' ; ')}.`)
}

/** « non conforme » until an audit is told: its status, then who made it, when, and what it found. */
export function accessibilityOf(audit?: string) {
  const [, status = 'non conforme', sentence = ''] = /^([^:]*?)\s*:\s*(.*)$/.exec(audit ?? '') ?? []
  return { status, audit: sentence }
}

function readConfig() {
  const environment = readEnvironment()
  const publicUrl = new URL(environment.PUBLIC_URL ?? `http://localhost:${environment.PORT}`)
  const isHttps = publicUrl.protocol === 'https:'
  if (isHttps && environment.TRUST_PROXY === 0) refuse('Configuration refusée : une adresse publique en https demande un serveur mandataire ; donnez à TRUST_PROXY leur nombre, 1 le plus souvent.')
  return {
    root,
    port: environment.PORT,
    host: environment.HOST,
    publicUrl,
    isHttps,
    trustProxy: environment.TRUST_PROXY,
    databaseUrl: environment.DATABASE_URL ?? null,
    dataDirectory: resolve(root, environment.DATA_DIR),
    sessionSecret: environment.SESSION_SECRET ?? null,
    smtpUrl: environment.SMTP_URL ?? null,
    mailFrom: environment.MAIL_FROM,
    academie: environment.ACADEMIE,
    academieDomains: environment.ACADEMIE_DOMAINS,
    departements: environment.DEPARTEMENTS,
    missionName: environment.MISSION_NAME,
    accessibility: accessibilityOf(environment.ACCESSIBILITY_AUDIT),
    hasStateBrand: environment.STATE_BRAND,
    logLevel: environment.LOG_LEVEL,
  }
}

export type Config = ReturnType<typeof readConfig>

/** Settings of the portal, read once from the environment; a wrong one ends the process with a sentence. */
export const config: Config = readConfig()

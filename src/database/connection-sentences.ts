import { StartupError } from './startup-error.ts'

const noAnswer = 'ne répond pas. Vérifiez l’adresse, et que PostgreSQL est démarré'
const refused = 'refuse l’utilisateur ou le mot de passe indiqués'

const sentences: Record<string, string> = {
  ECONNREFUSED: noAnswer,
  ECONNRESET: noAnswer,
  EHOSTUNREACH: noAnswer,
  ENETUNREACH: noAnswer,
  ETIMEDOUT: noAnswer,
  ENOTFOUND: 'est introuvable : le nom de la machine est inconnu',
  EAI_AGAIN: 'est introuvable : le nom de la machine est inconnu',
  '28P01': refused,
  '28000': refused,
  '3D000': 'n’existe pas : créez-la avant de démarrer le portail',
  '42501': 'n’accorde pas à l’utilisateur le droit de créer les tables du portail',
  '53300': 'n’accepte plus de connexion : elles sont toutes prises',
  '57P03': 'démarre ou s’arrête : recommencez dans un instant',
}

/** Says why a database could not be used, without its password; any other error comes back as it is. */
export function explainConnection(cause: unknown, url: string): unknown {
  const { code = '', message = '' } = cause as { code?: string, message?: string }
  const sentence = /timeout|connection terminated/i.test(message) ? noAnswer : sentences[code]
  if (cause instanceof StartupError || !sentence) return cause
  const { hostname, port, pathname } = new URL(url)
  return new StartupError(`La base de données « ${pathname.slice(1)} » sur ${hostname}:${port || 5432} ${sentence}.`, { cause })
}

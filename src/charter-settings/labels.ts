import { signatoryLabels, type CharterRules } from '../charters/settings.ts'
import { Signatory } from '../generated/prisma/enums.ts'
import { joinList, plural } from '../web/view-helpers.ts'

export const signatoryOptions = Object.values(Signatory).map((value) => ({ value, label: signatoryLabels[value] }))

/** The rules of all charters, in sentences. */
export const rulesList = ({ needsAgreement, agreementReminderDays, validityYears, signatories }: CharterRules) => [
  { term: 'Codécision', text: needsAgreement ? 'Oui : une charte part à la mission avec l’accord des deux copilotes.' : 'Non : une charte part à la mission dès qu’un copilote la transmet.' },
  { term: 'Rappel de l’accord attendu', text: `Au bout de ${plural(agreementReminderDays, 'jour', 'jours')}` },
  { term: 'Validité', text: `${plural(validityYears, 'an', 'ans')} à partir de la validation` },
  { term: 'Signataires', text: joinList(signatories.map((signatory, index) => (index === 0 ? signatoryLabels[signatory] : signatoryLabels[signatory].replace(/^[A-Z]/, (letter) => letter.toLowerCase())))) },
]

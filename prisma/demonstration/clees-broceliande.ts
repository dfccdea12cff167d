import { beginsCharter, proposes, writes } from './charter-steps.ts'
import { gathers, welcomes } from './member-steps.ts'
import { adds, sendsList } from './plan-steps.ts'
import { asksAboutList } from './question-steps.ts'
import { broceliandeActions } from './actions-saint-malo-redon.ts'
import { declares, describesTerritory, designates, takesNote } from './steps.ts'
import type { Story } from './story.ts'
import { priorities } from './texts.ts'

/** Published, but the economic co-pilot has not accepted yet; its charter and its list were sent without waiting, and the mission has a question about the list. */
const broceliande: Story = {
  head: 'thi-mai.le-floch@exemple.fr',
  identity: {
    name: 'CLEE de Brocéliande',
    presentation: 'De Montauban à Paimpont, l’agroalimentaire, la filière bois et l’économie sociale ouvrent leurs portes aux collégiens.',
    bassins: ['Brocéliande-Combourg'],
  },
  steps: [
    describesTerritory({ epcis: ['CC de Saint-Méen Montauban', 'CC Brocéliande Communauté'] }),
    designates({
      firstName: 'Hyacinthe',
      lastName: 'Le Moal',
      email: 'hyacinthe.le-moal@exemple.fr',
      jobTitle: 'Directeur général',
      organisationName: 'Scieries et emballages de Paimpont',
    }),
    gathers(
      ['education', '0351850W', 'Principale'],
      ['education', '0352958A', 'Principal'],
      ['education', '0352512R', 'Directeur'],
      ['economy', 'Fromagerie du Garun', 'Responsable qualité'],
      ['economy', 'Chantier d’insertion Les Jardins du Meu', 'Encadrante technique'],
      ['employment', 'Mission locale We Ker', 'Conseiller'],
      ['community', 'Brocéliande Communauté', 'Conseillère communautaire'],
    ),
    declares,
    takesNote,
    beginsCharter('education'),
    writes('education', {
      objectives: priorities('faire découvrir la filière bois, de la forêt au mobilier', 'aider les familles éloignées de Rennes à trouver un stage près de chez elles'),
    }),
    proposes('education'),
    adds('education', broceliandeActions),
    sendsList('education'),
    asksAboutList('Une seule action pour l’année : d’autres sont-elles envisagées quand votre copilote économique aura pris ses fonctions ? Et les deux classes de 5e viennent-elles du même collège ?'),
    welcomes(['employment', 'France Travail Montauban-de-Bretagne', 'Conseillère entreprises'], { firstName: 'Nadège', lastName: 'Hervouët' }, 'mail'),
  ],
}

export const broceliandeStories = [broceliande]

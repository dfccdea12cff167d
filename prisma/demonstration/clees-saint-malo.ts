import { saintMaloActions, saintMaloLateAction } from './actions-saint-malo-redon.ts'
import { beginsCharter, comments, returns, submits, validates, writes } from './charter-steps.ts'
import { meets } from './meeting-steps.ts'
import { gathers, welcomes } from './member-steps.ts'
import { adds, sendsList } from './plan-steps.ts'
import { approvesReview, writesReview } from './review-steps.ts'
import { agreesToBeNamed, fallsAsleep, handsOver, isJoinedBy } from './seat-steps.ts'
import { accepts, declares, describesTerritory, designates, takesNote } from './steps.ts'
import type { Story } from './story.ts'
import { ending, insteadOf, priorities } from './texts.ts'

/** Two bassins, no action, asleep; its charter is in force, but one of its co-pilots has come since. */
const emeraudeBaie: Story = {
  head: 'solenn.quemeneur@exemple.fr',
  identity: {
    name: 'CLEE Côte d’Émeraude et Bretagne romantique',
    presentation: 'De Dinard à Combourg, un CLEE à cheval sur deux bassins : l’hôtellerie et le tourisme du littoral y rencontrent l’artisanat et l’agroalimentaire de l’intérieur.',
    bassins: ['Saint-Malo–Dinard', 'Brocéliande-Combourg'],
  },
  steps: [
    describesTerritory({ epcis: ['CC Côte d\'Emeraude', 'CC Bretagne Romantique'] }),
    designates({
      firstName: 'Marc-Antoine',
      lastName: 'Desbois-Le Guennec',
      email: 'marc-antoine.desbois@exemple.fr',
      jobTitle: 'Directeur d’exploitation',
      organisationName: 'Hôtels de la Grande Grève',
    }),
    gathers(
      ['education', '0351795L', 'Principal'],
      ['education', '0352533N', 'Proviseure'],
      ['education', '0350050P', 'Proviseur'],
      ['education', '0350065F', 'Directrice'],
      ['economy', 'Fournil de la Rance', 'Cheffe d’entreprise'],
      ['economy', 'Agence Embruns et Voyages', 'Directrice'],
      ['employment', 'Mission locale du pays de Saint-Malo', 'Conseillère'],
      ['employment', 'France Travail Saint-Malo', 'Conseiller entreprises'],
      ['community', 'Communauté de communes Bretagne romantique', 'Vice-président chargé de l’économie'],
    ),
    declares,
    accepts,
    takesNote,
    beginsCharter('education'),
    writes('education', {
      objectives: priorities(
        'donner envie des métiers de l’hôtellerie et de la restauration toute l’année, et pas seulement en saison',
        'faciliter la mobilité des élèves de l’intérieur vers les entreprises du littoral',
        'valoriser les langues vivantes dans les stages',
      ),
      functioning: ending('Les réunions se tiennent tour à tour dans chacun des deux bassins. Les deux coordonnateurs de bassin y sont invités.'),
    }),
    submits('economy'),
    validates,
    isJoinedBy({
      firstName: 'Apolline',
      lastName: 'Guézennec',
      email: 'apolline.guezennec@exemple.fr',
      jobTitle: 'Directrice',
      organisationName: 'Agence Embruns et Voyages',
    }),
    fallsAsleep('Les travaux de l’internat et de l’hôtel d’application occupent les équipes : le comité reprendra ses réunions ensuite.'),
  ],
}

/** Its head hands over, the successor is there already; a charter returned by the mission, being corrected; its list awaits the mission and has changed since. */
const saintMalo: Story = {
  head: 'pierre-yves.abgrall@exemple.fr',
  identity: {
    name: 'CLEE de Saint-Malo et du pays de Dol',
    presentation: 'Le port, la mer et la baie : lycées, collèges et entreprises malouines préparent ensemble les métiers du maritime, de l’agroalimentaire et du tourisme.',
    bassins: ['Saint-Malo–Dinard'],
  },
  steps: [
    describesTerritory({
      epcis: ['CA du Pays de Saint Malo Agglomération', 'CC du Pays de Dol et de la Baie du Mont Saint-Michel'],
    }),
    designates({
      firstName: 'Rozenn',
      lastName: 'Kermarrec',
      email: 'rozenn.kermarrec@exemple.fr',
      jobTitle: 'Responsable des ressources humaines',
      organisationName: 'Chantiers navals du Naye',
    }),
    gathers(
      ['education', '0351914R', 'Directrice'],
      ['education', '0350916F', 'Principale'],
      ['education', '0350009V', 'Proviseur'],
      ['economy', 'Algues et Compagnie de la Baie', 'Président'],
      ['economy', 'Conserverie du Sillon', 'Directrice de production'],
      ['employment', 'Mission locale du pays de Saint-Malo', 'Directrice'],
      ['community', 'Saint-Malo Agglomération', 'Directeur du développement économique'],
    ),
    declares,
    accepts,
    takesNote,
    beginsCharter('education'),
    writes('education', { objectives: priorities('développer les métiers de la mer') }),
    submits('education'),
    comments('mission', 'objectives', 'Les métiers de la mer sont nommés, mais combien d’élèves sont concernés, et de quels niveaux ?'),
    returns(
      'Merci pour ce premier texte. Deux points sont à reprendre :\n\n— les objectifs tiennent en une seule priorité, sans dire ce que le CLEE fera : précisez le public visé et ce que vous attendez ;\n— le fonctionnement reprend le modèle sans l’adapter : dites comment le lycée maritime, qui relève d’un autre ministère, prend part aux décisions.',
    ),
    writes('economy', { objectives: insteadOf('développer les métiers de la mer', 'faire embarquer chaque année deux cents collégiens à bord des navires ou dans les ateliers du port') }),
    comments('economy', 'objectives', 'Deux cents collégiens chaque année : le chiffre est maintenant dans le texte.'),
    adds('education', saintMaloActions),
    sendsList('economy'),
    meets('economy', ['steering_committee', 90, 'Chantiers navals du Naye'], ['bureau', 30, '']),
    adds('education', [saintMaloLateAction]),
    writesReview('economy', 'Les élèves embarquent, et en parlent chez eux : c’est notre meilleure publicité.\n\n- Les chantiers ouvrent leurs portes **deux fois par an**.\n- Il reste à toucher les lycéens de la voie générale.'),
    approvesReview('economy'),
    welcomes(['economy', '', 'Ancien directeur de chantier naval, à la retraite'], { firstName: 'Yvonnick', lastName: 'Hamelin-Rochard' }, 'written'),
    agreesToBeNamed('economy'),
    handsOver({ firstName: 'Gwenola', lastName: 'Hascoët', email: 'gwenola.hascoet@exemple.fr', jobTitle: 'Proviseure', school: '0350048M' }),
  ],
}

export const saintMaloStories = [emeraudeBaie, saintMalo]

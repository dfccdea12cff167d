import { redonActions } from './actions-saint-malo-redon.ts'
import { beginsCharter, writes } from './charter-steps.ts'
import { meets } from './meeting-steps.ts'
import { gathers } from './member-steps.ts'
import { adds } from './plan-steps.ts'
import { isClosed, leaves } from './seat-steps.ts'
import { accepts, declares, describesTerritory, designates, takesNote } from './steps.ts'
import type { Story } from './story.ts'
import { ending, replacing } from './texts.ts'

const bassins = ['Redon–Vallons de Vilaine']

/** Its economic co-pilot has just left, nobody takes over; its charter is half written, its list in preparation. */
const paysDeRedon: Story = {
  head: 'fatou.ndiaye-rouxel@exemple.fr',
  identity: {
    name: 'CLEE du pays de Redon',
    legalForm: 'carried',
    organisationName: 'Club des entreprises du pays de Redon',
    presentation: 'Au carrefour de trois départements, le pays de Redon vit de la mécanique, de la cosmétique et de l’injection plastique. Le CLEE veut que ses jeunes le sachent avant de partir.',
    bassins,
  },
  steps: [
    describesTerritory({
      epcis: ['CA Redon Agglomération'],
      text: 'Les communes voisines du Morbihan et de la Loire-Atlantique sont associées aux actions.',
    }),
    designates({
      firstName: 'Stéphane',
      lastName: 'Joubaud',
      email: 'stephane.joubaud@exemple.fr',
      jobTitle: 'Directeur industriel',
      organisationName: 'Injection plastique de l’Oust',
    }),
    gathers(
      ['education', '0350102W', 'Directeur délégué aux formations professionnelles et technologiques'],
      ['education', '0350969N', 'Principale'],
      ['education', '0350732F', 'Directrice'],
      ['education', '0350066G', 'Psychologue de l’Éducation nationale'],
      ['economy', 'Parfums et cosmétiques d’Aucfer', 'Responsable de la formation'],
      ['economy', 'Mécanique agricole Boisgerault', 'Gérant'],
      ['employment', 'Mission locale du pays de Redon', 'Conseillère'],
      ['community', 'Redon Agglomération', 'Vice-présidente'],
    ),
    declares,
    takesNote,
    accepts,
    beginsCharter('education'),
    writes('education', { territory: ending('Redon est une ville-porte : près de la moitié des élèves de ses lycées habitent hors d’Ille-et-Vilaine.') }),
    writes('economy', { functioning: replacing('quinze jours avant', 'trois semaines avant') }),
    adds('economy', redonActions),
    meets('economy', ['creation', 420, 'Sous-préfecture de Redon']),
    leaves,
  ],
}

/** Closed by the mission; its charter was never begun. */
const vallonsDeVilaine: Story = {
  head: 'loig.trevidic@exemple.fr',
  identity: {
    name: 'CLEE des Vallons de Vilaine',
    presentation: 'Entre Rennes et Redon, un CLEE autour du lycée Jean Brito et des collèges de Guichen, de Guipry-Messac et de Bain-de-Bretagne.',
    bassins,
  },
  steps: [
    describesTerritory({ epcis: ['CC Vallons de Haute-Bretagne Communauté', 'CC Bretagne Porte de Loire Communauté'] }),
    designates({
      firstName: 'Maëlle',
      lastName: 'Costard-Pinçon',
      email: 'maelle.costard@exemple.fr',
      jobTitle: 'Présidente',
      organisationName: 'Club des entrepreneurs des Vallons',
    }),
    gathers(
      ['education', '0350970P', 'Principal'],
      ['education', '0351974F', 'Directrice'],
      ['economy', 'Ossature bois du Semnon', 'Cheffe d’atelier'],
      ['employment', 'Mission locale We Ker', 'Conseillère'],
    ),
    declares,
    accepts,
    takesNote,
    isClosed('Les établissements et les entreprises des Vallons rejoignent le CLEE du pays de Redon.'),
  ],
}

export const redonStories = [paysDeRedon, vallonsDeVilaine]

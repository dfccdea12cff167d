import { rennesActions } from './actions-rennes.ts'
import { beginsCharter, proposes, revises, signs, submits, validates, writes } from './charter-steps.ts'
import { meets } from './meeting-steps.ts'
import { gathers } from './member-steps.ts'
import { adds, sendsList } from './plan-steps.ts'
import { answersForList, asksAboutList } from './question-steps.ts'
import { preparesHandover } from './seat-steps.ts'
import { accepts, declares, describesTerritory, designates, takesNote } from './steps.ts'
import type { Story } from './story.ts'
import { ending, insteadOf, priorities } from './texts.ts'

const bassins = ['Rennes']

/** Many members, many actions; its charter is signed by all, and the next version awaits its economic co-pilot, who prepares their leaving; its list awaits the mission. */
const rennesNordEst: Story = {
  head: 'marie-antoinette.de-la-villemarque@exemple.fr',
  identity: {
    name: 'CLEE Rennes Nord-Est',
    legalForm: 'association',
    presentation:
      'Du quartier de Maurepas à Cesson-Sévigné, huit établissements et les entreprises du numérique, de l’électronique, de la santé et des services travaillent ensemble pour que chaque élève, où qu’il habite, trouve un stage et des professionnels à qui parler.',
    bassins,
  },
  steps: [
    describesTerritory({
      epcis: [],
      communes: ['35238', '35051', '35334', '35001', '35278', '35189', '35024', '35250'],
      text: 'À Rennes, le CLEE couvre les quartiers Maurepas, Bellangerais, Jeanne-d’Arc, Longs-Champs, Beaulieu et Fougères-Sévigné.',
    }),
    designates({
      firstName: 'Olivier',
      lastName: 'Rakotomalala',
      email: 'olivier.rakotomalala@exemple.fr',
      jobTitle: 'Directeur de l’engagement',
      organisationName: 'Atalante Nord Électronique',
    }),
    gathers(
      ['education', '0350029S', 'Proviseur'],
      ['education', '0352304P', 'Proviseure adjointe'],
      ['education', '0350032V', 'Directrice déléguée aux formations professionnelles et technologiques'],
      ['education', '0350027P', 'Principale'],
      ['education', '0351906G', 'Principal'],
      ['education', '0351839J', 'Directeur'],
      ['education', '0350793X', 'Cheffe d’établissement', 'sans siège'],
      ['economy', 'Logiciels Ty-Koad', 'Fondatrice'],
      ['economy', 'Polyclinique des Longs-Champs', 'Directrice des soins'],
      ['economy', 'Transports Bazin-Lescoat', 'Responsable de la formation'],
      ['economy', 'Chambre de commerce et d’industrie d’Ille-et-Vilaine', 'Responsable du service apprentissage'],
      ['economy', 'Coopérative d’activité Le Pas de Côté', 'Gérante', 'sans siège'],
      ['employment', 'Mission locale We Ker', 'Responsable du pôle entreprises'],
      ['employment', 'France Travail Rennes Nord', 'Directrice d’agence'],
      ['community', 'Rennes Métropole', 'Chargée de mission jeunesse et emploi'],
      ['community', 'Fédération de parents d’élèves du secteur nord', 'Représentant des familles'],
    ),
    declares,
    accepts,
    takesNote,
    beginsCharter('economy'),
    writes('education', {
      territory: ending('Plusieurs de ces quartiers relèvent de la politique de la ville : le CLEE y porte une attention particulière.'),
      objectives: priorities(
        'garantir un stage d’observation de qualité à chaque élève de troisième qui n’a pas de réseau',
        'constituer un vivier de cent professionnels volontaires pour témoigner dans les classes',
        'faire découvrir les métiers du numérique et de l’électronique aux collégiennes',
        'accompagner les élèves de la voie professionnelle vers l’alternance',
        'faire vivre à chaque équipe enseignante une immersion d’une journée tous les trois ans',
      ),
    }),
    writes('economy', { functioning: ending('Trois groupes de travail préparent les décisions : stages, vivier de professionnels, immersion des équipes. Chacun est animé par un binôme composé d’un membre de l’éducation et d’un membre de l’économie.') }),
    submits('economy'),
    validates,
    signs('education'),
    signs('economy'),
    revises('education'),
    writes('education', { objectives: insteadOf('constituer un vivier de cent professionnels volontaires pour témoigner dans les classes', 'constituer un vivier de deux cents professionnels volontaires, dont autant de femmes que d’hommes, pour témoigner dans les classes') }),
    proposes('education'),
    adds('economy', rennesActions),
    sendsList('education'),
    asksAboutList('La conférence sur la logistique est-elle ouverte aux collèges des bassins voisins ?'),
    answersForList('economy', 'Oui, dans la limite de soixante places ; nous l’écrirons sur sa fiche.'),
    meets('education', ['plenary', 64, 'Rennes Métropole'], ['steering_committee', 20, ''], ['network_event', -40, 'Couvent des Jacobins, Rennes']),
    preparesHandover({
      firstName: 'Ludivine',
      lastName: 'Castel-Moreau',
      email: 'ludivine.castel@exemple.fr',
      jobTitle: 'Responsable du mécénat de compétences',
      organisationName: 'Atalante Nord Électronique',
    }),
  ],
}

/** Declared; the mission and the economic co-pilot are both awaited. */
const liffreCormier: Story = {
  head: 'aminata.diallo-guerin@exemple.fr',
  identity: {
    name: 'CLEE du pays de Liffré-Cormier',
    presentation: 'Le nouveau lycée de Liffré veut tisser des liens avec les zones d’activités voisines, de la logistique à l’agroalimentaire.',
    bassins,
  },
  steps: [
    describesTerritory({ epcis: ['CC Liffré-Cormier Communauté'] }),
    designates({
      firstName: 'Charlotte',
      lastName: 'Vandenbroucke',
      email: 'charlotte.vandenbroucke@exemple.fr',
      jobTitle: 'Directrice d’usine',
      organisationName: 'Biscuiterie de Sérigné',
    }),
    gathers(
      ['education', '0351790F', 'Principal'],
      ['education', '0350039C', 'Principale adjointe'],
      ['economy', 'Logistique Rennes-Est', 'Directeur d’exploitation'],
      ['employment', 'Point accueil emploi de Liffré', 'Animatrice'],
      ['community', 'Liffré-Cormier Communauté', 'Vice-présidente'],
    ),
    declares,
  ],
}

/** A draft at its first step. */
const rennesCentre: Story = {
  head: 'bastien.coudrais@exemple.fr',
  identity: { name: 'CLEE de Rennes Centre', presentation: '', bassins },
  steps: [],
}

/** A draft that only needs to be sent. */
const rennesSudBruz: Story = {
  head: 'elodie.pasquier@exemple.fr',
  identity: {
    name: 'CLEE Rennes Sud et Ker Lann',
    presentation: 'Autour du campus de Ker Lann, de l’aéroport et du parc des expositions, ce CLEE veut rapprocher les lycées de Bruz et les entreprises de l’automobile, de l’aéronautique et du bâtiment.',
    bassins,
  },
  steps: [
    describesTerritory({ epcis: [], communes: ['35047', '35066', '35281', '35206', '35076', '35363'] }),
    designates({
      firstName: 'Jean-Noël',
      lastName: 'Guillemot',
      email: 'jean-noel.guillemot@exemple.fr',
      jobTitle: 'Directeur technique',
      organisationName: 'Aérostructures de Ker Lann',
    }),
    gathers(
      ['education', '0350002M', 'Principal'],
      ['education', '0350747X', 'Directeur'],
      ['economy', 'Carrosserie Le Dréan', 'Gérante'],
      ['employment', 'Mission locale We Ker', 'Conseiller'],
      ['community', 'Ville de Bruz', 'Adjointe chargée de la jeunesse', 'sans siège'],
    ),
  ],
}

export const rennesStories = [rennesNordEst, liffreCormier, rennesCentre, rennesSudBruz]

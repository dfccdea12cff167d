import { fougeresActions, fougeresLateAction, marchesActions, vitreActions } from './actions-fougeres-vitre.ts'
import { beginsCharter, comments, revises, signs, submits, validates, writes } from './charter-steps.ts'
import { meets } from './meeting-steps.ts'
import { gathers, partsWith, welcomes } from './member-steps.ts'
import { acknowledgesList, adds, changes, sendsList } from './plan-steps.ts'
import { isJoinedBy } from './seat-steps.ts'
import { accepts, declares, describesTerritory, designates, takesNote } from './steps.ts'
import type { Story } from './story.ts'
import { publishesTemplate } from './template-steps.ts'
import { ending, insteadOf, priorities, replacing } from './texts.ts'

const bassins = ['Fougères-Vitré']

/** Rich and active: a second charter in force that its head has yet to sign, a newer template offered, list received by the mission then changed. */
const paysDeFougeres: Story = {
  head: 'cheffe@exemple.fr',
  identity: {
    name: 'CLEE du pays de Fougères',
    longName: 'Comité local école-entreprise du pays de Fougères',
    supportSchool: '0350011X',
    presentation:
      'Né des rencontres entre le lycée Jean Guéhenno et les entreprises de la chaussure, de la mécanique et de l’agroalimentaire, le CLEE du pays de Fougères aide les jeunes à découvrir les métiers qui recrutent près de chez eux, et les enseignants à connaître les entreprises voisines.',
    bassins,
  },
  steps: [
    describesTerritory({
      epcis: ['CA Fougères Agglomération'],
      text: 'Les actions s’adressent aussi aux élèves de la Mayenne et de la Manche scolarisés à Fougères.',
    }),
    designates({
      firstName: 'Sandrine',
      lastName: 'Oulhen',
      email: 'entreprise@exemple.fr',
      jobTitle: 'Directrice générale',
      organisationName: 'Maroquinerie du Nançon',
    }),
    gathers(
      ['education', '0350762N', 'Principale'],
      ['education', '0350967L', 'Principal adjoint'],
      ['education', '0350761M', 'Directeur délégué aux formations professionnelles et technologiques'],
      ['education', '0350894G', 'Directrice'],
      ['education', '0352025L', 'Monitrice responsable de l’alternance', 'sans siège'],
      ['economy', 'Mécanique de précision Kerhervé', 'Responsable des ressources humaines'],
      ['economy', 'Laiteries du Coglais', 'Directeur de site'],
      ['economy', 'Chambre de commerce et d’industrie d’Ille-et-Vilaine', 'Conseillère formation'],
      ['employment', 'Mission locale du pays de Fougères', 'Directrice'],
      ['employment', 'France Travail Fougères', 'Responsable d’équipe'],
      ['community', 'Fougères Agglomération', 'Vice-présidente chargée de l’économie'],
    ),
    declares,
    accepts,
    takesNote,
    beginsCharter('education'),
    writes('education', {
      territory: ending('Ce territoire correspond à celui de Fougères Agglomération : l’essentiel des déplacements entre domicile, école et travail s’y font à moins de trente minutes, ce qui permet de construire des actions communes à tous les établissements.'),
      objectives: priorities(
        'faire rencontrer à chaque élève de troisième au moins deux professionnels avant son stage d’observation',
        'ouvrir dix entreprises par an aux équipes enseignantes',
        'faire connaître les métiers de la chaussure, de la maroquinerie et de la mécanique, notamment aux filles',
        'mettre en commun les offres de stage de 3e, de 2de et de la voie professionnelle',
      ),
    }),
    writes('economy', { functioning: ending('Le comité de pilotage se tient alternativement dans un établissement et dans une entreprise. Chaque copilote rend compte à ses pairs : les chefs d’établissement du bassin d’une part, les clubs d’entreprises d’autre part.') }),
    submits('education'),
    validates,
    signs('education'),
    signs('economy'),
    revises('economy'),
    writes('economy', {
      objectives: insteadOf('ouvrir dix entreprises par an aux équipes enseignantes', 'ouvrir quinze entreprises par an aux équipes enseignantes, dont cinq artisans'),
      functioning: replacing('- Le compte rendu est diffusé dans les trente jours.', '- Le compte rendu est diffusé dans les quinze jours.\n- Les actions décidées sont suivies dans un tableau partagé.'),
    }),
    submits('economy'),
    validates,
    signs('economy'),
    publishesTemplate,
    adds('education', fougeresActions),
    sendsList('economy'),
    acknowledgesList,
    adds('economy', [fougeresLateAction]),
    changes('education', fougeresActions[1]!, { place: 'Salle des fêtes de Lécousse' }),
    meets('education', ['creation', 760, 'Lycée Jean Guéhenno, Fougères'], ['plenary', 390, 'Salle des fêtes de Lécousse'], ['steering_committee', 160, 'Fougères Agglomération'], ['steering_committee', 38, 'Lycée Jean Guéhenno, Fougères'], ['working_group', 12, 'Ateliers du Nançon'], ['plenary', -25, 'Espace Aumaillerie, La Selle-en-Luitré']),
  ],
}

/** Both seats taken, charter and list sent; the mission has not taken note yet. */
const paysDeVitre: Story = {
  head: 'jean-baptiste.lemonnier@exemple.fr',
  identity: {
    name: 'CLEE du pays de Vitré et de la Roche aux Fées',
    presentation: 'Un des territoires les plus industriels de Bretagne se mobilise : agroalimentaire, plasturgie, logistique et bois cherchent des apprentis, des stagiaires et des vocations.',
    bassins,
  },
  steps: [
    describesTerritory({ epcis: ['CA Vitré Communauté', 'CC Roche aux Fées Communauté'] }),
    designates({
      firstName: 'Mohamed',
      lastName: 'El Khattabi',
      email: 'mohamed.el-khattabi@exemple.fr',
      jobTitle: 'Président',
      organisationName: 'Club d’entreprises Portes de Bretagne',
    }),
    gathers(
      ['education', '0350709F', 'Proviseure'],
      ['education', '0352008T', 'Principal'],
      ['education', '0351882F', 'Principale'],
      ['education', '0351904E', 'Psychologue de l’Éducation nationale'],
      ['economy', 'Salaisons de la Vilaine', 'Directrice des ressources humaines'],
      ['economy', 'Menuiseries Trégoat et fils', 'Gérant'],
      ['employment', 'Mission locale du pays de Vitré', 'Directeur'],
      ['employment', 'Point accueil emploi de Janzé', 'Conseillère'],
      ['community', 'Vitré Communauté', 'Chargé de mission emploi et formation'],
    ),
    declares,
    accepts,
    beginsCharter('education'),
    writes('economy', {
      objectives: priorities(
        'faire découvrir aux élèves les métiers de l’agroalimentaire tels qu’ils sont aujourd’hui',
        'préparer les stages avec les tuteurs, par une rencontre avant chaque période',
        'développer l’apprentissage dans les lycées publics du territoire',
      ),
    }),
    submits('economy'),
    adds('economy', vitreActions),
  ],
}

/** A long name, three co-pilots, one of them newer than the charter in force; a third version sent, and commented on. */
const marchesDeBretagne: Story = {
  head: 'gwenael.toutain@exemple.fr',
  identity: {
    name: 'CLEE des collèges, des lycées et des entreprises du Coglais, d’Antrain et de Couesnon Marches de Bretagne',
    presentation: 'Deux collèges, un lycée agricole, le granit, le lait et le bâtiment : un petit CLEE rural où chacun se connaît, et qui mise sur les visites à pied depuis le collège.',
    bassins,
  },
  steps: [
    describesTerritory({ epcis: ['CC Couesnon Marches de Bretagne'], communes: ['35253'] }),
    designates({
      firstName: 'Anne-Gaëlle',
      lastName: 'Prigent',
      email: 'anne-gaelle.prigent@exemple.fr',
      jobTitle: 'Cogérante',
      organisationName: 'Granits Prigent-Lavollée',
    }),
    gathers(
      ['education', '0350039C', 'Principal'],
      ['education', '0350940G', 'Proviseur'],
      ['economy', 'Charpentes du Couesnon', 'Cheffe d’entreprise'],
      ['economy', 'Chambre de métiers et de l’artisanat de Bretagne', 'Développeur de l’apprentissage'],
      ['employment', 'Mission locale du pays de Fougères', 'Conseillère'],
      ['community', 'Couesnon Marches de Bretagne', 'Vice-président'],
      ['community', 'Association de parents d’élèves du collège Angèle Vannier', 'Présidente'],
    ),
    declares,
    takesNote,
    accepts,
    beginsCharter('education'),
    writes('education', {
      objectives: priorities('faire visiter une entreprise du canton à chaque élève de 4e', 'montrer la place des femmes dans les métiers du granit et du bâtiment'),
    }),
    submits('education'),
    validates,
    revises('economy'),
    writes('economy', {
      objectives: insteadOf('faire visiter une entreprise du canton à chaque élève de 4e', 'ouvrir un jumelage entre le collège de Maen Roch et trois entreprises voisines', 'faire visiter une entreprise du canton à chaque élève de 4e'),
      functioning: replacing('au moins trois fois par an', 'au moins quatre fois par an, une fois par trimestre et une fois en juin,'),
      'working-groups': ending('Deux groupes sont constitués :\n\n- les visites à pied, animé par le collège ;\n- la place des femmes dans le granit et le bâtiment, animé par une entreprise.'),
    }),
    submits('economy'),
    validates,
    revises('education'),
    writes('education', { territory: ending('La commune de Saint-Aubin-du-Cormier, siège du lycée agricole, est associée au CLEE bien qu’elle relève d’une autre intercommunalité.') }),
    submits('education'),
    comments('coordinator', 'territory', 'Saint-Aubin-du-Cormier participe déjà aux réunions du bassin : je suis favorable à cet ajout.'),
    comments('mission', 'territory', 'La commune de Val-Couesnon relève-t-elle de ce bassin ?'),
    comments('education', 'territory', 'Oui : elle est dans la liste des communes, avec les autres de Couesnon Marches de Bretagne.'),
    comments('mission', 'functioning', 'Quatre réunions par an : ce rythme a-t-il été tenu l’an dernier ?'),
    adds('education', marchesActions),
    sendsList('education'),
    acknowledgesList,
    meets('economy', ['steering_committee', 215, '']),
    isJoinedBy({
      firstName: 'Erwan',
      lastName: 'Thébault',
      email: 'erwan.thebault@exemple.fr',
      jobTitle: 'Président',
      organisationName: 'Club des entreprises du Coglais',
    }),
    welcomes(['community', '', 'Parent d’élève'], { firstName: 'Soizic', lastName: 'Legendre-Aubry' }, 'oral'),
    partsWith(['employment', 'Point accueil emploi du Coglais', 'Conseiller']),
  ],
}

export const fougeresVitreStories = [paysDeFougeres, paysDeVitre, marchesDeBretagne]

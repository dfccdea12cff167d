/** Five bassins of Ille-et-Vilaine; their outlines are those of the demonstration, not official ones. */
export const bassins = [
  {
    name: 'Rennes',
    presentation:
      'La métropole rennaise et sa couronne, de Liffré à Bruz : un tissu de services, de numérique, de santé et d’industrie automobile, et la moitié des lycéens du département.',
  },
  {
    name: 'Fougères-Vitré',
    presentation:
      'Les marches de Bretagne, de Louvigné-du-Désert à Retiers : agroalimentaire, chaussure, maroquinerie, mécanique et verre, avec l’un des plus forts taux d’emploi industriel de la région.',
  },
  {
    name: 'Saint-Malo–Dinard',
    presentation:
      'Le littoral et l’estuaire de la Rance : tourisme, hôtellerie et restauration, activités portuaires, nautisme et produits de la mer.',
  },
  {
    name: 'Redon–Vallons de Vilaine',
    presentation:
      'Le sud du département, de Guichen à Redon : mécanique, cosmétique, plasturgie, logistique et agriculture, aux portes du Morbihan et de la Loire-Atlantique.',
  },
  {
    name: 'Brocéliande-Combourg',
    presentation:
      'L’ouest et le nord du département, de Paimpont à Combourg : agroalimentaire, filière bois, bâtiment, artisanat et économie sociale.',
  },
]

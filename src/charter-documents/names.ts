/** « du CLEE du pays de Fougères », « du comité local de Redon », « du CLEE « Bordeaux Avenir » ». */
export const ofClee = (name: string) => (/^(cl[eé]e|comit[eé])(?=\s)/i.test(name) ? `du ${name.replace(/^C(?=omit)/, 'c')}` : `du CLEE « ${name} »`)

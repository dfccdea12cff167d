/** How a person agreed that their name be published (R18). */
export const consentMeans = {
  written: 'Par écrit, sur une feuille signée',
  oral: 'De vive voix, en réunion',
  mail: 'Par courriel',
}
export const consentMeansKeys = Object.keys(consentMeans) as [keyof typeof consentMeans, ...(keyof typeof consentMeans)[]]

import type { Article, CharterStatus } from '../generated/prisma/client.ts'
import { isSent, toTexts, typedIn } from './schemas.ts'

/** Why the text of a version rests, and what to do about it; a draft is written. */
export const restingSentences: Record<Exclude<CharterStatus, 'draft'>, string> = {
  proposed: 'Cette version attend l’accord de l’autre copilote\u00a0: son texte ne change pas d’ici là. Pour la retoucher, reprenez-la depuis la page de la charte, ou dites-y ce qui ne convient pas.',
  submitted: 'Cette version a été transmise à la mission académique\u00a0: son texte ne change plus. Si la mission la renvoie, une nouvelle version reprendra ce texte pour être corrigée.',
  returned: 'Cette version a été renvoyée\u00a0: son texte ne change plus. La correction s’écrit dans la version suivante.',
  validated: 'Cette version a été transmise et validée\u00a0: son texte ne change plus. Pour le modifier, ouvrez une nouvelle version depuis la page de la charte.',
  replaced: 'Cette version a été remplacée\u00a0: son texte ne change plus. La version suivante se lit sur la page de la charte.',
}

/** What was typed of each article and differs from what is stored, as one text each: there is nowhere to save it. */
export const unsavedTexts = (articles: Article[], typed: Record<string, unknown>, suffixOf: (article: Article) => string) =>
  articles.flatMap((article) => {
    const suffix = suffixOf(article)
    if (!isSent(typed, suffix)) return []
    const { body, axes, priorities } = typedIn(typed, suffix)
    const text = [...toTexts(axes), ...toTexts(priorities), ...toTexts(body)].map((part) => part.replaceAll('\r\n', '\n').trim()).filter(Boolean).join('\n\n')
    const stored = [...article.axes, ...article.priorities, article.body].filter(Boolean).join('\n\n')
    return text === '' || text === stored ? [] : [{ key: article.key, title: article.title, text }]
  })

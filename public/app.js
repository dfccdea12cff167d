const errorSummary = document.getElementById('erreurs')
if (errorSummary) errorSummary.focus()

// Those that stand outside the form, too.
const submitButtons = (form) => [...form.elements].filter(({ type }) => type === 'submit')

document.addEventListener('submit', (event) => {
  const form = event.target
  if (form.method !== 'post' || event.defaultPrevented) return
  if (form.dataset.isSent) return event.preventDefault()
  form.dataset.isSent = 'oui'
  // Later, so that the pressed button's own name and value are still sent.
  setTimeout(() => {
    for (const button of submitButtons(form)) button.disabled = true
  })
})

function releaseForms() {
  for (const form of document.querySelectorAll('form[data-is-sent]')) {
    delete form.dataset.isSent
    for (const button of submitButtons(form)) button.disabled = false
  }
}

// The back button shows the page as it was left, its buttons disabled.
window.addEventListener('pageshow', (event) => event.persisted && releaseForms())

/** Asks before a page is left with a text that nothing keeps; who stays may press the same button again. */
function warnBeforeLeaving(isUnsent) {
  window.addEventListener('beforeunload', (event) => {
    if (!isUnsent()) return
    event.preventDefault()
    setTimeout(releaseForms, 500)
  })
}

// Suggestions under a field whose meaning the server looks up; without them the same text is typed in full and sent.
let lists = 0

function suggest(input) {
  const list = document.createElement('ul')
  list.id = `suggestions-${(lists += 1)}`
  list.className = 'app-suggestions'
  list.hidden = true
  list.setAttribute('role', 'listbox')
  list.setAttribute('aria-label', 'Suggestions')
  input.after(list)
  for (const [name, value] of Object.entries({ role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id })) input.setAttribute(name, value)
  let asked = 0
  let timer
  let active = -1

  const close = () => {
    list.hidden = true
    active = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
  }
  const pick = (option) => {
    input.value = option.dataset.value
    close()
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }
  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(({ value, label }, index) => {
      const option = document.createElement('li')
      Object.assign(option, { id: `${list.id}-${index}`, textContent: label, role: 'option' })
      option.setAttribute('aria-selected', 'false')
      option.dataset.value = value
      return option
    }))
    active = -1
    list.hidden = suggestions.length === 0
    input.setAttribute('aria-expanded', String(!list.hidden))
  }
  const ask = async () => {
    const mine = (asked += 1)
    const text = input.value.trim()
    if (text.length < 2) return close()
    const answer = await fetch(`${input.dataset.suggestions}?${new URLSearchParams({ q: text })}`, { headers: { Accept: 'application/json' } }).catch(() => null)
    const suggestions = answer?.ok ? await answer.json().catch(() => []) : []
    if (mine === asked && document.activeElement === input) show(suggestions)
  }
  const move = (step) => {
    const options = list.children
    if (list.hidden || options.length === 0) return
    options[active]?.setAttribute('aria-selected', 'false')
    active = (active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length
    options[active].setAttribute('aria-selected', 'true')
    options[active].scrollIntoView({ block: 'nearest' })
    input.setAttribute('aria-activedescendant', options[active].id)
  }

  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, 150)
  })
  input.addEventListener('blur', close)
  // Before the field loses focus, which closes the list.
  list.addEventListener('mousedown', (event) => {
    event.preventDefault()
    const option = event.target.closest('[role=option]')
    if (option) pick(option)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return close()
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      return move(event.key === 'ArrowDown' ? 1 : -1)
    }
    if (event.key === 'Enter' && active >= 0) {
      event.preventDefault()
      pick(list.children[active])
    }
  })
}

for (const input of document.querySelectorAll('input[data-suggestions]')) suggest(input)

// The gauge of the steering committee follows the boxes before they are saved; without script, saving recomputes it.
const committee = document.querySelector('form[data-committee]')
const gauge = document.querySelector('.app-balance')

function showBalance() {
  const { smallest, largest, largestShare, small, large } = gauge.dataset
  const rows = [...gauge.querySelectorAll('tr[data-world]')].map((row) => {
    const ticked = committee.querySelectorAll(`input[data-world="${row.dataset.world}"]:checked`).length
    return { row, seats: Number(row.dataset.copilots) + ticked }
  })
  const total = rows.reduce((sum, { seats }) => sum + seats, 0)
  const absent = []
  const heavy = []
  for (const { row, seats } of rows) {
    const share = total > 0 ? seats / total : 0
    row.querySelector('meter').value = share
    row.querySelector('.app-gauge-value').textContent = String(seats)
    row.querySelector('.app-gauge-share').textContent = `${Math.round(share * 100)}\u00a0%`
    if (seats === 0 && row.dataset.absent) absent.push(row.dataset.absent)
    if (share > Number(largestShare)) heavy.push(row.dataset.heavy)
  }
  gauge.querySelector('.app-balance-total').textContent = `${total}\u00a0${total < 2 ? 'siège' : 'sièges'}`
  const advice = [...absent, ...heavy, ...(total < Number(smallest) ? [small] : []), ...(total > Number(largest) ? [large] : [])]
  const list = gauge.querySelector('.app-balance-advice ul')
  list.hidden = advice.length === 0
  gauge.querySelector('.app-balance-advice .fr-message').hidden = advice.length > 0
  list.replaceChildren(...advice.map((sentence) => Object.assign(document.createElement('li'), { textContent: sentence })))
}

if (committee && gauge) {
  committee.addEventListener('change', showBalance)
  // The back button restores the boxes as they were left.
  window.addEventListener('pageshow', showBalance)
}

// Writing a charter: what is typed is saved as it goes; without a script, the button saves.
const writingDelay = 2_000
const leavingDelay = 300
const retryDelay = 10_000
const patience = 15_000

const create = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

/** What survives an expired session or a closed page; a browser that keeps nothing only means less comfort. */
const keptTexts = {
  read: (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key))
    } catch {
      return null
    }
  },
  write: (key, text) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(text))
    } catch {
      // Full or refused: the page still holds the text.
    }
  },
  forget: () => {
    try {
      for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith('/'))) sessionStorage.removeItem(key)
    } catch {
      // Nothing was kept.
    }
  },
  drop: (key) => {
    try {
      sessionStorage.removeItem(key)
    } catch {
      // Nothing was kept.
    }
  },
}

// The same pieces as the server's views make of the same blocks.
const spanNode = (span) => {
  if (span.isBreak) return create('br')
  const inner = span.isEmphasized ? create('em', {}, span.text) : document.createTextNode(span.text)
  return span.isStrong ? create('strong', {}, inner) : inner
}

function blockNode(block) {
  if (block.kind === 'paragraph') return create('p', {}, ...block.spans.map(spanNode))
  const list = create(block.isOrdered ? 'ol' : 'ul', {}, ...block.items.map((item) => create('li', {}, ...item.map(blockNode))))
  if (block.isOrdered && block.start !== 1) list.start = block.start
  return list
}

function showSaved({ articles, completeness }) {
  for (const line of document.querySelectorAll('[data-completeness]')) line.textContent = completeness.sentence
  for (const { key, label, kind } of completeness.states) {
    const badge = document.querySelector(`[data-state="${key}"] .fr-badge`)
    if (!badge) continue
    badge.textContent = label
    badge.className = `fr-badge fr-badge--sm fr-badge--no-icon${kind ? ` fr-badge--${kind}` : ''}`
  }
  const preview = document.querySelector('[data-preview]')
  if (preview && articles[0]) preview.replaceChildren(...previewNodes(articles[0]))
}

const choicesNodes = (title, list, items) =>
  items.length > 0 ? [create('p', { className: 'app-list-title', textContent: title }), create(list, {}, ...items.map((textContent) => create('li', { textContent })))] : []

function previewNodes({ blocks, axes, priorities }) {
  if (blocks.length + axes.length + priorities.length === 0) return [create('p', { className: 'app-none', textContent: 'Sans objet.' })]
  return [
    create('div', { className: 'app-rich-text' }, ...blocks.map(blockNode)),
    ...choicesNodes('Axes retenus\u00a0:', 'ul', axes),
    ...choicesNodes('Priorités locales\u00a0:', 'ol', priorities),
  ]
}

/** What the server would make of the same fields: spaces folded, empty ones apart. */
const comparable = (content) => JSON.stringify([...new URLSearchParams(content)].map(([name, text]) => [name, text.replace(/\s+/g, ' ').trim()]).filter(([, text]) => text))

/** The fields of one article: what they hold, what is sent of it, and how they are filled again. */
function readFields(article) {
  const { suffix } = article.dataset
  const fields = [...article.querySelectorAll('textarea, input:not([type=hidden])')]
  const hidden = (name) => article.querySelector(`input[name="${name}${suffix}"]`)
  const pairs = (inputs) => new URLSearchParams(inputs.map(({ name, value }) => [name, value])).toString()
  const content = () => pairs(fields.filter((field) => field.type !== 'checkbox' || field.checked))
  const fill = (typed) => {
    const texts = new URLSearchParams(typed)
    const left = new Map(fields.map(({ name }) => [name, texts.getAll(name)]))
    for (const field of fields) {
      if (field.type === 'checkbox') field.checked = left.get(field.name).includes(field.value)
      else field.value = left.get(field.name).shift() ?? ''
    }
    fields.at(-1).focus()
  }
  return { hidden, content, fill, whole: () => `${content()}&${pairs([...article.querySelectorAll('input[type=hidden]')])}` }
}

/** Shows that a text was not saved, to be taken back or forgotten. */
function offerBack(article, take, forget) {
  const box = create('div', { className: 'fr-alert fr-alert--warning fr-alert--sm app-block' }, create('p', { textContent: 'Un texte que vous aviez écrit ici n’a pas été enregistré.' }))
  const button = (label, act) => {
    const made = create('button', { type: 'button', className: 'fr-btn fr-btn--secondary fr-btn--sm', textContent: label })
    made.addEventListener('click', () => {
      box.remove()
      act()
    })
    return made
  }
  box.append(create('div', { className: 'app-row-actions' }, button('Reprendre le texte non enregistré', take), button('L’oublier', forget)))
  article.prepend(box)
}

const post = (address, body) => {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' }
  return fetch(address, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(patience) }).catch(() => null)
}

const awaySentence = 'Le portail ne répond pas\u00a0: nouvel essai dans quelques secondes. Vous pouvez continuer à écrire.'
const signedOutSentence = (button) => `Votre session est terminée. Pressez «\u00a0${button}\u00a0» pour vous reconnecter\u00a0; votre texte vous sera rendu ici.`

/** Why a text was refused, in a sentence. */
async function refusalOf(response, button) {
  if (response.type === 'opaqueredirect') return signedOutSentence(button)
  const isJson = response.headers.get('Content-Type')?.includes('json')
  const answer = isJson ? await response.json().catch(() => ({})) : {}
  return Object.values(answer.errors ?? {})[0] ?? answer.sentence ?? `Le portail refuse ce texte. Pressez «\u00a0${button}\u00a0» pour savoir pourquoi.`
}

/** What a text that is not saved shows, above the fold; the button is there where that of the form may be screens away. */
function failureNode(kind, sentence, form) {
  const box = create('div', { className: `fr-alert fr-alert--${kind} fr-alert--sm` }, create('p', {}, create('strong', { textContent: 'Non enregistré. ' }), sentence))
  if ('hasButtonFar' in form.dataset) box.append(create('button', { type: 'submit', className: 'fr-btn fr-btn--sm', textContent: form.dataset.savesAsItGoes }))
  return box
}

/** Keeps one article saved; gives what its form needs to know of it. */
function keepSaved(article, form) {
  const address = form.getAttribute('action')
  const keptAs = `${address}#${article.dataset.article}`
  const { hidden, content, fill, whole } = readFields(article)
  const status = article.querySelector('[role=status]')
  let saved = 'isUnsaved' in article.dataset ? null : content()
  // What two people wrote is replaced by a choice, never by a pause in typing.
  let isPaused = 'isClash' in article.dataset
  let timer
  let saving = null
  // Sent without an answer: sent again as it was, since it may have been saved.
  let unanswered = null

  const isDirty = () => content() !== saved
  const keep = () => keptTexts.write(keptAs, { content: content(), revision: hidden('revision').value, draft: hidden('draft').value })
  const say = (sentence) => {
    status.textContent = sentence
  }
  const fail = (kind, sentence) => status.replaceChildren(failureNode(kind, sentence, form))
  const wait = (delay) => {
    clearTimeout(timer)
    timer = setTimeout(save, delay)
  }
  const onSaved = (typed, answer) => {
    const own = answer.articles[0]
    hidden('revision').value = own.revision
    if (hidden('seen')) hidden('seen').value = own.seen
    saved = typed
    article.querySelector('[data-notices]').replaceChildren(...own.notices.map((sentence) => create('p', { className: 'fr-message fr-message--warning', textContent: sentence })))
    showSaved(answer)
    if (isDirty()) return wait(writingDelay)
    keptTexts.drop(keptAs)
    say(`Enregistré à ${answer.savedAt}`)
  }
  const trySaving = async () => {
    const sent = unanswered ?? { typed: content(), body: whole() }
    const saying = setTimeout(() => say('Enregistrement…'), leavingDelay)
    const response = await post(address, sent.body)
    clearTimeout(saying)
    const answer = response?.ok ? await response.json().catch(() => null) : null
    const isRefused = response && !response.ok && response.status < 500
    unanswered = answer || isRefused ? null : sent
    if (answer) return onSaved(sent.typed, answer)
    if (response?.status === 409) isPaused = true
    if (isRefused) fail(response.status === 422 ? 'error' : 'warning', await refusalOf(response, form.dataset.savesAsItGoes))
    else fail('warning', awaySentence)
    if (!isRefused) wait(retryDelay)
  }
  async function save() {
    clearTimeout(timer)
    while (saving) await saving
    if (isPaused || (!isDirty() && !unanswered)) return
    saving = trySaving()
    await saving
    saving = null
  }
  const takeBack = (kept) => {
    fill(kept.content)
    // Of that time: what somebody has saved since shows both texts.
    hidden('revision').value = kept.revision
    hidden('draft').value = kept.draft ?? hidden('draft').value
    save()
  }

  article.addEventListener('input', () => {
    if (!isDirty()) return
    keep()
    if (isPaused) return
    say('')
    wait(writingDelay)
  })
  // Not at once: what the page says would move the button that is being pressed.
  article.addEventListener('change', () => wait(leavingDelay))
  // Who gives up their text is neither asked again nor offered it back.
  article.querySelector('[data-abandons]')?.addEventListener('click', () => {
    keptTexts.drop(keptAs)
    saved = content()
  })
  window.addEventListener('online', () => unanswered && save())

  const kept = keptTexts.read(keptAs)
  // What came back refused is in the fields already.
  if (saved === null) keep()
  else if (kept && comparable(kept.content) !== comparable(content())) offerBack(article, () => takeBack(kept), () => keptTexts.drop(keptAs))
  else if (kept) keptTexts.drop(keptAs)

  return { save, isDirty, isAway: () => unanswered !== null, isBusy: () => saving !== null || (isDirty() && !isPaused) }
}

// Whoever signs out leaves nothing behind on a shared computer.
document.addEventListener('submit', ({ target }) => target.getAttribute('action') === '/deconnexion' && keptTexts.forget())

for (const sentence of document.querySelectorAll('[data-with-script]')) sentence.hidden = false

for (const form of document.querySelectorAll('form[data-saves-as-it-goes]')) {
  const articles = [...form.querySelectorAll('[data-article]')].map((article) => keepSaved(article, form))
  let isLeaving = false
  let isWaiting = false
  const submitOnceSaved = async (submitter) => {
    isWaiting = true
    for (const article of articles) await article.save()
    isWaiting = false
    isLeaving = !articles.some((article) => article.isAway())
    if (isLeaving) form.requestSubmit(submitter)
  }
  // What is being saved is waited for: the page must not clash with itself.
  form.addEventListener('submit', (event) => {
    isLeaving ||= !articles.some((article) => article.isBusy())
    if (isLeaving) return
    event.preventDefault()
    if (!isWaiting) submitOnceSaved(event.submitter)
  })
  warnBeforeLeaving(() => !isLeaving && articles.some((article) => article.isDirty()))
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) isLeaving = false
  })
}

// Buttons that write the signs of the light formatting; without a script they are typed.
const listMarker = /^(\s*)(?:[-*+]|\d+[.)])\s+/
const isListed = (line) => listMarker.test(line)

/** Puts a text in place of the selected one, in a way that undo knows. */
function replaceSelection(area, text) {
  area.focus()
  if (!document.execCommand('insertText', false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

// A text has a format when its signs stand around the whole of it: three stars are both.
const formatted = {
  '**': { counts: [2, 3], within: /\*\*/g },
  '*': { counts: [1, 3], within: /(?<![*\\])\*(?!\*)/g },
}

function hasFormat(sign, text) {
  const stars = Math.min(/^\**/.exec(text)[0].length, /\**$/.exec(text)[0].length)
  return text.length > 2 * stars && formatted[sign].counts.includes(stars) && text.slice(stars, -stars).search(formatted[sign].within) === -1
}

const wrapText = (sign, text) => (hasFormat(sign, text) ? text : `${sign}${text.replace(formatted[sign].within, '')}${sign}`)
const unwrapText = (sign, text) => text.slice(sign.length, -sign.length)

// The marker of a list and the spaces around stay outside of the signs.
const partsOf = (line) => /^(\s*(?:(?:[-*+]|\d+[.)])\s+)?)(.*?)(\s*)$/.exec(line).slice(1)

/** Each line has its own signs: a paragraph ends those that it begins. */
function emphasize(area, sign) {
  const { selectionStart: start, selectionEnd: end, value } = area
  const chosen = value.slice(start, end)
  if (chosen.trim() === '') return replaceAndSelect(area, start, end, `${sign}texte${sign}`)
  const lines = chosen.split('\n').map(partsOf)
  const isUndone = lines.every(([, text]) => text === '' || hasFormat(sign, text))
  const change = isUndone ? unwrapText : wrapText
  replaceAndSelect(area, start, end, lines.map(([before, text, after]) => (text ? `${before}${change(sign, text)}${after}` : `${before}${after}`)).join('\n'))
}

function replaceAndSelect(area, start, end, text) {
  area.setSelectionRange(start, end)
  replaceSelection(area, text)
  area.setSelectionRange(start, start + text.length)
}

function toggleList(area, isOrdered) {
  const { selectionStart, selectionEnd, value } = area
  const start = value.lastIndexOf('\n', selectionStart - 1) + 1
  const nextBreak = value.indexOf('\n', selectionEnd)
  const end = nextBreak === -1 ? value.length : nextBreak
  const lines = value.slice(start, end).split('\n')
  const isMarked = (line) => isListed(line) && /^\s*\d/.test(line) === isOrdered
  const bare = (line) => line.replace(listMarker, '$1')
  const areAllMarked = lines.some((line) => line.trim()) && lines.every((line) => line.trim() === '' || isMarked(line))
  let number = 0
  const mark = (line) => (line.trim() === '' && lines.length > 1 ? line : `${isOrdered ? `${(number += 1)}.` : '-'} ${bare(line)}`)
  replaceAndSelect(area, start, end, lines.map(areAllMarked ? bare : mark).join('\n'))
}

const formats = [
  ['Gras', 'fr-icon-bold', (area) => emphasize(area, '**')],
  ['Italique', 'fr-icon-italic', (area) => emphasize(area, '*')],
  ['Liste', 'fr-icon-list-unordered', (area) => toggleList(area, false)],
  ['Liste numérotée', 'fr-icon-list-ordered', (area) => toggleList(area, true)],
]

/** One stop of the keyboard; the arrows go from a button to the next. */
function addToolbar(area) {
  const bar = create('div', { className: 'app-toolbar' })
  bar.setAttribute('role', 'toolbar')
  bar.setAttribute('aria-label', 'Mise en forme')
  bar.setAttribute('aria-controls', area.id)
  const buttons = formats.map(([label, icon, act], index) => {
    const button = create('button', { type: 'button', className: `fr-btn fr-btn--tertiary fr-btn--sm fr-btn--icon-left ${icon}`, textContent: label, tabIndex: index === 0 ? 0 : -1 })
    button.addEventListener('click', () => act(area))
    return button
  })
  bar.append(...buttons)
  bar.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const from = buttons.indexOf(document.activeElement)
    const to = buttons[(from + step + buttons.length) % buttons.length]
    for (const button of buttons) button.tabIndex = button === to ? 0 : -1
    to.focus()
  })
  area.before(bar)
}

for (const area of document.querySelectorAll('.app-writing textarea[name^=body], textarea#startingText')) addToolbar(area)

// The page of a charter: what is typed there goes with one of its buttons, or is lost.
for (const form of document.querySelectorAll('form[data-warns-before-leaving]')) {
  const areas = [...form.elements].filter(({ type }) => type === 'textarea')
  warnBeforeLeaving(() => !form.dataset.isSent && areas.some(({ value }) => value.trim() !== ''))
}

for (const details of document.querySelectorAll('details[data-closed-on-telephones]')) if (matchMedia('(max-width: 48em)').matches) details.open = false

// Fields of a day take the browser's calendar, unless they hold what it could not show.
function offerCalendar(input) {
  const typed = input.value.trim()
  input.type = 'date'
  input.max = '9999-12-31'
  input.value = typed.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1')
  if (typed === '' || input.value !== '') return
  input.type = 'text'
  input.value = typed
}

for (const input of document.querySelectorAll('input[data-invalid-day]')) offerCalendar(input)

const errorId = ({ id }) => `${id}-erreur`

/** Shows a sentence at a field, as the server's views do. */
function showError(input, sentence) {
  document.getElementById(errorId(input))?.remove()
  input.after(create('div', { id: errorId(input), className: 'fr-messages-group' }, create('p', { className: 'fr-message fr-message--error', textContent: sentence })))
  input.closest('.fr-input-group').classList.add('fr-input-group--error')
  input.setAttribute('aria-invalid', 'true')
  input.setAttribute('aria-describedby', errorId(input))
}

function hideError(input) {
  document.getElementById(errorId(input))?.remove()
  input.closest('.fr-input-group').classList.remove('fr-input-group--error')
  for (const name of ['aria-invalid', 'aria-describedby']) input.removeAttribute(name)
}

const refusedHere = new Set()

// A browser sends nothing of half a day, nor of one that does not exist: it would be lost without a word. Before any other listener sends the form.
document.addEventListener('submit', (event) => {
  const days = [...event.target.elements].filter(({ dataset }) => dataset.invalidDay)
  const wrong = days.filter(({ validity }) => validity.badInput)
  for (const input of days) if (refusedHere.delete(input)) hideError(input)
  if (wrong.length === 0) return
  event.preventDefault()
  event.stopImmediatePropagation()
  for (const input of wrong) {
    showError(input, input.dataset.invalidDay)
    refusedHere.add(input)
  }
  wrong[0].focus()
}, true)

// Pictures of the dialog of the themes: fetched when it is asked for, not with every first page.
document.addEventListener('click', (event) => {
  if (!event.target.closest?.('[aria-controls="modale-theme"]')) return
  for (const use of document.querySelectorAll('use[data-href]')) {
    use.setAttribute('href', use.dataset.href)
    use.removeAttribute('data-href')
  }
}, true)

// The form of a page of the mission: what is typed there is kept in the tab until the portal says that it is saved.
const lastSent = '/dernier-envoi'

function keepTyped(form) {
  const keptAs = form.getAttribute('action')
  const { hidden, content, fill } = readFields(form)
  const shown = content()
  const keep = () => keptTexts.write(keptAs, { content: content(), revision: hidden('revision')?.value })
  const takeBack = (kept) => {
    fill(kept.content)
    form.elements.title.focus()
    // Of that time: what somebody has saved since shows both texts.
    if (hidden('revision')) hidden('revision').value = kept.revision
  }
  const kept = keptTexts.read(keptAs)
  if ('isUnsaved' in form.dataset) keep()
  else if (kept && comparable(kept.content) !== comparable(shown)) offerBack(form, () => takeBack(kept), () => keptTexts.drop(keptAs))
  form.addEventListener('input', keep)
  form.addEventListener('submit', () => keptTexts.write(lastSent, keptAs))
}

const sentAs = keptTexts.read(lastSent)
keptTexts.drop(lastSent)
if (sentAs && document.querySelector('.app-flash.fr-alert--success')) keptTexts.drop(sentAs)
for (const form of document.querySelectorAll('form[data-keeps-typed]')) keepTyped(form)

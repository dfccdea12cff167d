const errorSummary = document.getElementById('erreurs')
if (errorSummary) errorSummary.focus()

const submitButtons = (form) => form.querySelectorAll('button[type=submit], button:not([type])')

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

// The back button shows the page as it was left, its buttons disabled.
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  for (const form of document.querySelectorAll('form[data-is-sent]')) {
    delete form.dataset.isSent
    for (const button of submitButtons(form)) button.disabled = false
  }
})

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

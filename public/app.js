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

// Runs in the pages, before their own scripts: plain JavaScript, of the browser's world.
globalThis.inPage = (() => {
  const focusable = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  const personal = 'input[type=email], input[type=tel], input[type=password], input[name=firstName], input[name=lastName]'
  const outline = (element) => element.outerHTML.slice(0, 90).replaceAll(/\s+/g, ' ')
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0

  const hasName = (field) => field.labels?.length > 0 || field.hasAttribute('aria-label') || field.hasAttribute('aria-labelledby')

  const hasOutline = (style) => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
  const isLit = (element) =>
    hasOutline(getComputedStyle(element)) || ['::before', '::after'].some((part) => getComputedStyle(element, part).content !== 'none' && hasOutline(getComputedStyle(element, part)))
  // The ring of a DSFR checkbox or radio is drawn by its label.
  const showsFocus = (element) => [element, element.labels?.[0]].filter(Boolean).some(isLit)

  return {
    facts: () => ({
      h1: document.querySelectorAll('h1').length,
      main: document.querySelectorAll('main').length,
      lang: document.documentElement.lang,
      title: document.title,
      unnamedFields: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter((field) => !hasName(field)).map(outline),
      fieldsWithoutAutocomplete: [...document.querySelectorAll(personal)].filter((field) => !field.autocomplete).map(outline),
    }),
    width: () => document.documentElement.scrollWidth,
    /** Texts whose box cuts them (WCAG 1.4.12); a button with a title shows an icon instead of its text, and a long text scrolls in its field. */
    clipped: () =>
      [...document.querySelectorAll('main *, header *, footer *')]
        .filter((element) => isShown(element) && element.childElementCount === 0 && element.textContent.trim() && !element.closest('.fr-sr-only, select, option, textarea, button[title], .fr-pagination__link--lg-label, .fr-search-bar > .fr-label'))
        .filter((element) => {
          const { overflowX, overflowY } = getComputedStyle(element)
          return (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) || (overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1)
        })
        .map(outline),
    /** To call once the keyboard has moved the focus: browsers then show it wherever a script moves it. */
    stopsWithoutFocus: () =>
      [...document.querySelectorAll(focusable)]
        .filter((element) => isShown(element) && !element.disabled && !element.closest('dialog:not([open])'))
        .filter((element) => {
          element.focus({ preventScroll: true })
          return document.activeElement === element && !showsFocus(element)
        })
        .map(outline),
    focused: () => (document.activeElement === document.body ? '' : document.activeElement.id || document.activeElement.textContent.trim()),
  }
})()

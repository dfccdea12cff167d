// Runs in the pages as in-page.js does: what changes with the visitor's settings, and on paper.
globalThis.inMedia = (() => {
  const outline = (element) => element.outerHTML.slice(0, 110).replaceAll(/\s+/g, ' ')
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && [...element.getClientRects()].some(({ width, height }) => width > 1 && height > 1)
  const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown)
  const isHiddenFromSight = (element) => element.closest('.fr-sr-only, .fr-skiplinks')

  // Constructed sheets are the page's own script's: no policy forbids them, and taking them away leaves nothing.
  const wear = (css) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    document.adoptedStyleSheets = css ? [sheet] : []
    // The DSFR places its menus anew, as when a visitor enlarges the text of their browser.
    window.dispatchEvent(new Event('resize'))
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))
  }

  const hasLine = (style) => ['Top', 'Right', 'Bottom', 'Left'].some((side) => style[`border${side}Style`] !== 'none' && Number.parseFloat(style[`border${side}Width`]) > 0)
  const hasEdge = (element) => [null, '::before', '::after'].some((part) => {
    const style = getComputedStyle(element, part)
    return (part === null || style.content !== 'none') && (hasLine(style) || (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0))
  })
  /** An icon drawn by a mask is painted by its background, which forced colours take away unless it opts out. */
  const losesIcon = (element) => ['::before', '::after'].some((part) => {
    const style = getComputedStyle(element, part)
    return style.content !== 'none' && style.maskImage !== 'none' && style.forcedColorAdjust !== 'none' && !/^(?:rgba\(0, 0, 0, 0\))?$/.test(style.backgroundColor)
  })

  const seconds = (text) => Math.max(...text.split(',').map((one) => Number.parseFloat(one) * (one.trim().endsWith('ms') ? 0.001 : 1)))
  const moves = (style) => seconds(style.transitionDuration) > 0.01 || (style.animationName !== 'none' && seconds(style.animationDuration) > 0.01) || style.scrollBehavior === 'smooth'

  const brightness = (colour) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = colour.match(/[\d.]+/g)?.map(Number) ?? []
    return { value: (red * 299 + green * 587 + blue * 114) / 1000, alpha }
  }
  const ownText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())

  return {
    wear,
    /** In forced colours: what loses its edge, its icon, or the mark of where one is. */
    vanished: () => [
      ...shown('.fr-btn:not(.fr-footer__bottom-link), input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, .fr-badge, .fr-tag, .fr-alert, .fr-card, .fr-tile').filter((element) => !hasEdge(element)).map((element) => `no edge: ${outline(element)}`),
      ...[...document.querySelectorAll('input[type=checkbox], input[type=radio]')].filter((input) => input.labels?.[0] && isShown(input.labels[0]) && ![input, input.labels[0]].some(hasEdge)).map((input) => `no edge: ${outline(input)}`),
      ...shown('main *, header *, footer *').filter(losesIcon).map((element) => `no icon: ${outline(element)}`),
      ...shown('[aria-current]:is(a[href], button)').filter((element) => !hasEdge(element) && Number(getComputedStyle(element).fontWeight) < 700 && getComputedStyle(element).textDecorationLine === 'none').map((element) => `not marked as current: ${outline(element)}`),
    ],
    /** With reduced motion asked for: what still moves. */
    moving: () => [...document.querySelectorAll('*')].filter((element) => [null, '::before', '::after'].some((part) => moves(getComputedStyle(element, part)))).map(outline).slice(0, 5),
    /** What the eye does not read in the order of the page. */
    misplaced: () => [
      ...[...document.querySelectorAll('[tabindex]')].filter(({ tabIndex }) => tabIndex > 0).map((element) => `tabindex above 0: ${outline(element)}`),
      // The DSFR writes the title of a card, a tile or a step before what it shows above it.
      ...shown('main *').filter((element) => !element.closest('.fr-card, .fr-tile, .fr-stepper, .fr-stepper__title') && (getComputedStyle(element).order !== '0' || getComputedStyle(element).flexDirection.endsWith('reverse'))).map((element) => `moved by its style: ${outline(element)}`),
    ],
    /** In one column, each stop of the keyboard stands lower than the one before it, or after it on its line. */
    climbs: () => {
      // A drawing has its places in two dimensions.
      const stops = shown('main :is(a[href], button, input:not([type=hidden]), select, textarea, summary)').filter((element) => !isHiddenFromSight(element) && !element.closest('svg')).map((element) => ({ element, box: (element.labels?.[0] && ['checkbox', 'radio'].includes(element.type) ? element.labels[0] : element).getBoundingClientRect() }))
      return stops.filter(({ box }, index) => index > 0 && box.bottom <= stops[index - 1].box.top - 1).map(({ element }) => `stands above what comes before it: ${outline(element)}`)
    },
    /** On paper: what can only be pressed, what is not black on white, what does not fit. */
    misprinted: () => [
      ...shown('button:not(.fr-accordion__btn), .fr-btn, nav, dialog, .fr-skiplinks, .fr-header__tools, .fr-header__menu').map((element) => `to press: ${outline(element)}`),
      ...shown('main *').filter((element) => ownText(element) && brightness(getComputedStyle(element).color).value > 140).map((element) => `pale: ${outline(element)}`),
      ...shown('body, body *').filter((element) => {
        const { value, alpha } = brightness(getComputedStyle(element).backgroundColor)
        return alpha > 0.1 && value < 140 && !element.closest('svg')
      }).map((element) => `dark: ${outline(element)}`),
      ...[...document.querySelectorAll('main .fr-accordion > .fr-collapse')].filter((element) => !isShown(element)).map((element) => `folded: ${outline(element)}`),
      ...shown('main textarea').filter((element) => element.scrollHeight > element.clientHeight + 1).map((element) => `cut: ${outline(element)}`),
      ...shown('main :not(input, textarea)').filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible' && !isHiddenFromSight(element)).map((element) => `cut: ${outline(element)}`),
    ],
    /** Elements whose name, given apart from their text, does not hold it (WCAG 2.5.3). */
    misnamed: () => shown('a[aria-label], button[aria-label], a[aria-labelledby], button[aria-labelledby]').filter((element) => {
      const name = element.getAttribute('aria-label') ?? (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
      const fold = (text) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
      return !fold(name).startsWith(fold(element.innerText))
    }).map(outline),
    /** What the keyboard should stop at, in the order of the page; of a group of radios, one. */
    stops: () => {
      const radios = new Set()
      return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0 && !element.closest('dialog:not([open])'))
        .filter((element) => {
          if (element.type !== 'radio') return true
          const group = [...document.getElementsByName(element.name)]
          const stop = group.find(({ checked }) => checked) ?? group[0]
          return stop === element && !radios.has(element.name) && Boolean(radios.add(element.name))
        })
        .map((element, index) => ((element.dataset.stop = `${index + 1} ${(element.name || element.innerText || element.ariaLabel || element.tagName).trim().slice(0, 40)}`), element.dataset.stop))
    },
    stop: () => document.activeElement?.dataset.stop ?? '',
    /** Regions that scroll and that the keyboard does not reach. */
    unreached: () => shown('main *').filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1 && element.tabIndex < 0).map(outline),
  }
})()

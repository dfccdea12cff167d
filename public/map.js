// The map: without this script a choice of bassin zooms; with it, buttons, keys, Ctrl and the wheel, two fingers.
const largest = 8
const step = 1.5
const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const calm = window.matchMedia('(prefers-reduced-motion: reduce)')

function makeZoomable(figure) {
  const svg = figure.querySelector('svg')
  const tools = figure.querySelector('.app-map-tools')
  const whole = { x: 0, y: 0, width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height }
  let view = { ...whole }
  let frame = 0

  const scale = () => whole.width / view.width
  const within = (value, low, high) => Math.min(Math.max(value, low), high)
  const bounded = ({ x, y, width }) => {
    const wide = within(width, whole.width / largest, whole.width)
    const high = (wide * whole.height) / whole.width
    return { x: within(x, 0, whole.width - wide), y: within(y, 0, whole.height - high), width: wide, height: high }
  }
  const show = (next) => {
    view = next
    svg.setAttribute('viewBox', [view.x, view.y, view.width, view.height].map((number) => number.toFixed(2)).join(' '))
    // Labels keep their size: what grows is the room around them.
    svg.style.setProperty('--map-shrink', String(1 / scale()))
    svg.classList.toggle('app-map-svg--zoomed', scale() > 1.001)
    tools.querySelector('[data-map-zoom=in]').disabled = scale() >= largest - 0.001
    for (const button of tools.querySelectorAll('[data-map-zoom=out], [data-map-zoom=reset]')) button.disabled = scale() <= 1.001
  }
  const glide = (target) => {
    cancelAnimationFrame(frame)
    if (calm.matches) return show(target)
    const from = { ...view }
    const start = performance.now()
    const advance = (now) => {
      const share = within((now - start) / 180, 0, 1)
      const eased = 1 - (1 - share) ** 3
      show(Object.fromEntries(Object.keys(target).map((key) => [key, from[key] + (target[key] - from[key]) * eased])))
      if (share < 1) frame = requestAnimationFrame(advance)
    }
    frame = requestAnimationFrame(advance)
  }
  /** Zooms by a factor around a point of the drawing, which stays where it is. */
  const zoomed = (factor, x = view.x + view.width / 2, y = view.y + view.height / 2) => {
    const { width } = bounded({ ...view, width: view.width / factor })
    const ratio = width / view.width
    return bounded({ x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio, width })
  }
  const moved = ([right, down], share = 0.2) => bounded({ x: view.x + right * view.width * share, y: view.y + down * view.height * share, width: view.width })
  const pointAt = ({ clientX, clientY }) => new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse())
  const act = { in: () => zoomed(step), out: () => zoomed(1 / step), reset: () => whole }

  tools.addEventListener('click', ({ target }) => {
    const action = act[target.closest('[data-map-zoom]')?.dataset.mapZoom]
    if (action) glide(action())
  })
  figure.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const action = { '+': act.in, '=': act.in, '-': act.out, '−': act.out, 0: act.reset }[event.key]
    const move = scale() > 1.001 ? moves[event.key] : undefined
    if (!action && !move) return
    event.preventDefault()
    glide(action ? action() : moved(move))
  })
  svg.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const { x, y } = pointAt(event)
    cancelAnimationFrame(frame)
    show(zoomed(Math.exp(-event.deltaY / 300), x, y))
  }, { passive: false })
  drag(svg, { isZoomed: () => scale() > 1.001, pointAt, view: () => view, show: (next) => show(bounded(next)), zoom: (factor, { x, y }) => show(zoomed(factor, x, y)) })
  // What the keyboard reaches comes into sight; a press of the mouse moves nothing.
  // On its parent: a drawing that listens to the focus is itself a stop of the keyboard.
  svg.parentElement.addEventListener('focusin', ({ target }) => {
    if (scale() <= 1.001 || !target.getBBox || !target.matches(':focus-visible')) return
    const { x, y, width, height } = target.getBBox()
    glide(bounded({ x: x + width / 2 - view.width / 2, y: y + height / 2 - view.height / 2, width: view.width }))
  })
  show(whole)
  tools.hidden = false
}

/** One finger or the mouse moves a zoomed map, two fingers zoom it; what was only a press still follows its link. */
function drag(svg, { isZoomed, pointAt, view, show, zoom }) {
  const pointers = new Map()
  let hasMoved = false
  const spread = () => {
    const [one, other] = [...pointers.values()]
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)
  }
  const release = ({ pointerId }) => pointers.delete(pointerId)
  svg.addEventListener('pointerdown', (event) => {
    if (pointers.size === 0) hasMoved = false
    pointers.set(event.pointerId, event)
  })
  svg.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId)
    if (!before) return
    const isFar = Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) > 4
    if (pointers.size === 1 && (!isZoomed() || (!hasMoved && !isFar))) return
    const previous = pointers.size === 2 ? spread() : 0
    const [from, to] = [pointAt(before), pointAt(event)]
    pointers.set(event.pointerId, event)
    hasMoved = true
    if (pointers.size === 2) return zoom(spread() / previous, pointAt(midpoint([...pointers.values()])))
    show({ ...view(), x: view().x + from.x - to.x, y: view().y + from.y - to.y })
  })
  for (const name of ['pointerup', 'pointercancel', 'pointerleave']) svg.addEventListener(name, release)
  svg.addEventListener('dragstart', (event) => event.preventDefault())
  svg.addEventListener('click', (event) => {
    if (hasMoved) event.preventDefault()
    hasMoved = false
  }, { capture: true })
}

const midpoint = ([one, other]) => ({ clientX: (one.clientX + other.clientX) / 2, clientY: (one.clientY + other.clientY) / 2 })

/** A line of the list lights its territory, and the other way round. */
function linkList(page) {
  const light = (target, isLit) => {
    const address = target.closest?.('a')?.getAttribute('href')
    if (!address) return
    for (const link of page.querySelectorAll('.app-map-links a, .app-map-group a')) if (link.getAttribute('href') === address) link.classList.toggle('app-map-lit', isLit)
  }
  for (const [name, isLit] of [['pointerover', true], ['focusin', true], ['pointerout', false], ['focusout', false]]) page.addEventListener(name, ({ target }) => light(target, isLit))
}

for (const figure of document.querySelectorAll('[data-map]')) makeZoomable(figure)
for (const page of document.querySelectorAll('.app-map-page')) linkList(page)

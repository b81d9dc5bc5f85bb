/** Lays a reader's name, imprint and logo into the frame of a sheet: on this device alone. */

import { find } from './find.js'
import { Progress } from './progress.js'

/**
 * @typedef {{ x: number, y: number, width: number, height: number }} Box - in points
 * @typedef {Box & { sign: 1 | -1 }} Room - from its corner on; upside down, everything goes the other way
 * @typedef {{ svg: string, width: number, height: number, rooms: Room[] }} Sheet
 * @typedef {{ value: string, weight: number, direction: CanvasDirection }} Words
 * @typedef {Words & { up: number, down: number }} Line - how far its ink goes, in ems
 * @typedef {Words & { x: number, y: number, size: number, anchor: 'start' | 'end' }} Place
 */

const FONT = 'sans-serif'

// As webapp/posters/poster.typ marks the room in a frame: its corner, then its size.
const ROOM = /translate\((\S+) (\S+)\)" data-typst-label="room"><g transform="translate\((\S+) (\S+)\)/g

const MOST_LINES = 2
// The size of the words in points: as large as fits, between a part of the room's width and its
// double. The limits are those of poster.typ, for what is read in the hand and what hangs on a wall.
const [PART, SMALLEST, LARGEST] = [1 / 20, 7, 9]
// As much of the width as a logo beside words may take.
const LOGO_PART = 1 / 3
// A line in ems, above and below where letters stand; more if its ink needs it.
const [ABOVE, BELOW] = [0.95, 0.3]

// Pixels of a saved picture for each point: 200 to an inch.
const FINE = 200 / 72

// Pixels of a logo's longer side: fine enough in print, and small enough to be remembered.
const MOST_PIXELS = 800

export class Workshop {
  /** @type {Sheet | undefined} */
  #sheet

  /** @type {HTMLCanvasElement | undefined} */
  #logo

  /** The same as a data URL, '' if there is none. */
  #logoUrl = ''

  /** How often a sheet was read in vain: a browser may refuse to import the same URL again. */
  #failures = 0

  /** What the logo is being made of. @type {Blob | undefined} */
  #file

  #pen = paper(1, 1)
  #segmenter = new Intl.Segmenter(document.documentElement.lang, { granularity: 'word' })

  /** @param {HTMLElement} $root @param {Progress} progress */
  constructor($root, progress) {
    this.progress = progress
    this.$form = /** @type {HTMLFormElement} */ ($root)
    this.$sheet = find($root, '[name=sheet]', HTMLSelectElement)
    this.$org = find($root, '[name=org]', HTMLTextAreaElement)
    this.$imprint = find($root, '[name=imprint]', HTMLTextAreaElement)
    this.$file = find($root, '[name=logo]', HTMLInputElement)
    this.$remember = find($root, '[name=remember]', HTMLInputElement)
    this.$preview = find($root, '[data-preview]')
    this.$picture = find(this.$preview, 'img', HTMLImageElement)
    this.$words = find(this.$preview, 'svg', SVGSVGElement)

    this.$sheet.onchange = () => this.load()
    this.$file.onchange = () => this.take(this.$file.files?.[0])
    $root.oninput = () => this.change()
    $root.onsubmit = (event) => event.preventDefault()
    // Once the fields are empty.
    $root.onreset = () => setTimeout(() => this.take(undefined).then(() => this.load()))
    find($root, '[data-print]').onclick = () => this.print()
    for (const kind of ['svg', 'png']) find($root, `[data-save=${kind}]`).onclick = () => this.save(kind)
    window.addEventListener('online', () => this.#sheet ?? this.load())

    this.#recall()
    find($root, '[data-remember]').hidden = !progress.isPersistent
    $root.hidden = false
    this.load()
  }

  /** Shows the chosen sheet, and lays the words into it. */
  async load() {
    const { value } = this.$sheet
    const path = location.pathname + value
    this.#sheet = undefined
    this.$preview.hidden = true
    this.$picture.src = `${path}.svg`
    const module = `${path}.js${this.#failures ? `?${this.#failures}` : ''}`
    const [sheet] = await Promise.all([read(module), this.$picture.decode()]).catch(() => [])
    // Another one may have been chosen meanwhile.
    if (value !== this.$sheet.value) return
    this.#sheet = sheet
    this.$preview.hidden = !sheet
    this.#tell(this.$sheet, !sheet)
    this.#failures += Number(!sheet)
    if (!sheet) return
    this.$words.setAttribute('viewBox', `0 0 ${sheet.width} ${sheet.height}`)
    this.change()
  }

  /** Takes a file as the logo; none takes it away. @param {Blob | undefined} file */
  async take(file) {
    this.#file = file
    const logo = file && (await bitmap(file).then(scaled).catch(() => undefined))
    // Another one may have been taken meanwhile.
    if (file !== this.#file) return
    this.#tell(this.$file, Boolean(file && !logo))
    this.#logo = logo
    this.#logoUrl = logo ? logo.toDataURL() : ''
    this.change()
  }

  /** Lays out what the form says, and remembers it if the reader wants that. */
  change() {
    this.#remember()
    if (!this.#sheet) return
    const { width, height, rooms } = this.#sheet
    const { lines, logo } = this.#layout(rooms[0])
    this.$words.replaceChildren(...rooms.map((room) => element('g', { transform: matrix(room) }, lines.map(text))))
    for (const $canvas of this.$preview.querySelectorAll('canvas')) $canvas.remove()
    if (logo) for (const { x, y, sign } of rooms) {
      const $canvas = scaled(/** @type {HTMLCanvasElement} */ (this.#logo))
      const { style } = $canvas
      style.left = `${((x + sign * logo.x) / width) * 100}%`
      style.top = `${((y + sign * logo.y) / height) * 100}%`
      style.width = `${(logo.width / width) * 100}%`
      style.height = `${(logo.height / height) * 100}%`
      style.transform = `scale(${sign})`
      this.$preview.append($canvas)
    }
    this.#setPaper(Boolean(lines.length || logo))
  }

  print() {
    if (!this.#isReady()) return
    this.#setPaper(true)
    window.print()
  }

  /** On paper, the page is the sheet, or what it is on the screen. @param {boolean} isSheet */
  #setPaper(isSheet) {
    const { dataset } = document.documentElement
    if (isSheet) dataset.paper = this.$sheet.value
    else delete dataset.paper
  }

  /** Whether nothing is refused; otherwise the browser leads to what is. */
  #isReady() {
    return this.#sheet && this.$form.reportValidity()
  }

  /** @param {string} kind - svg or png */
  async save(kind) {
    if (!this.#isReady()) return
    const $link = document.createElement('a')
    $link.href = URL.createObjectURL(await (kind === 'svg' ? this.#svg() : this.#png()))
    $link.download = `${this.$sheet.selectedOptions[0].dataset.name}.${kind}`
    $link.click()
    setTimeout(() => URL.revokeObjectURL($link.href), 60_000)
  }

  /** The sheet's own SVG, with the words and the logo at its end. */
  #svg() {
    const { svg, rooms } = /** @type {Sheet} */ (this.#sheet)
    const { logo } = this.#layout(rooms[0])
    const $words = /** @type {SVGSVGElement} */ (this.$words.cloneNode(true))
    const groups = [...$words.children].map(($group) => {
      if (logo) $group.append(element('image', { ...logo, 'xlink:href': this.#logoUrl }))
      return new XMLSerializer().serializeToString($group)
    })
    return new Blob([svg.replace(/<\/svg>\s*$/, ''), ...groups, '</svg>'], { type: 'image/svg+xml' })
  }

  /** @returns {Promise<any>} - a Blob */
  async #png() {
    const { width, height, rooms } = /** @type {Sheet} */ (this.#sheet)
    const pen = paper(width * FINE, height * FINE)
    const { canvas } = pen
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.fillStyle = '#000'
    pen.drawImage(this.$picture, 0, 0, canvas.width, canvas.height)
    const { lines, logo } = this.#layout(rooms[0])
    for (const { x: left, y: above, sign } of rooms) {
      pen.setTransform(sign * FINE, 0, 0, sign * FINE, left * FINE, above * FINE)
      for (const { value, x, y, size, weight, direction, anchor } of lines) {
        pen.font = `${weight} ${size}px ${FONT}`
        pen.direction = direction
        pen.textAlign = anchor
        pen.fillText(value, x, y)
      }
      if (logo) pen.drawImage(/** @type {HTMLCanvasElement} */ (this.#logo), logo.x, logo.y, logo.width, logo.height)
    }
    return new Promise((done) => canvas.toBlob(done))
  }

  /**
   * Where the words and the logo go in a room; what does not fit is refused and left out.
   * @param {Box} room
   */
  #layout({ width, height }) {
    const isMirrored = document.dir === 'rtl'
    const least = Math.min(LARGEST, Math.max(SMALLEST, width * PART))

    /** @type {Box | undefined} */
    let logo
    let start = 0
    if (this.#logo) {
      const most = this.$org.value + this.$imprint.value ? width * LOGO_PART : width
      const scale = Math.min(most / this.#logo.width, height / this.#logo.height)
      const [w, h] = [this.#logo.width * scale, this.#logo.height * scale]
      logo = { x: isMirrored ? width - w : 0, y: (height - h) / 2, width: w, height: h }
      start = w + least
    }
    const column = width - start

    const imprint = this.#lines(this.$imprint, 400, column / least)
    const below = tall(imprint) * least
    let size = 2 * least
    const name = () => {
      const set = this.#lines(this.$org, 700, column / size)
      return { ...set, isRefused: set.isRefused || tall(set) * size + below > height }
    }
    let org = name()
    for (let tenths = 19; tenths >= 10 && org.isRefused; tenths -= 1) {
      size = (least * tenths) / 10
      org = name()
    }
    this.#tell(this.$imprint, imprint.isRefused)
    this.#tell(this.$org, org.isRefused)

    /** @type {Place[]} */
    const lines = []
    let y = logo ? (height - tall(org) * size - below) / 2 : 0
    const x = isMirrored ? column : start
    for (const [set, em] of /** @type {const} */ ([[org, size], [imprint, least]])) {
      for (const { up, down, ...words } of set.isRefused ? [] : set.lines) {
        const anchor = (words.direction === 'rtl') === isMirrored ? 'start' : 'end'
        lines.push({ ...words, anchor, size: em, x, y: y + up * em })
        y += (up + down) * em
      }
    }
    return { lines, logo }
  }

  /**
   * What a field says in lines, and whether these are too many, or too wide for a width in ems.
   * @param {HTMLTextAreaElement} $field @param {number} weight @param {number} width
   */
  #lines($field, weight, width) {
    const direction = /** @type {CanvasDirection} */ (getComputedStyle($field).direction)
    this.#pen.font = `${weight} 100px ${FONT}`
    /** @param {string} value */
    const isWide = (value) => this.#pen.measureText(value.trim()).width > width * 100
    /** @type {string[]} */
    const values = []
    for (const paragraph of $field.value.split('\n')) {
      let line = ''
      for (const piece of this.#pieces(paragraph.trim())) {
        if (line && isWide(line + piece)) {
          values.push(line)
          line = ''
        }
        line += piece
      }
      if (line) values.push(line)
    }
    const lines = values.map((text) => {
      const value = text.trim()
      const { actualBoundingBoxAscent, actualBoundingBoxDescent } = this.#pen.measureText(value)
      const up = Math.max(ABOVE, actualBoundingBoxAscent / 100)
      return { value, weight, direction, up, down: Math.max(BELOW, actualBoundingBoxDescent / 100) }
    })
    return { lines, isRefused: values.length > MOST_LINES || values.some(isWide) }
  }

  /** A text in pieces between which a line may end: behind spaces, and between words without any. @param {string} text */
  #pieces(text) {
    const pieces = ['']
    let last
    for (const part of this.#segmenter.segment(text)) {
      if (last && (/\s/.test(last.segment) || (last.isWordLike && part.isWordLike))) pieces.push('')
      pieces[pieces.length - 1] += part.segment
      last = part
    }
    return pieces
  }

  /** Says why a field is refused, or that it is not. @param {HTMLSelectElement | HTMLTextAreaElement | HTMLInputElement} $field @param {boolean} isRefused */
  #tell($field, isRefused) {
    const $sentence = find(this.$form, `#no-${$field.name}`)
    $sentence.hidden = !isRefused
    // A hidden sentence would describe the field, too.
    $field.setAttribute('aria-describedby', isRefused ? $sentence.id : '')
    $field.setAttribute('aria-invalid', `${isRefused}`)
    if ($field instanceof HTMLTextAreaElement) $field.setCustomValidity(isRefused ? `${$sentence.textContent}` : '')
  }

  /** Stores what the form says if the reader wants that, and nothing otherwise. */
  #remember() {
    const { progress, $remember } = this
    if (!$remember.checked && !progress.choice('maker')) return
    const [sheet, org, imprint] = [this.$sheet, this.$org, this.$imprint].map(({ value }) => value)
    const maker = JSON.stringify({ sheet, org, imprint, logo: this.#logoUrl })
    progress.choose('maker', $remember.checked ? maker : '')
    const isFull = $remember.checked && !progress.isPersistent
    if (isFull) $remember.checked = false
    this.#tell($remember, isFull)
  }

  /** Fills in what was remembered. */
  #recall() {
    try {
      const { sheet, org = '', imprint = '', logo } = JSON.parse(this.progress.choice('maker'))
      const $option = [...this.$sheet.options].find(({ value }) => value === sheet)
      if ($option) $option.selected = true
      this.$org.value = org
      this.$imprint.value = imprint
      this.$remember.checked = true
      this.#logoUrl = logo
      if (logo) this.take(new Blob([Uint8Array.from(atob(logo.split(',')[1]), (byte) => byte.charCodeAt(0))]))
    } catch {
      // Nothing was remembered, or it cannot be read.
    }
  }
}

/** How tall lines are, in ems. @param {{ lines: Line[], isRefused: boolean }} set */
const tall = ({ lines, isRefused }) => (isRefused ? 0 : lines.reduce((sum, { up, down }) => sum + up + down, 0))

/** What lays the coordinates of a room into its sheet. @param {Room} room */
const matrix = ({ x, y, sign }) => `matrix(${sign} 0 0 ${sign} ${x} ${y})`

/** A line as an element of an SVG. @param {Place} place */
function text({ value, x, y, size, weight, direction, anchor }) {
  const font = { 'font-family': FONT, 'font-size': size, 'font-weight': weight }
  return element('text', { x, y, direction, 'text-anchor': anchor, ...font }, [value])
}

/** A sheet as its module has it: this page may import, but not fetch. @param {string} module @returns {Promise<Sheet>} */
async function read(module) {
  const { default: svg } = await import(module)
  const [, width, height] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? []
  const rooms = [.../** @type {string} */ (svg).matchAll(ROOM)].map((match) => {
    const [, x, y, across, down] = match.map(Number)
    return { x, y, width: Math.abs(across), height: Math.abs(down), sign: /** @type {1 | -1} */ (Math.sign(across)) }
  })
  return { svg, width: Number(width), height: Number(height), rooms }
}

/** A file as a picture; browsers make none of an SVG. @param {Blob} file */
const bitmap = async (file) =>
  file.type === 'image/svg+xml' ? drawing(await file.text()) : createImageBitmap(file)

/** A picture on a canvas of its own. @param {HTMLCanvasElement | ImageBitmap} picture */
function scaled(picture) {
  const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height))
  const pen = paper(picture.width * scale, picture.height * scale)
  const { canvas } = pen
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}

/** An element of an SVG. @param {string} name @param {object} attributes @param {(Node | string)[]} content */
function element(name, attributes, content = []) {
  const $element = /** @type {SVGElement} */ (document.createElementNS('http://www.w3.org/2000/svg', name))
  for (const [key, value] of Object.entries(attributes)) $element.setAttribute(key, value)
  $element.append(...content)
  return $element
}

/** A canvas to draw on. @param {number} width @param {number} height - at least a pixel */
function paper(width, height) {
  const $canvas = document.createElement('canvas')
  $canvas.width = Math.max(1, width)
  $canvas.height = Math.max(1, height)
  return /** @type {CanvasRenderingContext2D} */ ($canvas.getContext('2d'))
}

/**
 * A logo that is an SVG. No browser makes a bitmap of one, and our policy lets the page show no
 * picture that is not from us. So the shapes are drawn one by one: paths, rectangles, circles
 * and so on, with the colours that the browser works out. Whatever holds anything else that
 * shows, such as text or a gradient, is refused rather than drawn wrongly.
 */

// Comments, and the marks around plain text.
const NO_ELEMENT = /<!--[^]*?-->|<!\[CDATA\[|\]\]>/g
// An element's start or end, and the text behind it.
const TAG = /<(\/?)(?:svg:)?([\w:.-]+)((?:"[^"]*"|'[^']*'|[^'">])*?)(\/?)>([^<]*)/g
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
// What no shape needs.
const INERT = /:|^on|^xmlns|href$/
const ELSEWHERE = /url\(\s*["']?(?!["'#])/

const SHAPES = 'circle,ellipse,line,path,polygon,polyline,rect'
const KNOWN = `a,clipPath,defs,g,svg,switch,${SHAPES}`.split(',')
// What would be missing. Anything else shows only if a shape refers to it, but for foreignObject,
// in which programs keep their own data beside the shapes.
const REFUSED = /^(image|text|use)$/

/** Draws an SVG on a canvas; throws for one that it cannot draw. @param {string} source */
function drawing(source) {
  const $host = document.createElement('div')
  // Nothing of the page is inherited. It goes before the browser could paint it.
  $host.style.cssText = 'all: initial; position: fixed'
  document.body.append($host)
  try {
    return draw(build(source, $host.attachShadow({ mode: 'closed' })))
  } finally {
    $host.remove()
  }
}

/** Builds the elements that can be drawn, and no others. @param {string} source @param {ShadowRoot} root */
function build(source, root) {
  /** @type {(Element | undefined)[]} - undefined for what is left out */
  const path = []
  let styles = ''
  refuse(ELSEWHERE.test(source))
  for (const [, end, name, attributes, isEmpty, text] of source.replace(NO_ELEMENT, '').matchAll(TAG)) {
    if (end) {
      path.pop()
      continue
    }
    if (name === 'style') styles += text
    const $parent = path.length ? path[path.length - 1] : root
    refuse($parent && REFUSED.test(name))
    const $element = $parent && KNOWN.includes(name) ? element(name, {}) : undefined
    for (const [, key, one = '', other = one] of $element ? attributes.matchAll(ATTRIBUTE) : []) {
      // The policy allows this, and no attribute.
      if (key === 'style') /** @type {SVGElement} */ ($element).style.cssText = other
      else if (!INERT.test(key)) $element?.setAttribute(key, other)
    }
    if ($element) $parent?.append($element)
    if (!isEmpty) path.push($element)
  }
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  return /** @type {SVGSVGElement} */ (root.firstElementChild)
}

/** @param {SVGSVGElement} $svg */
function draw($svg) {
  if (!$svg.hasAttribute('viewBox')) {
    $svg.setAttribute('viewBox', `0 0 ${$svg.width.baseVal.value} ${$svg.height.baseVal.value}`)
  }
  const { width, height } = $svg.viewBox.baseVal
  const scale = MOST_PIXELS / Math.max(width, height)
  const pen = paper(width * scale, height * scale)
  // In the style, which wins over a style sheet.
  $svg.style.cssText += `; width: ${pen.canvas.width}px; height: ${pen.canvas.height}px`
  let isEmpty = true
  for (const $shape of shapes($svg)) {
    // In a part that is not shown: clip paths, or hidden layers.
    if (!$shape.checkVisibility({ visibilityProperty: true }) || $shape.closest('clipPath, defs')) continue
    pen.save()
    pen.globalAlpha = 1
    for (let $at = $shape; $at; $at = /** @type {any} */ ($at.parentElement)) clip($at, pen)
    pen.setTransform(/** @type {DOMMatrix} */ ($shape.getCTM()))
    if (paint($shape, pen)) isEmpty = false
    pen.restore()
  }
  refuse(isEmpty)
  return pen.canvas
}

/** @param {Element} $root @returns {NodeListOf<SVGGeometryElement>} */
const shapes = ($root) => $root.querySelectorAll(SHAPES)

/** @param {unknown} isRefused */
function refuse(isRefused) {
  if (isRefused) throw new TypeError()
}

/** Clips as an element is clipped, and is as opaque. @param {SVGGraphicsElement} $element @param {CanvasRenderingContext2D} pen */
function clip($element, pen) {
  const { clipPath, filter, mask, mixBlendMode, opacity } = getComputedStyle($element)
  refuse(filter + mixBlendMode !== 'nonenormal' || mask.includes('url'))
  pen.globalAlpha *= Number(opacity)
  if (clipPath === 'none') return
  // url("#id")
  const $clip = /** @type {ShadowRoot} */ ($element.getRootNode()).getElementById(clipPath.slice(6, -2))
  refuse(!$clip || $clip.matches('[clipPathUnits=objectBoundingBox]'))
  const path = new Path2D()
  for (const $shape of shapes(/** @type {Element} */ ($clip))) {
    path.addPath(outline($shape), $shape.transform.baseVal.consolidate()?.matrix)
  }
  pen.setTransform(/** @type {DOMMatrix} */ ($element.getCTM()))
  pen.clip(path)
}

/** Fills and strokes a shape; returns whether it showed. @param {SVGGeometryElement} $shape @param {CanvasRenderingContext2D} pen */
function paint($shape, pen) {
  const style = getComputedStyle($shape)
  const { fill, stroke } = style
  const path = outline($shape)
  const alpha = pen.globalAlpha
  refuse(/url|context/.test(fill + stroke) || style.strokeDasharray !== 'none')
  if (fill !== 'none') {
    pen.globalAlpha = alpha * Number(style.fillOpacity)
    pen.fillStyle = fill
    pen.fill(path, /** @type {CanvasFillRule} */ (style.fillRule))
  }
  if (stroke !== 'none') {
    pen.globalAlpha = alpha * Number(style.strokeOpacity)
    pen.strokeStyle = stroke
    pen.lineWidth = parseFloat(style.strokeWidth)
    pen.lineCap = /** @type {CanvasLineCap} */ (style.strokeLinecap)
    pen.lineJoin = /** @type {CanvasLineJoin} */ (style.strokeLinejoin)
    pen.miterLimit = parseFloat(style.strokeMiterlimit)
    pen.stroke(path)
  }
  return fill + stroke !== 'nonenone'
}

/** The outline of a shape in its own coordinates. @param {any} $shape */
function outline($shape) {
  /** @param {string[]} names */
  const lengths = (...names) => names.map((name) => $shape[name].baseVal.value)
  const points = $shape.getAttribute('points')
  /** @type {any} - whose methods take lists */
  const path = new Path2D(points ? `M${points}${$shape.localName === 'polygon' ? 'z' : ''}` : ($shape.getAttribute('d') ?? ''))
  if ('width' in $shape) {
    const [x, y] = lengths('rx', 'ry')
    path.roundRect(...lengths('x', 'y', 'width', 'height'), { x: x || y, y: y || x })
  } else if ('cx' in $shape) {
    path.ellipse(...lengths('cx', 'cy', ...('r' in $shape ? ['r', 'r'] : ['rx', 'ry'])), 0, 0, 2 * Math.PI)
  } else if ('x1' in $shape) {
    path.moveTo(...lengths('x1', 'y1'))
    path.lineTo(...lengths('x2', 'y2'))
  }
  return path
}

/**
 * An element that a template promises to a component: the first that matches, of a type.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} $root
 * @param {string} selector
 * @param {new () => T} [type] - by default HTMLElement
 * @returns {T}
 */
export function find($root, selector, type) {
  const $element = $root.querySelector(selector)
  const expected = type ?? HTMLElement
  if (!($element instanceof expected)) throw new Error(`no ${expected.name} ${selector}`)
  return /** @type {T} */ ($element)
}

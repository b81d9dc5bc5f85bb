/**
 * What the template promises a component: the first element that matches, of a type.
 * @template {Element} [T=HTMLElement]
 * @param {ParentNode} $root
 * @param {string} selector
 * @param {new () => T} [type] - an HTMLElement if nothing else is said
 * @returns {T}
 */
export function find($root, selector, type) {
  const $element = $root.querySelector(selector)
  const expected = type ?? HTMLElement
  if (!($element instanceof expected)) throw new Error(`no ${expected.name} ${selector}`)
  return /** @type {T} */ ($element)
}

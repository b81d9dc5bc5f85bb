/** What the template promises a component. @returns {any} @param {ParentNode} $root @param {string} selector */
export function find($root, selector) {
  const $element = $root.querySelector(selector)
  if (!$element) throw new Error(`no ${selector}`)
  return $element
}

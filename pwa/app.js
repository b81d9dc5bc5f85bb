/** Starts each component that the page has. A broken one does not stop the others. */

import { Age } from './age.js'
import { Checklist } from './checklist.js'
import { Device } from './device.js'
import { Install } from './install.js'
import { Progress } from './progress.js'
import { Stored } from './stored.js'
import { Transfer } from './transfer.js'
import { Updates } from './updates.js'

const progress = new Progress()

start('html', ($html) => new Device($html))
start('[data-age]', ($root) => new Age($root))
start('[data-checklist]', ($root) => new Checklist($root, progress))
start('[data-keep]', ($root) => new Install($root))
start('[data-transfer]', ($root) => new Transfer($root, progress))
start('[data-stored]', ($root) => new Stored($root, progress))
start('[data-offline]', ($root) => new Updates($root))

/** @param {string} selector @param {($root: HTMLElement) => unknown} component */
function start(selector, component) {
  const $roots = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))
  for (const $root of $roots) {
    try {
      component($root)
    } catch (error) {
      console.error(error)
    }
  }
}

/** Starts each component that the page has. A broken one does not stop the others. */

import { Age } from './age.js'
import { Checklist } from './checklist.js'
import { Device } from './device.js'
import { Install } from './install.js'
import { Progress } from './progress.js'
import { Proof, copies } from './handover.js'
import { Region } from './region.js'
import { Sections } from './sections.js'
import { Transfer } from './transfer.js'
import { Updates } from './updates.js'

const progress = new Progress()

start('html', ($html) => new Device($html))
start('[data-age]', ($root) => new Age($root))
start('[data-checklist]', ($root) => new Checklist($root, progress))
start('[data-keep]', ($root) => new Install($root, progress))
start('[data-transfer]', ($root) => new Transfer($root, progress))
start('[data-copies]', copies)
start('[data-regions]', ($root) => new Region($root, progress))
start('[data-proof]', ($root) => new Proof($root, progress))
start('[data-offline]', ($root) => new Updates($root))
start('body', ($body) => new Sections($body))
// On one page only, so that the others need not wait for them.
start('[data-stored]', async ($root) => new (await import('./stored.js')).Stored($root, progress))
start('[data-workshop]', async ($root) => new (await import('./workshop.js')).Workshop($root, progress))

/** @param {string} selector @param {($root: HTMLElement) => unknown} component */
async function start(selector, component) {
  const $roots = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))
  for (const $root of $roots) {
    try {
      await component($root)
    } catch (error) {
      console.error(error)
    }
  }
}

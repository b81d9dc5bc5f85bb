/** Makes a button copy a text. @param {any} $button @param {any} $text @param {any} $copied - says that it did */
export function copies($button, $text, $copied) {
  $button.hidden = !navigator.clipboard // missing outside https
  $button.onclick = async () => {
    $copied.hidden = true // so that a second copy is announced, too
    try {
      await navigator.clipboard.writeText($text.textContent)
      $copied.hidden = false
    } catch {
      getSelection()?.selectAllChildren($text) // refused: ready to be copied by hand
    }
  }
}

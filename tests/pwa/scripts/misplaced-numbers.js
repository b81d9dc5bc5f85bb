// Returns the sentences whose number is to the right of the stop, on the same line.
() =>
  [...document.querySelectorAll('sup')]
    .filter(($sup) => {
      const $text = $sup.previousSibling
      if ($text?.nodeType !== Node.TEXT_NODE) return false
      const range = document.createRange()
      range.setStart($text, $text.length - 1)
      range.setEnd($text, $text.length)
      const stop = range.getBoundingClientRect()
      const number = $sup.getBoundingClientRect()
      const beside = number.width && number.top < stop.bottom && number.bottom > stop.top
      return beside && number.right > stop.right
    })
    .map(($sup) => $sup.previousSibling.data)

// Returns the picture and the colour behind an element.
($element) => {
  const { backgroundImage, backgroundColor } = getComputedStyle($element)
  return [backgroundImage, backgroundColor]
}

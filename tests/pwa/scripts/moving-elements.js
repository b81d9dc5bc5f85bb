// Returns the class and the duration of every element that has a transition or an animation.
() =>
  [...document.querySelectorAll('*')]
    .map(($element) => [$element.className, getComputedStyle($element)])
    .filter(([, style]) => style.transitionDuration !== '0s' || style.animationName !== 'none')
    .map(([name, style]) => [name, style.transitionDuration])

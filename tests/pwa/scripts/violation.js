// Does a forbidden thing, and returns the directive it violates, '' if none in two seconds.
(thing) => {
  const element = (tag, properties) => Object.assign(document.createElement(tag), properties)
  const things = {
    'an inline script'() {
      document.head.append(element('script', { text: 'window.ran = 1' }))
    },
    'markup from a string'() {
      document.body.innerHTML = '<b>x</b>'
    },
    'a style attribute'() {
      const $paragraph = element('p')
      $paragraph.setAttribute('style', 'color: red')
      document.body.append($paragraph)
    },
    'another style sheet'() {
      document.head.append(element('style', { textContent: 'p { color: red }' }))
    },
    'a picture from elsewhere'() {
      document.body.append(element('img', { src: 'https://evil.test/x.png' }))
    },
    'a request'() {
      fetch('/healthz').catch(() => {})
    },
    'a frame'() {
      document.body.append(element('iframe', { src: '/en/' }))
    },
    'a form'() {
      const $form = element('form', { action: '/en/' })
      document.body.append($form)
      $form.submit()
    },
    'another base'() {
      document.head.append(element('base', { href: 'https://evil.test/' }))
    },
  }
  return new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) =>
      resolve(event.effectiveDirective),
    )
    setTimeout(() => resolve(''), 2000)
    try {
      things[thing]()
    } catch {} // trusted types
  })
}

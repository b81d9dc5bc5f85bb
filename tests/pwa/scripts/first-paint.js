// Returns when the first text or picture was painted, in milliseconds.
() =>
  new Promise((done) => {
    new PerformanceObserver((list) => {
      const [paint] = list.getEntriesByName('first-contentful-paint')
      if (paint) done(paint.startTime)
    }).observe({ type: 'paint', buffered: true })
  })

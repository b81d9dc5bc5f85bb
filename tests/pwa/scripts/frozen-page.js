// Lets the page hear of no change in storage while `frozen` is true.
addEventListener('storage', (event) => window.frozen && event.stopImmediatePropagation())

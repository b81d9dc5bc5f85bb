// Makes storage refuse everything from now on.
() => {
  for (const name of ['getItem', 'setItem', 'removeItem']) {
    Storage.prototype[name] = () => {
      throw new DOMException()
    }
  }
}

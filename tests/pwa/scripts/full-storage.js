// Makes storage full from now on.
() => {
  Storage.prototype.setItem = () => {
    throw new DOMException('', 'QuotaExceededError')
  }
}

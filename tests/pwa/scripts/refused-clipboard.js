// Refuses to copy.
if (window.Clipboard) {
  Clipboard.prototype.writeText = () => Promise.reject(new DOMException('no'))
}

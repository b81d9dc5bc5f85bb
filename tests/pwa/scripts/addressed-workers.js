// Notes the state of each worker that the page speaks to, in `told`.
window.told = []
const { postMessage } = ServiceWorker.prototype
ServiceWorker.prototype.postMessage = function (...message) {
  window.told.push(this.state)
  return postMessage.apply(this, message)
}

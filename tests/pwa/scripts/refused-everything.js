// Refuses everything that could be stored, and what asks about it.
const refused = () => {
  throw new DOMException('no', 'SecurityError')
}
Object.defineProperty(window, 'localStorage', { get: refused })
Object.defineProperty(window, 'sessionStorage', { get: refused })
if (isSecureContext) { // not where a tab begins
  ServiceWorkerContainer.prototype.register = async () => refused()
  ServiceWorkerContainer.prototype.getRegistration = async () => refused()
  CacheStorage.prototype.keys = async () => refused()
  LockManager.prototype.query = async () => refused()
}

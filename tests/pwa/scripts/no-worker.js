// Makes a registration wait for ever: there is no worker, and no error about it.
if (self.ServiceWorkerContainer) { // there is none in about:blank
  ServiceWorkerContainer.prototype.register = () => new Promise(() => {})
}

// Takes away what a page has only if it is secure.
delete Navigator.prototype.serviceWorker
delete Navigator.prototype.locks
delete window.caches

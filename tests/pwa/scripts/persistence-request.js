// Notes in `kept` that the page asks for its storage to be kept.
if (isSecureContext) { // not where a tab begins
  StorageManager.prototype.persist = async () => {
    window.kept = true
  }
}

// Makes the browser fail to delete a cache from now on.
() => {
  CacheStorage.prototype.delete = () => Promise.reject(new DOMException('', 'UnknownError'))
}

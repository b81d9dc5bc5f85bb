// Returns the status of the answer to a request, or the name of the error.
([path, options]) =>
  fetch(path, options).then(
    ({ status }) => status,
    ({ name }) => name,
  )

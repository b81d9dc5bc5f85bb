// Asks the worker for something about a page, and returns its answer.
([thing, path]) =>
  new Promise((settle) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = ({ data }) => settle(data)
    navigator.serviceWorker.controller.postMessage({ [thing]: path }, [port2])
  })

// Offers to install the app, counts in `prompts`, and returns whether the page takes the offer.
() => {
  window.prompts = 0
  const offer = new Event('beforeinstallprompt', { cancelable: true })
  offer.prompt = async () => {
    window.prompts++
  }
  dispatchEvent(offer)
  return offer.defaultPrevented
}

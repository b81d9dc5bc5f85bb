// Returns what our module makes of a user agent: the platform, and the app with the window.
async ([module, userAgent]) => {
  const device = await import(module)
  return [device.platformOf(userAgent, 0), device.inAppOf(userAgent)]
}

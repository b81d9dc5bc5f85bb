// Returns what our module makes of a device: the platform, and the app with the window.
async ([module, userAgent, maxTouchPoints = 0, platform = '']) => {
  const device = await import(module)
  return [device.platformOf({ userAgent, maxTouchPoints, platform }), device.inAppOf(userAgent)]
}

"""Every byte that a device can get, by locale: knows URLs, and no request."""

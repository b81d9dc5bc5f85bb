"""From words and an address to a file that proved itself."""

"""The reader: which languages there are, what headers reveal, and which variant suits."""

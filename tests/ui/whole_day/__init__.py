"""A whole day at the desk, by keys and scans alone."""

"""Files of other people, read under limits."""

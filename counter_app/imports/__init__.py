"""Foreign tables: a file of a person in, rows of text out, with limits before anything is opened."""

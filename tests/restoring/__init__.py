"""A desk's file from a copy: the three ways, kills in the middle, receipts entered again."""

"""Paper: a frozen value in, PDF bytes out."""

"""Reads: one module per screen or report; functions that return small frozen rows."""

"""Widgets of our own, drawn from the tokens."""

"""Dialogs: few, and never for validation."""

"""Item models and their columns."""

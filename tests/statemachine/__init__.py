"""A dossier's life as a state machine: random acts on the real services against a small model."""

"""Builds the installer's folder in a clean environment and lets it work where there is no Python."""

"""Desks and a centre at random, on the real domain, storage, services and sync code, seed by seed."""

"""Tests of the acts of the counter and of what they read."""

"""Tests of the reception page."""

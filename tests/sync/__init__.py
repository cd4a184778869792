"""Tests of the meeting with the central store."""

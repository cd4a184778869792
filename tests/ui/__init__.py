"""Tests of the window: offscreen, by keys, on the real widgets."""

"""The catalogue and the calendar, driven by keys."""

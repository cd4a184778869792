"""Use cases: one function per act of the counter."""

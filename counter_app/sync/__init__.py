"""Meeting the central store: the five calls of a desk, and how the centre's SQL is installed."""

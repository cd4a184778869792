"""Tests of what papers say and how they look."""

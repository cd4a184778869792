"""Benchmarks: ours beside its limit and its peers in one run (`python -m tests.benchmarks`)."""

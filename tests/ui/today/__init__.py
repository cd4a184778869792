"""Hôm nay as it lives."""

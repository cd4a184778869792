"""Tests of the reads of screens and papers."""

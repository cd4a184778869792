"""Tests of the page Đồng bộ and of what the window says of passes."""

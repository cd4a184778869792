"""The tests mirror the package: what is in `counter_app/x/y.py` is tested in `tests/x/test_y.py`."""

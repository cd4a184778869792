"""Run the program: python -m counter_app."""

from counter_app.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

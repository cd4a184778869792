"""Run the program: `python -m counter_app`, or the command `counter-app`."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; answers the exit code. The plain window does not wait for the reader of commands."""
    given = sys.argv[1:] if argv is None else list(argv)
    if given and given[0] == "--data" and len(given) == 2:
        folder = given[1]
    elif not given:
        folder = ""
    else:
        from counter_app.cli import main as command_line

        return command_line(given)
    return _window(given, folder)


def _window(given: Sequence[str], folder: str) -> int:
    from pathlib import Path

    from counter_app.commands import window

    try:
        return window.run(Path(folder) if folder else None)
    except Exception as error:
        from counter_app.cli import refuse
        from counter_app.domain.errors import CounterError  # not on the way to the first picture

        if isinstance(error, CounterError):
            return refuse(error, given)
        raise


if __name__ == "__main__":
    raise SystemExit(main())

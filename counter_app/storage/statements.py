"""Statements of Core that are built and compiled once, for the paths that run them again and again.

Core gives the names of tables and columns, checked when the statement is built; building and compiling one
costs ten times what SQLite needs to run it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Insert, Select, Update
from sqlalchemy.dialects.sqlite import dialect

Statement = Select[Any] | Insert | Update | Delete


class Prepared:
    """A statement with named values. `columns`: those an INSERT or UPDATE without VALUES gives.

    It is built at the first run, so that importing a module costs nothing.
    """

    def __init__(self, build: Callable[[], Statement], columns: Iterable[str] = ()) -> None:
        self._build = build
        self._columns = tuple(columns)

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...], Mapping[str, Any]]:
        """Text, the names of its question marks in order, and the values that stand in it already."""
        compiled = self._build().compile(dialect=dialect(), column_keys=self._columns or None)
        names = tuple(compiled.positiontup or ())
        fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        return str(compiled), names, {name: fixed[name] for name in names if name in fixed}

    def run(self, conn: Connection, values: Mapping[str, Any] | None = None) -> CursorResult[Any]:
        """Run it. Raises KeyError for a value that is missing, and what the driver's errors mean."""
        text, names, fixed = self._compiled
        return conn.exec_driver_sql(text, self._in_order(names, fixed, values or {}))

    def run_many(self, conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each row; nothing where there is none."""
        text, names, fixed = self._compiled
        if not rows:
            return
        if fixed or len(names) == 1:
            conn.exec_driver_sql(text, [self._in_order(names, fixed, row) for row in rows])
        else:
            conn.exec_driver_sql(text, list(map(itemgetter(*names), rows)))

    @staticmethod
    def _in_order(
        names: tuple[str, ...], fixed: Mapping[str, Any], values: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        if not fixed:
            return tuple([values[name] for name in names])
        return tuple([values[name] if name in values else fixed[name] for name in names])

"""What the handover page asks of the worker: functions that make the callables run there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from counter_app.queries.handover import Batch, BatchHead, HeldRow
from counter_app.queries.handover_scans import Judgement
from counter_app.queries.sync import AwaitedAct
from counter_app.services.results import BatchDone
from counter_app.ui.desk_port import ReferencePort

Do = Callable[[Any], Any]
_PAST_DAYS = 30
_PAST_BATCHES = 60


@dataclass(frozen=True)
class Loaded:
    """What the page shows: held, on its way here, and the agency's units and people. awaited: taken over
    here before its data came."""

    held: tuple[HeldRow, ...]
    coming: tuple[Batch, ...]
    reference: ReferencePort
    awaited: tuple[AwaitedAct, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What a scan is, with the batches that are on their way here where it is about one."""

    judgement: Judgement
    coming: tuple[Batch, ...]
    reference: ReferencePort


def loading(unit: str) -> Do:
    """Read both sides."""

    def do(reading: Any) -> Loaded:
        from counter_app.queries import handover
        from counter_app.queries.sync import awaited_in

        held, coming = handover.to_give(reading, unit), handover.to_take(reading, unit)
        return Loaded(held, coming, reading.reference, awaited_in(reading, unit))

    return do


def past(unit: str, now: datetime) -> Do:
    """Read the unit's batches of the last month."""

    def do(reading: Any) -> tuple[BatchHead, ...]:
        from counter_app.queries import handover

        since = now.date() - timedelta(days=_PAST_DAYS)
        return handover.batches(reading, unit, since, _PAST_BATCHES)

    return do


def lines_of(number: str) -> Do:
    """Read one batch with its lines."""

    def do(reading: Any) -> Batch | None:
        from counter_app.queries import handover

        return handover.one_batch(reading, number)

    return do


def judging(text: str, unit: str) -> Do:
    """Read what a scan is; where it is on its way here, the batches that are, as they stand now."""

    def do(reading: Any) -> Judged:
        from counter_app.queries import handover
        from counter_app.queries.handover_scans import ScanIs, judge_scan

        found = judge_scan(reading, text, unit)
        is_coming = found.kind in {ScanIs.TO_TAKE, ScanIs.BATCH_TO_TAKE}
        coming = handover.to_take(reading, unit) if is_coming else ()
        return Judged(found, coming, reading.reference)

    return do


def giving(codes: Sequence[str], to: str, by: str) -> Do:
    """Give in one numbered batch."""

    def do(uow: Any) -> BatchDone:
        from counter_app.services import custody

        return _committed(uow, custody.hand_over(uow, codes, to=to, by=by))

    return do


def taking(codes: Sequence[str], by: str) -> Do:
    """Take over exactly these."""

    def do(uow: Any) -> BatchDone:
        from counter_app.services import custody

        return _committed(uow, custody.take_over(uow, codes, by=by))

    return do


def declining(codes: Sequence[str], reason: str, by: str) -> Do:
    """Send back to the giver what was not meant for us, or never came."""

    def do(uow: Any) -> BatchDone:
        from counter_app.services import custody

        return _committed(uow, custody.decline(uow, codes, reason=reason, by=by))

    return do


def recalling(codes: Sequence[str], reason: str, by: str) -> Do:
    """Take back what was given and not taken yet."""

    def do(uow: Any) -> BatchDone:
        from counter_app.services import custody

        return _committed(uow, custody.recall(uow, codes, reason=reason, by=by))

    return do


def _committed(uow: Any, done: BatchDone) -> BatchDone:
    uow.commit()
    return done

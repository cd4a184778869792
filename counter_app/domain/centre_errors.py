"""Errors of the meeting with the central store: what happened, with its facts and no sentence."""

from __future__ import annotations

from counter_app.domain.errors import CounterError


class CentreUnreachable(CounterError):
    """No answer, or not in time; what was sent may have been stored: send the same again. Facts: because."""


class CentreRefused(CounterError):
    """The centre does not know this login, or the origin is not its own. Facts: because, login?, origin?."""


class CentreFailed(CounterError):
    """The centre could not do it. Facts: sqlstate, because (its own words)."""


class CentreTooNew(CounterError):
    """The centre was installed by a newer program. Facts: found, known."""


class CentreTooOld(CounterError):
    """The centre, or its PostgreSQL, is older than this program needs. Facts: found, needed, because."""


class ProgramTooOld(CounterError):
    """The centre takes no program as old as this one. Facts: found, needed."""


class OriginGap(CounterError):
    """Envelopes before these are missing at the centre. Facts: origin, oseq (sent first), held."""


class OriginForked(CounterError):
    """The centre holds another envelope at this place. Facts: origin, oseq (the first that differs)."""


class PushTooLarge(CounterError):
    """More than one push may carry. Facts: events, bytes."""


class BlobRefused(CounterError):
    """A scan, or a piece of it, that the centre does not take. Facts: because, sha256, size?, piece?."""

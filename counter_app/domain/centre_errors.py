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


class CentreNotTrusted(CounterError):
    """The server could not prove that it is the centre, so nothing was said to it. Facts: because."""


class AddressNotSafe(CounterError):
    """The address does without a verified TLS although its host is not on this machine. Facts: host."""


class EnrolmentNotReadable(CounterError):
    """The file is none that `central enrol` wrote, or not whole. Facts: path, because."""


class DeskNotEnrolled(CounterError):
    """The centre has no such desk. Facts: agency, desk."""


class DeskNumberTaken(CounterError):
    """A desk that worked alone joins as a number that another one has. Facts: agency, desk."""


class OriginOfAnotherDesk(CounterError):
    """The origin that should join stands in the centre as another desk's. Facts: origin, agency, desk."""


class NoBlockLeft(CounterError):
    """Every block of serials of the agency belongs to a desk. Facts: agency, desk."""


class AdministratorRefused(CounterError):
    """The server does not let the administrator in, or he is no superuser there. Facts: because."""


class ServerUnreachable(CounterError):
    """The administrator's address leads to no server that answers. Facts: because."""


class DatabaseUnknown(CounterError):
    """The administrator's server has no such database. Facts: database."""


class FirstDeskNeedsAdmin(CounterError):
    """The centre holds nothing of this agency yet: its first desk brings an administrator. No facts."""


class CentreNotInstalled(CounterError):
    """The database holds no centre, or one too old to work with. Facts: database."""


class TrialCentreNotStarted(CounterError):
    """The embedded PostgreSQL for trials could not be run here. Facts: because."""


class SyncBusy(CounterError):
    """A pass of this desk is under way: one at a time. Facts: path? (the desk's folder)."""


class DeskNotJoined(CounterError):
    """The desk belongs to no central store. Facts: path? (the desk's folder)."""


class ScheduleNotStarted(CounterError):
    """The system does not run the nightly task, though its files may be there. Facts: because, path, said."""


class FeedDamaged(CounterError):
    """A row of the feed is not what its hashes say; nothing of that page was stored. Facts: pos, because."""

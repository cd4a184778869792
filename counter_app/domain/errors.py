"""Errors of the trade: what happened, with its facts and no sentence (those are in `ui/messages.py`)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any


class CounterError(Exception):
    """Something a person can cause. `code` is the snake_case class name; `facts` are JSON values.

    A subclass names what happened: ``class DossierAlreadyHandedOver(CounterError)``.
    """

    code: str = "counter_error"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts: dict[str, Any] = facts


class InvalidField(CounterError):
    """A field holds what it may not. Facts: field, problem (a word of a fixed list), limit?, value?."""


class ActNotAllowed(CounterError):
    """The act is not possible in this state. Facts: act, status, possible (acts possible now), code?."""


class NotPermitted(CounterError):
    """The person's role does not permit the act. Facts: act, by, role, permission."""


class StaffUnknown(CounterError):
    """No such person, or no longer in service. Facts: by."""


class DossierUnknown(CounterError):
    """No dossier has this code. Facts: code."""


class ForeignCode(CounterError):
    """A well-formed code or scan number of another agency. Facts: code, agency (or tag)."""


class CodeNotReadable(CounterError):
    """What was scanned or typed is no code. Facts: code, problem."""


class DossierAlreadyHandedOver(CounterError):
    """The paper is in transit. Facts: act, code, status, possible, to, batch."""


class NotInTransit(CounterError):
    """Nothing to take, decline or recall. Facts: act, code, status, possible, holder."""


class NotHolder(CounterError):
    """The person's unit does not hold the dossier. Facts: act, code, status, possible, holder, unit."""


class NotReceiver(CounterError):
    """The dossier is in transit to another unit. Facts: act, code, status, possible, to, unit."""


class NotGiver(CounterError):
    """Only the unit that gave may recall. Facts: act, code, status, possible, giver, unit."""


class DuplicateOpenDossier(CounterError):
    """The same id has an open dossier of the same procedure. Facts: code, received_at, status, holder."""


class ReceiptKnown(CounterError):
    """A printed receipt whose dossier is here. Facts: code, received_at, status, holder, procedure."""


class ReceiptNotOurs(CounterError):
    """A receipt that this desk cannot have printed. Facts: code, because, day?."""


class PortalCodeKnown(CounterError):
    """Facts: portal_code, code."""


class ProcedureUnknown(CounterError):
    """Facts: procedure."""


class ProcedureNotInForce(CounterError):
    """Facts: procedure, version, in_force_from, in_force_to, on."""


class UnitUnknown(CounterError):
    """No such unit, or a closed one. Facts: unit."""


class NoComponents(CounterError):
    """Nothing was handed in: a supervisor and a note are needed. Facts: procedure."""


class RequestIdReused(CounterError):
    """The same request id came with other content. Facts: request_id."""


class AtNotAllowed(CounterError):
    """The agency's settings do not allow acts of a past moment. Facts: at."""


class AtInFuture(CounterError):
    """Facts: at, now."""


class AtBeforeLastEvent(CounterError):
    """Facts: at, last, code."""


class ClockJump(CounterError):
    """The machine's clock is not believable; numbering waits for `confirm_clock`. Facts: now, last."""


class NumberBlockExhausted(CounterError):
    """Facts: on, lo, hi, way_out."""


class AlreadyExtended(CounterError):
    """Facts: code, due_first, due_at."""


class EventUnknown(CounterError):
    """Facts: event_id."""


class RevokeNotPossible(CounterError):
    """Facts: event_id, kind, because."""


class ConflictUnknown(CounterError):
    """Facts: conflict."""


class ConflictSettled(CounterError):
    """A resolution named this conflict already. Facts: conflict."""


class ChoiceNotPossible(CounterError):
    """Whatever were left out, the chosen event could not stand. Facts: conflict, chosen, because."""


class AwaitedAlready(CounterError):
    """The unit recorded this act already, and it waits for the dossier's data. Facts: act, code, at, by."""


class NothingChanged(CounterError):
    """Facts: code."""


class StoreLocked(CounterError):
    """Another process writes this desk's file. Facts: path."""


class StoreNotOpened(CounterError):
    """Facts: path, because."""


class StoreTooNew(CounterError):
    """Facts: path, found, known."""


class StoreReadOnly(CounterError):
    """A write failed in a way that a restart must check first. Facts: because."""


class StoreFull(CounterError):
    """Facts: path."""


class LogDamaged(CounterError):
    """A stored record cannot be read as what it was. Facts: event_id, because."""


class JournalMismatch(CounterError):
    """The witness journal and the log tell different stories. Facts: path, origin, oseq, because."""


class FieldProblem(StrEnum):
    """The fixed list of `InvalidField.problem` of typed fields: each has its words in `ui/messages.py`."""

    EMPTY = "empty"
    TOO_SHORT = "too_short"          # facts limit (wanted), missing (how many)
    TOO_LONG = "too_long"            # facts limit, extra where it is counted in digits
    CONTROL = "control"              # NUL, vertical tab, tab inside one line …
    SURROGATE = "surrogate"          # half a character: cannot be stored
    LINE_BREAK = "line_break"        # in a field of one line
    TOO_MANY_LINES = "too_many_lines"
    FORMAT = "format"
    LETTERS = "letters"              # where only digits may stand
    CHARACTERS = "characters"        # signs that do not belong here
    CHECK_DIGIT = "check_digit"
    PROVINCE = "province"            # first three digits of an identity number
    CENTURY_GENDER = "century_gender"  # its fourth digit
    BIRTH_YEAR = "birth_year"        # born in the future
    SERIAL = "serial"                # a running part that is never given out (all noughts)
    PREFIX = "prefix"                # a phone that begins with neither 0 nor +
    UNWANTED = "unwanted"            # a number given although there is none
    NO_IDENTITY = "no_identity"      # neither tax code nor identity number nor passport
    TOO_FEW_FIELDS = "too_few_fields"
    NO_AT = "no_at"
    SEVERAL_AT = "several_at"
    LOCAL_PART = "local_part"        # before the @
    BLANKS = "blanks"
    NO_DOMAIN = "no_domain"
    NO_DOMAIN_DOT = "no_domain_dot"  # nothing after a dot
    DOMAIN = "domain"
    MARKS = "marks"                  # Vietnamese letters where the input method slipped in
    MONTH = "month"
    DAY = "day"
    YEAR = "year"                    # facts lowest, highest
    OUT_OF_RANGE = "out_of_range"    # facts lowest, highest
    MISSING = "missing"              # the field is not there at all
    WRONG_TYPE = "wrong_type"        # a number where a text belongs, and the like
    UNKNOWN = "unknown"              # not one of the words or numbers that are possible; facts possible?
    REPEATED = "repeated"
    TOO_MANY = "too_many"            # facts limit
    NOT_A_DATE = "not_a_date"
    IN_THE_PAST = "in_the_past"
    IN_THE_FUTURE = "in_the_future"
    AFTER_NEXT_EVENT = "after_next_event"  # reception moved behind what happened after it
    NOT_IN_ORDER = "not_in_order"    # hours of work
    NOT_OWED = "not_owed"            # facts owed (đồng): more, or less without a reason
    OWN_UNIT = "own_unit"            # a unit that holds the dossier itself, or the desk


class TimeLimitNotPossible(CounterError):
    """No such time limit. Facts: amount, unit, min, max."""


class PauseNotPossible(CounterError):
    """Facts: start, end, because (before_reception, ends_before_it_begins), received_at?."""


class ExtensionNotPossible(CounterError):
    """Facts: extension, because (not_a_working_day, not_after_due), due_at?."""


class MomentBeforeReception(CounterError):
    """Facts: field (finished, now), value, received_at."""


class DateOutOfRange(CounterError):
    """Counting leaves the years of the calendar. Facts: latest (a date)."""


class LineNotJson(CounterError):
    """A line of input is no JSON object. Facts: problem."""


class BatchUnknown(CounterError):
    """No handover has this number. Facts: batch."""


class BookUnknown(CounterError):
    """No register (sổ theo dõi) has this name, field-year-desk. Facts: book, known (names, newest first)."""


class HandoverToOwnUnit(CounterError):
    """Facts: code, unit."""


class NoStepLeft(CounterError):
    """The holder has no internal step left to mark. Facts: code, unit."""


class OfficerNotOfUnit(CounterError):
    """Facts: officer, unit, officer_unit."""


class ApologyMissing(CounterError):
    """A late result, and the agency returns none without an apology (form 04). Facts: code, due_at."""


class SlipUnknown(CounterError):
    """Facts: slip."""


class CorrectionTooLate(CounterError):
    """After the day of reception only the supervisor corrects. Facts: code, received_on, by."""


class PasswordRefused(CounterError):
    """A new password breaks a rule.

    Facts: problem (too_short, too_long, too_common, same_as_name), limit?.
    """


class SignInRefused(CounterError):
    """Login or password is wrong, or the person waits. Facts: login, wait_seconds."""


class StaffKnown(CounterError):
    """The login exists already. Facts: login."""


class TrialDeskOnly(CounterError):
    """A real desk stands in the folder. Facts: path."""


class DeskExists(CounterError):
    """The folder already holds a desk. Facts: path."""


class LastAdministrator(CounterError):
    """Nobody would be left who may administer. Facts: login."""


class UnitKnown(CounterError):
    """A new unit would take a code that a unit has, or had. Facts: unit."""


class UnitInUse(CounterError):
    """A unit that is at work cannot be closed. Facts: unit, people (in service), dossiers (held, coming)."""


class UnknownFields(CounterError):
    """An act carries fields that it does not have. Facts: fields, known."""


class ActUnknown(CounterError):
    """Facts: act, known."""


class FormUnknown(CounterError):
    """No such paper, or not of this dossier. Facts: form, known."""


class NoPrinter(CounterError):
    """The machine has no printer to print on, or no longer the chosen one. Facts: printer."""


class PrintFailed(CounterError):
    """A printer took the paper and did not print it. Facts: printer, because."""


class FileNotWritten(CounterError):
    """A paper or copy could not be written where it was asked. Facts: path, because."""


class FileNotRead(CounterError):
    """A file that was named cannot be read. Facts: path, because."""


class RowRefused(CounterError):
    """A row of a foreign table cannot be taken as a whole. Facts: because, cell?, row?, procedure?."""


class NothingToImport(CounterError):
    """Every row is as it stands already, or refused. Facts: rows, refused."""


class ExportNeedsSupervisor(CounterError):
    """More rows than one person may take out of the program alone. Facts: rows, most, by."""


class CalendarUnchanged(CounterError):
    """The working calendar says so already. Facts: version."""


class CalendarVersionOld(CounterError):
    """An act made for another calendar than the present one. Facts: calendar_version, present."""


class CalendarYearEmpty(CounterError):
    """A year without a single day off or swap day cannot be confirmed. Facts: year."""


class FeedbackUnknown(CounterError):
    """No feedback has this number. Facts: feedback."""


class DayNotBegun(CounterError):
    """A day that lies ahead cannot be signed off. Facts: day, today."""


class LogMovedOn(CounterError):
    """Something was recorded since the person read what was to be signed. Facts: day, head, place."""


class DaySheetUnknown(CounterError):
    """No day was signed off under this number, `2026-11-23-1`. Facts: sheet."""

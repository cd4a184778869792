"""The table of acts as the design writes it: from which status, by whom, and what is asked of the paper."""

from __future__ import annotations

STAFF = {
    "lan": ("counter", "MC"),
    "minh": ("officer", "QLDT"),
    "dung": ("head", "QLDT"),
    "hoa": ("officer", "QLDN"),
    "mai": ("officer", "TNMT"),
    "van": ("officer", "VP"),
    "tuan": ("supervisor", "LD"),
    "quantri": ("administrator", "VP"),
}
OPEN = {"received", "processing", "awaiting_supplement", "awaiting_payment", "stopped"}
STANDING = {"awaiting_supplement", "awaiting_payment", "stopped"}
ALL = {*OPEN, "registered", "refused", "withdrawn", "finished", "returned", "voided"}
WITH_PAPER = ALL - {"registered", "refused", "voided", "returned"}

DESK, DEPARTMENT, LEADER = {"counter", "supervisor"}, {"officer", "head", "supervisor"}, {"supervisor"}
EITHER = ANYBODY = DESK | DEPARTMENT
# act → (allowed from, by whom, what is asked of the paper)
TABLE: dict[str, tuple[set[str], set[str], str]] = {
    "receive": ({"–", "registered"}, DESK, "any"),
    "refuse": ({"–", "registered", "awaiting_supplement"}, DESK, "still"),
    "request_supplement": ({"–", "registered", "received", "processing"}, EITHER, "held"),
    "supplement": ({"awaiting_supplement"}, DESK, "still"),
    "request_payment": ({"received", "processing"}, DESK, "still"),
    "pay": ({"awaiting_payment", "finished"}, DESK, "still"),
    "withdraw": (OPEN | {"registered"}, DESK, "still"),
    "return_result": ({"finished", "withdrawn", "stopped", "refused"}, DESK, "still"),
    "correct": (OPEN | {"finished"}, DESK, "still"),
    "hand_over": (WITH_PAPER, ANYBODY, "own"),
    "recall": (WITH_PAPER, ANYBODY, "giver"),
    "take_over": (WITH_PAPER, ANYBODY, "receiver"),
    "decline": (WITH_PAPER, ANYBODY, "receiver"),
    "assign": (OPEN, DEPARTMENT, "held"),
    "step_done": ({"processing"}, DEPARTMENT, "held"),
    "cooperate": ({"processing"}, DEPARTMENT, "held"),
    "extend": ({"received", "processing"}, DEPARTMENT, "held"),
    "stop": (OPEN - {"stopped"}, DEPARTMENT, "held"),
    "resume": ({"stopped"}, DEPARTMENT, "held"),
    "finish": ({"processing"}, DEPARTMENT, "held"),
    "reopen": ({"finished"}, LEADER, "any"),
    "void": ({"received"}, LEADER, "still"),
    "recalculate": (OPEN, LEADER, "any"),
    "revoke": (ALL, LEADER, "any"),
    "note": (ALL, ANYBODY, "any"),
    "notify": (ALL, ANYBODY, "any"),
}
NO_PAPER_YET = {"correct", "hand_over", "recall", "take_over", "decline", "assign", "stop", "recalculate"}
"""A registered dossier may wait for papers too: it has no code, no clock and no paper."""
REVOCABLE = {"return_result", "pay", "extend", "finish", "note", "notify", "assign", "step_done"}

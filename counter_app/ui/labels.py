"""Words for kinds that the store keeps in English: status, roles, channels, papers, forms. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from counter_app.domain.dossier import Channel, PartyKind, ReturnBy, Status
from counter_app.domain.identity import IdKind
from counter_app.domain.procedure import ComponentKind, Procedure
from counter_app.domain.staff import Role
from counter_app.domain.text import money

STATUS: Mapping[Status, str] = {
    Status.REGISTERED: "Chờ tiếp nhận",
    Status.RECEIVED: "Đã tiếp nhận",
    Status.REFUSED: "Từ chối tiếp nhận",
    Status.PROCESSING: "Đang xử lý",
    Status.AWAITING_SUPPLEMENT: "Chờ bổ sung",
    Status.AWAITING_PAYMENT: "Chờ nộp phí",
    Status.WITHDRAWN: "Đã rút",
    Status.STOPPED: "Đã dừng",
    Status.FINISHED: "Đã có kết quả",
    Status.RETURNED: "Đã trả",
    Status.VOIDED: "Đã hủy số",
}
ROLES: Mapping[Role, str] = {
    Role.COUNTER: "Cán bộ Một cửa",
    Role.OFFICER: "Chuyên viên",
    Role.HEAD: "Trưởng phòng",
    Role.SUPERVISOR: "Lãnh đạo",
    Role.ADMINISTRATOR: "Quản trị",
}
CHANNELS: Mapping[Channel, str] = {
    Channel.DIRECT: "Trực tiếp",
    Channel.ONLINE: "Trực tuyến",
    Channel.POST: "Bưu chính",
}
RETURNS: Mapping[ReturnBy, str] = {
    ReturnBy.DESK: "Tại Một cửa",
    ReturnBy.POST: "Qua bưu chính",
    ReturnBy.ONLINE: "Trực tuyến",
}
PARTIES: Mapping[PartyKind, str] = {PartyKind.ORGANISATION: "Tổ chức", PartyKind.PERSON: "Cá nhân"}
ID_KINDS: Mapping[IdKind, str] = {
    IdKind.MST: "Mã số thuế",
    IdKind.CCCD: "CCCD",
    IdKind.CMND: "CMND",
    IdKind.PASSPORT: "Hộ chiếu",
    IdKind.NONE: "Không có số",
}
COMPONENT_KINDS: Mapping[ComponentKind, str] = {
    ComponentKind.ORIGINAL: "bản chính",
    ComponentKind.COPY: "bản sao",
    ComponentKind.CERTIFIED_COPY: "bản sao chứng thực",
    ComponentKind.ELECTRONIC: "bản điện tử",
}
SERVICE_LEVELS: Mapping[str, str] = {"toan_trinh": "Toàn trình", "mot_phan": "Một phần"}
NO_FEE_NOTE = "Miễn phí"


def words(table: Mapping[StrEnum, str], kind: str) -> str:
    """The words of a stored kind; one that a newer program wrote is shown as it stands."""
    known = next((member for member in table if member == kind), None)
    return kind if known is None else table[known]


def fee_words(procedure: Procedure) -> str:
    """`Miễn phí`, `3.000.000 đ`, or that the fee is still to be fixed (the note says why)."""
    if procedure.fee_vnd:
        return f"{money(procedure.fee_vnd)} đ"
    return NO_FEE_NOTE if NO_FEE_NOTE.casefold() in procedure.fee_note.casefold() else "Phí chưa ấn định"


def level_words(procedure: Procedure) -> str:
    """How far the procedure can be done online; an unknown level is shown as it stands."""
    return SERVICE_LEVELS.get(procedure.service_level, procedure.service_level)


def desk_words(number: int) -> str:
    """`Quầy 1`."""
    return f"Quầy {number}"


def window_title(desk: int, agency: str, is_trial: bool) -> str:
    """`Quầy 2 – Một cửa BQL Khu kinh tế Hải Phòng`; a trial desk says so before the agency."""
    trial = " (bàn thử)" if is_trial else ""
    return f"{desk_words(desk)}{trial} – Một cửa {agency}"

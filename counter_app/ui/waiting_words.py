"""What an act that was recorded before its time waits for, and who mends it. No Qt here."""

from __future__ import annotations

from counter_app.domain.events import EventKind as K
from counter_app.domain.units import DESK

DATA = "chờ dữ liệu"
_DATA_TIP = "Giấy đến trước: có hiệu lực khi dữ liệu đến"
_WAITING = {
    K.SUPPLEMENTED: (
        "đã nhận bổ sung, {holder} chưa ghi yêu cầu bổ sung",
        "Hồ sơ đã có ở đây. Việc này có hiệu lực khi {holder} ghi yêu cầu bổ sung và đồng bộ",
    ),
    K.RETURNED: (
        "đã trả, {holder} chưa ghi kết quả",
        "Hồ sơ đã có ở đây. Việc này có hiệu lực khi {holder} ghi kết quả và đồng bộ",
    ),
    K.TAKEN_OVER: (
        "giấy đã ở {place}, {holder} chưa giao",
        "Hồ sơ đã có ở đây. Việc nhận có hiệu lực khi {holder} ghi bàn giao và đồng bộ",
    ),
}


def waiting_words(kind: str, holder: str, unit: str) -> tuple[str, str]:
    """(what is missing, who can mend it) of an act of a kind by a unit (its code). holder: name of the unit
    that has the dossier as far as is known here; "" where nothing of the dossier is here yet."""
    found = _WAITING.get(K(kind)) if holder and kind in _WAITING else None
    if found is None:
        return DATA, _DATA_TIP
    place = "Một cửa" if unit == DESK else "phòng"
    return found[0].format(holder=holder, place=place), found[1].format(holder=holder)

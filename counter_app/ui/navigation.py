"""Who sees which page: one table of pages with title, icon, key and roles."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from counter_app.domain.staff import Role

_ALL = frozenset(Role)
_DESK = frozenset({Role.COUNTER, Role.SUPERVISOR})
_DEPARTMENT = frozenset({Role.OFFICER, Role.HEAD})
_DOSSIERS = frozenset({Role.COUNTER, Role.OFFICER, Role.HEAD, Role.SUPERVISOR})


@dataclass(frozen=True)
class PageEntry:
    """One row of the side bar. `key` as Qt writes it; `group` separates blocks by a little room."""

    id: str
    title: str
    icon: str
    key: str
    roles: frozenset[Role]
    group: int = 0


NAVIGATION: tuple[PageEntry, ...] = (
    PageEntry("today", "Hôm nay", "house", "Ctrl+H", _ALL),
    PageEntry("reception", "Tiếp nhận", "file-plus-2", "F2", _DESK),
    PageEntry("handover", "Bàn giao", "arrow-left-right", "F4", _DOSSIERS),
    PageEntry("dossiers", "Hồ sơ", "folder-open", "F5", _ALL),
    PageEntry("returns", "Trả kết quả", "package-check", "F6", _DESK),
    PageEntry("department", "Hồ sơ của phòng", "layout-list", "F7", _DEPARTMENT | {Role.SUPERVISOR}),
    PageEntry("deadlines", "Theo dõi hạn", "clock-alert", "F8", frozenset({Role.HEAD, Role.SUPERVISOR})),
    PageEntry("reports", "Báo cáo", "chart-column", "F9", frozenset({Role.HEAD, Role.SUPERVISOR})),
    PageEntry("feedback", "Phản ánh", "message-square", "Alt+P", _DOSSIERS, 1),
    PageEntry("end_of_day", "Kết thúc ngày", "sunset", "Alt+K", _DESK, 1),
    PageEntry("catalogue", "Danh mục · Lịch", "calendar-days", "F11", _ALL, 2),
    PageEntry("sync", "Đồng bộ", "refresh-cw", "F12", _ALL, 2),
    PageEntry("settings", "Cài đặt", "settings", "Alt+C", frozenset({Role.ADMINISTRATOR}), 3),
)
"""Order of the side bar; group 3 stands at its foot, above the help."""

FOOT = 3


def entries_for(role: Role, existing: Container[str]) -> tuple[PageEntry, ...]:
    """The pages a role sees, of those that exist; what a later version brings is absent."""
    return tuple(entry for entry in NAVIGATION if role in entry.roles and entry.id in existing)

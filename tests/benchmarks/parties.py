"""Invented applicants by the hundred thousand: the same number always gives the same party."""

from __future__ import annotations

import random
from functools import lru_cache

from counter_app.domain.dossier import Party, PartyKind
from counter_app.domain.identity import IdKind

FAMILY = {
    "Nguyễn": 38, "Trần": 12, "Lê": 10, "Phạm": 7, "Hoàng": 5, "Vũ": 5, "Đặng": 3, "Bùi": 3,
    "Đỗ": 3, "Ngô": 2, "Đào": 2, "Dương": 2, "Lý": 1, "Đinh": 2, "Mai": 1, "Trịnh": 1, "Lưu": 1, "Tạ": 1,
}  # fmt: skip
MIDDLE = ("Văn", "Thị", "Đức", "Hữu", "Minh", "Thu", "Ngọc", "Quang", "Đình", "Thanh", "Xuân", "Hồng")
GIVEN = (
    "An", "Ánh", "Bình", "Châu", "Cường", "Dung", "Dũng", "Duyên", "Đạt", "Đức", "Giang", "Hà", "Hải",
    "Hạnh", "Hiền", "Hoa", "Hùng", "Huy", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga",
    "Oanh", "Phúc", "Phương", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Tùng", "Vân", "Việt", "Yến",
)  # fmt: skip
FORMS = (
    "Công ty TNHH", "Công ty TNHH MTV", "Công ty Cổ phần", "Công ty TNHH Thương mại", "Công ty CP Đầu tư",
)  # fmt: skip
TRADES = (
    "Cơ khí", "Thép", "Điện tử", "Logistics", "May mặc", "Hóa chất", "Thực phẩm", "Nội thất", "Bao bì",
    "Vận tải", "Xây dựng", "Nhựa", "Cảng", "Kho bãi", "Linh kiện", "Dược phẩm", "Giấy", "Cao su", "Da giày",
)  # fmt: skip
NAMES = (
    "Đông Đô", "Đình Vũ", "Hải Đăng", "Ánh Dương", "Nam Sơn", "Đại Phát", "Tân Tiến", "Minh Khai", "Hòa Bình",
    "Vạn Xuân", "Bạch Đằng", "Thái Bình Dương", "Sao Biển", "An Hưng", "Đức Thịnh", "Phú Quý", "Trường Sơn",
    "Hoa Phượng", "Việt Nhật", "Cát Hải", "Đồ Sơn", "Quang Minh", "Thành Đạt", "Gia Lộc", "Tràng Duệ",
)  # fmt: skip
ZONES = ("KCN Đình Vũ", "KCN Nomura", "KCN Nam Đình Vũ", "KCN Tràng Duệ", "KCN Deep C 2", "KCN VSIP")


def how_many(dossiers: int) -> int:
    """Applicants behind so many dossiers: some come once, most come again and again."""
    return max(40, dossiers // 8)


@lru_cache(maxsize=200_000)
def party(number: int) -> Party:
    """The invented applicant of a number, with ids that pass the checks; one in ten has a name only."""
    chance = random.Random(number * 7919 + 1)
    person = _person(chance)
    phone = f"09{number % 100_000_000:08d}"
    if number % 10 == 9:
        return Party(kind=PartyKind.PERSON, name=person, phone=phone)
    if number % 10 >= 7:
        return Party(PartyKind.PERSON, person, IdKind.CCCD, f"031180{number:06d}", phone=phone)
    name = f"{chance.choice(FORMS)} {chance.choice(TRADES)} {chance.choice(NAMES)}"
    if chance.random() < 0.5:
        name = f"{name} {chance.choice(GIVEN)} {chance.choice(NAMES)}"
    return Party(
        PartyKind.ORGANISATION,
        name,
        IdKind.MST,
        _tax_code(number),
        representative=person,
        phone=phone,
        email=f"dn{number}@example.com",
        address=f"Lô CN{number % 90 + 1}, {chance.choice(ZONES)}, thành phố Hải Phòng",
    )


def _person(chance: random.Random) -> str:
    family = chance.choices(list(FAMILY), list(FAMILY.values()))[0]
    return f"{family} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}"


def _tax_code(number: int) -> str:
    """Ten digits with a check digit; a head that has none gives way to the next one, far off."""
    for skip in range(3):
        head = f"0{200_000_01 + number + skip * 50_000_00:08d}"[-9:]
        weighed = sum(w * int(d) for w, d in zip((31, 29, 23, 19, 17, 13, 7, 5, 3), head, strict=True))
        if (digit := 10 - weighed % 11) < 10:
            return f"{head}{digit}"
    raise ValueError(f"no tax code for {number}")

"""What an administrator of the central store is asked at a terminal. No Qt here."""

from __future__ import annotations

REVOKE = {
    "vi": (
        "Khóa quầy {desk} của cơ quan {agency}? Quầy đó không đồng bộ được nữa cho đến khi ghi danh lại bằng "
        "central enrol --origin. [c = có, Enter = không] ",
        "Không làm gì.",
    ),
    "en": (
        "Close desk {desk} of agency {agency}? It syncs no more until it is enrolled again with central "
        "enrol --origin. [y = yes, Enter = no] ",
        "Nothing was done.",
    ),
}
"""Language → the question before a desk is closed, and what is said to a no."""

ENROL_AGAIN = {
    "vi": (
        "Quầy {desk} của cơ quan {agency} đang có mật khẩu dùng được. Tạo tệp mới thì mật khẩu ấy hết hiệu "
        "lực ngay: quầy không đồng bộ được nữa cho đến khi dùng tệp mới. Tiếp tục? [c = có, Enter = không] ",
        "Không làm gì.",
    ),
    "en": (
        "Desk {desk} of agency {agency} has a password that works. A new file ends it at once: the desk "
        "syncs no more until it uses the new file. Go on? [y = yes, Enter = no] ",
        "Nothing was done.",
    ),
}
"""Language → the question before a working desk gets another password, and what is said to a no."""

"""What the page Phản ánh finds: overdue, soon due, open, answered in time and late."""

from __future__ import annotations

from datetime import datetime

from tests.desks import Counter

_CHAIRS = (
    "Phòng chờ chỉ có bốn ghế, buổi sáng đông người già phải đứng đợi hơn nửa tiếng. "
    "Đề nghị bố trí thêm ghế và nước uống."
)


def some_feedback(acts: Counter) -> str:
    """Six of them, as a desk has after two months; the code of a dossier two of them are about. The clock
    stands on Monday 23/11/2026 afterwards."""
    clock = acts.clock
    clock.set(datetime(2026, 10, 5, 8, 30))
    code = acts.received()
    told = {"from": "Công ty TNHH Cơ khí Chính xác Đông Đô", "contact": "02250000002"}
    acts.done("feedback", text="Giấy hẹn ghi sai tên đường của công ty", channel="email", code=code, **told)
    acts.done("feedback", text="Không tìm thấy chỗ gửi xe máy", channel="box")
    clock.set(datetime(2026, 10, 12, 15, 0))
    mended = "Đã sửa và cấp lại giấy hẹn trong ngày."
    acts.done("answer_feedback", feedback="1", answer=mended, how="thư điện tử")
    clock.set(datetime(2026, 10, 29, 9, 0))
    acts.done("answer_feedback", "tuan", feedback="2", answer="Đã đặt biển chỉ dẫn.", how="niêm yết")
    clock.set(datetime(2026, 10, 30, 10, 0))
    person = {"from": "Nguyễn Thị Phương Thảo", "contact": "12 Lạch Tray, 0912345678"}
    acts.done("feedback", text=_CHAIRS, channel="direct", **person)
    clock.set(datetime(2026, 11, 3, 10, 0))
    acts.done("feedback", text="Số điện thoại trên cổng không ai nghe máy", channel="phone", **person)
    clock.set(datetime(2026, 11, 16, 10, 0))
    acts.done("feedback", text="Cán bộ hướng dẫn rất tận tình, đề nghị khen thưởng", channel="box")
    clock.set(datetime(2026, 11, 20, 16, 0))
    late = "Hồ sơ nộp qua cổng ba ngày chưa thấy tiếp nhận"
    acts.done("feedback", text=late, channel="portal", code=code, **told)
    clock.set(datetime(2026, 11, 23, 9, 14))
    return code

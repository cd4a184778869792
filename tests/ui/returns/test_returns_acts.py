"""Fee, apology and post at the return desk, by keys: what is owed is paid right there, lateness is said."""

from __future__ import annotations

from PySide6.QtCore import Qt

from counter_app.services import administration
from counter_app.ui.tokens import Tone
from tests.ui.returns.conftest import ReturnDesk

Key = Qt.Key
_FEE = 1_000_000


def _owing(at: ReturnDesk) -> str:
    """A result in hours, half paid, finished by the desk the same morning."""
    code: str = at.acts.received("TM-02", fee_paid_vnd=500_000)
    at.acts.passed(code, "lan", "QLDN", "hoa")
    at.acts.done("finish", "hoa", code=code, outcome="granted", result_no="7/GP")
    at.acts.passed(code, "hoa", "MC", "lan")
    return code


def _late(at: ReturnDesk) -> str:
    """A result twenty days after its due date, nobody apologised."""
    code: str = at.acts.received("DT-09")
    at.acts.passed(code, "lan", "QLDT", "minh")
    at.desk.clock.move(days=25)
    at.acts.done("finish", "minh", code=code, outcome="granted")
    at.acts.passed(code, "minh", "MC", "lan")
    return code


def _kinds(at: ReturnDesk, code: str) -> list[str]:
    return [line["kind"].partition(":")[2] for line in at.acts.history(code)]


def test_a_fee_owed_is_paid_right_there_and_the_return_goes_on(at: ReturnDesk) -> None:
    code = _owing(at)
    hands = at.open()
    at.scan(code)
    assert at.verdicts[-1].tone is Tone.AMBER
    assert at.verdicts[-1].words.startswith("Còn thu 1.000.000 đ")
    assert at.page.panel.head.pay.isVisible()
    hands.ctrl(Key.Key_U)
    at.settle()
    drawer = at.page.fees.drawer
    assert drawer.is_open() and not at.page.panel.isVisible()
    form = drawer.acts.form
    assert form is not None and form.typed()["amount_vnd"] == "1.000.000"
    assert hands.focused() == "act_receipt_no"
    hands.type("0000777")
    hands.ctrl(Key.Key_Return)
    at.settle()
    at.settle()
    assert at.acts.history(code)[-1]["data"]["receipt_no"] == "0000777"
    assert at.page.panel.isVisible() and not drawer.is_open()
    assert not at.page.panel.head.pay.isVisible(), "nothing is owed any more"
    hands.ctrl(Key.Key_Return)
    at.settle()
    assert _kinds(at, code)[-1] == "returned"


def test_esc_leaves_the_payment_and_what_was_typed_for_the_return_is_there(at: ReturnDesk) -> None:
    code = _owing(at)
    hands = at.open()
    at.scan(code)
    at.page.panel.form.note.setFocus()
    hands.type("giao tan tay")
    hands.ctrl(Key.Key_U)
    at.settle()
    hands.press(Key.Key_Escape)
    assert at.page.panel.isVisible()
    assert at.page.panel.form.note.value() == "giao tan tay"
    assert "paid" not in _kinds(at, code)


def test_a_fee_still_owed_is_said_when_the_result_is_handed_out(at: ReturnDesk) -> None:
    code = _owing(at)
    hands = at.open()
    at.scan(code)
    hands.ctrl(Key.Key_Return)
    at.settle()
    assert _kinds(at, code)[-1] == "returned"
    assert at.page.strip.verdict().tone is Tone.AMBER
    assert "Hồ sơ còn phí chưa nộp." in at.page.strip.verdict().words


def test_a_late_result_without_an_apology_is_amber_and_may_go(at: ReturnDesk) -> None:
    code = _late(at)
    hands = at.open()
    at.scan(code)
    assert at.verdicts[-1].tone is Tone.AMBER
    assert at.verdicts[-1].words.startswith("Chưa xin lỗi – mẫu 04")
    assert at.page.panel.head.late.tone() is Tone.AMBER
    hands.ctrl(Key.Key_Return)
    at.settle()
    assert _kinds(at, code)[-1] == "returned"
    assert "chưa xin lỗi bằng văn bản (mẫu 04)" in at.page.strip.verdict().words


def test_where_the_agency_wants_the_apology_first_it_stays(at: ReturnDesk) -> None:
    code = _late(at)

    def forbid(uow: object) -> None:
        administration.set_agency(uow, {"is_apology_required": True}, by="quantri")  # type: ignore[arg-type]
        uow.commit()  # type: ignore[attr-defined]

    at.desk.desk.write(forbid)
    hands = at.open()
    at.scan(code)
    assert at.page.panel.head.late.tone() is Tone.RED
    assert "phải xin lỗi" in at.page.panel.head.late.text()
    hands.ctrl(Key.Key_Return)
    at.settle()
    assert "returned" not in _kinds(at, code)
    assert "04" in at.page.panel.obstacle.text()


def test_the_post_takes_it_under_a_number(at: ReturnDesk) -> None:
    code: str = at.acts.received("DT-09", return_by="post")
    at.acts.passed(code, "lan", "QLDT", "minh")
    at.acts.done("finish", "minh", code=code, outcome="granted")
    at.acts.passed(code, "minh", "MC", "lan")
    hands = at.open()
    at.scan(code)
    assert hands.focused() == "tracking_no"
    hands.type("EI123456789VN")
    hands.ctrl(Key.Key_Return)
    at.settle()
    data = at.acts.history(code)[-1]["data"]
    assert (data["method"], data["proxy_paper"]) == ("post", "Vận đơn EI123456789VN")

"""Right side of Đồng bộ: one conflict, its two sides, the reason, and what follows before anyone presses."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.pages.sync.conflict_view import After, ConflictView
from counter_app.ui.pages.sync.side_card import SideCard
from counter_app.ui.tokens import FIELD, PAGE_HEAD, PAGE_HEAD_COMPACT, PANEL_BUTTON, Role, Tone
from counter_app.ui.widgets.badge import Badge
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import TextField
from counter_app.ui.widgets.notice import IconMark
from counter_app.ui.widgets.text import ElidedLabel, Text, caption

_GAP = 16
_MOST_AFTER = 4
_LONGEST = 500


class ConflictPane(QWidget):
    """`kept()`: the side in question is to be kept; `stepped(n)`: another conflict; `open_asked()`. What is
    typed for a conflict stays with it while the page lives, whatever a pass brings."""

    kept = Signal()
    stepped = Signal(int)
    open_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("conflict_pane")
        self._view: ConflictView | None = None
        self._may_choose = False
        self._reasons: dict[str, str] = {}
        self._sides: dict[str, int] = {}
        self.badge = Badge("", Tone.AMBER, "git-compare", name="conflict_badge")
        self.head = Text("", Role.TITLE, Tone.TEXT, 600, figures=True, name="conflict_head")
        self.about = ElidedLabel("", Role.BODY, Tone.TEXT2, name="conflict_about")
        self.intro = Text("", Role.BODY, Tone.TEXT, wraps=True, name="conflict_intro")
        self.before = self._step("arrow-left", "Chỗ trước (Alt+←)", "conflict_before", -1)
        self.after = self._step("arrow-right", "Chỗ sau (Alt+→)", "conflict_after", 1)
        self.open = Button("Mở hồ sơ", ButtonKind.QUIET, icon="arrow-up-right", name="conflict_open")
        self.open.clicked.connect(self.open_asked)
        self.cards = (SideCard(1), SideCard(2))
        self.cards[0].rows.pair(self.cards[1].rows)
        self.cards[1].rows.pair(self.cards[0].rows)
        self.reason = TextField(
            "Lý do chọn", name="conflict_reason", is_required=True, hint="bắt buộc, ghi vào nhật ký"
        )
        self.reason.edit.setMaxLength(_LONGEST)
        self.reason.enter_moves_on = False
        self.seen = Button(
            "", ButtonKind.MAIN, icon="check", key="Ctrl+Enter", name="conflict_seen", height=PANEL_BUTTON
        )
        self.who = Text("", Role.BODY, Tone.TEXT2, wraps=True, name="conflict_who")
        self.after_title = caption("", Tone.TEXT2, weight=500, name="conflict_after_title")
        self._after = tuple(self._after_line(n) for n in range(_MOST_AFTER))
        self._build()
        self._connect()

    @staticmethod
    def _after_line(n: int) -> tuple[QWidget, IconMark, Text]:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        mark = IconMark("circle-check", Tone.TEXT2, 16, Role.BODY)
        words = Text("", Role.BODY, Tone.TEXT, wraps=True, name=f"conflict_follows_{n}")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return line, mark, words

    def _step(self, icon: str, words: str, name: str, step: int) -> Button:
        made = Button("", ButtonKind.QUIET, icon=icon, name=name)
        made.setAccessibleName(words.partition(" (")[0])
        made.setToolTip(words)
        made.clicked.connect(lambda: self.stepped.emit(step))
        return made

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStrut(theme.px(FIELD))  # as high with as without its buttons
        for part in (self.badge, self.head):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.before, self.after, self.open):
            row.addWidget(part)
        sides = QHBoxLayout()
        sides.setSpacing(theme.px(_GAP))
        for card in self.cards:
            sides.addWidget(card, 1)
        self._single = QWidget()
        sides.addWidget(self._single, 1)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addLayout(row)
        column.addWidget(self.about)
        column.addWidget(self.intro)
        column.addSpacing(theme.px(4))
        column.addLayout(sides)
        column.addSpacing(theme.px(8))
        column.addWidget(self.reason)
        column.addWidget(self.who)
        column.addSpacing(theme.px(4))
        column.addWidget(self.after_title)
        for line, _, _ in self._after:
            column.addWidget(line)
        column.addSpacing(theme.px(4))
        column.addWidget(self.seen, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)

    def _connect(self) -> None:
        for n, card in enumerate(self.cards):
            card.pressed.connect(lambda n=n: self._pressed(n))
        self.reason.edited.connect(self._typed)
        self.reason.edit.returnPressed.connect(self.kept)
        self.seen.clicked.connect(self.kept)

    def set_compact(self, is_compact: bool) -> None:
        """Follow the height of the window."""
        head = theme.px(PAGE_HEAD_COMPACT if is_compact else PAGE_HEAD)
        self._column.setContentsMargins(0, (head - theme.px(FIELD)) // 2, 0, 0)
        self._column.setSpacing(theme.px(5 if is_compact else 8))
        for card in self.cards:
            card.set_compact(is_compact)

    # -- showing

    def view(self) -> ConflictView | None:
        """The conflict that is shown."""
        return self._view

    def show_conflict(self, view: ConflictView, at: int, of: int, *, who: str = "") -> None:
        """Show one of several. `who`: why this person cannot choose; empty: they can."""
        is_other = self._view is None or self._view.id != view.id
        self._view, self._may_choose = view, not who
        self.badge.set_state(f"{view.badge} {at + 1}/{of}", Tone.AMBER, "git-compare")
        self.head.setText(view.head)
        self.about.setText(view.about)
        self.about.setVisible(bool(view.about))
        self.intro.setText(view.intro)
        self.open.setVisible(bool(view.code))
        for step in (self.before, self.after):
            step.setVisible(of > 1)
        for n, card in enumerate(self.cards):
            card.setVisible(n < len(view.sides))
            if n < len(view.sides):
                card.show_side(view.sides[n], may_choose=self._may_choose)
        self._single.setVisible(len(view.sides) < len(self.cards))
        self.who.setText(who)
        self.who.setVisible(bool(who))
        self.reason.setVisible(self._may_choose)
        self.reason.set_required(not view.seen)
        self.reason.set_label("Ghi chú" if view.seen else "Lý do chọn")
        self.reason.set_hint("ghi vào nhật ký" if view.seen else "bắt buộc, ghi vào nhật ký")
        self.seen.setVisible(self._may_choose and bool(view.seen))
        self.seen.setText(view.seen)
        if is_other:
            self.reason.set_value(self._reasons.get(view.id, ""))
            self.reason.clear_mark()
        self.choose(min(self._sides.get(view.id, 0), len(view.sides) - 1))

    def choose(self, at: int) -> None:
        """Look at a side: it is outlined, and what follows from it stands below."""
        view = self._view
        if view is None or not 0 <= at < len(view.sides):
            return
        if view.sides[at].chosen is None:
            at = next((n for n, each in enumerate(view.sides) if each.chosen is not None), at)
        side = view.sides[at]
        self._sides[view.id] = at
        is_asked = self._may_choose and not view.seen
        for n, card in enumerate(self.cards):
            card.set_chosen(n == at and is_asked)
        shown = (view.seen_after or side.after) if self._may_choose else ()
        self.after_title.setText("Nên làm gì" if view.seen else side.after_title)
        self.after_title.setVisible(bool(shown))
        for n, (line, mark, words) in enumerate(self._after):
            line.setVisible(n < len(shown))
            if n < len(shown):
                self._show_after(mark, words, shown[n])

    @staticmethod
    def _show_after(mark: IconMark, words: Text, after: After) -> None:
        mark.set_icon(after.icon, Tone.TEXT2)
        words.setText(after.words)

    def chosen(self) -> str | None:
        """What the act would name; None where nothing can be chosen."""
        if self._view is None:
            return None
        return "" if self._view.seen else self._view.sides[self._sides.get(self._view.id, 0)].chosen

    def may_choose(self) -> bool:
        """Whether the person decides."""
        return self._may_choose and self._view is not None

    def forget(self, conflict: str) -> None:
        """It was decided: what was typed for it has been recorded."""
        self._reasons.pop(conflict, None)
        self._sides.pop(conflict, None)

    def typed(self, conflict: str) -> str:
        """What stands typed for a conflict."""
        return self._reasons.get(conflict, "")

    def _typed(self) -> None:
        if self._view is not None:
            self._reasons[self._view.id] = self.reason.value()
            self.reason.clear_mark()

    def _pressed(self, at: int) -> None:
        """The filled button keeps; any other only asks what would follow."""
        if self.cards[at].is_chosen():
            self.kept.emit()
        else:
            self.choose(at)
            self.reason.setFocus()

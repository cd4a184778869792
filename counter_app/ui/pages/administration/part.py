"""What the parts of the administration page share: act once at a time, say what came of it beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.errors import CounterError, InvalidField
from counter_app.ui import theme
from counter_app.ui.messages import field_problem, sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.tokens import PANEL_BUTTON
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.fields import Field
from counter_app.ui.widgets.frames import Ground
from counter_app.ui.widgets.notice import Notice
from counter_app.ui.widgets.text import caption, heading

FORM_WIDTH = 416


class AdministrationPart(QWidget):
    """One part. `reload()` reads what it shows; `submit()` is the main button and Ctrl+Enter."""

    def __init__(self, context: PageContext, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.context = context
        self.notice = Notice(name=f"{name}_notice")
        self._is_busy = False

    def reload(self) -> None:
        """Read again what is shown."""

    def submit(self) -> None:
        """Do what the main button says."""

    def begin_new(self) -> None:
        """An empty form for another one, where the part has one."""

    def subject(self) -> str:
        """Whom the form is about: an answer that comes when it shows another is not written into it."""
        return ""

    def lay_out(self, table: QWidget, form: QWidget) -> None:
        """The list at the left under what is to be said of it, the form of the chosen row at the right."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.notice)
        column.addWidget(table, 1)
        row.addWidget(left, 1)
        row.addWidget(form)

    def act(
        self,
        do: Callable[[Any], Any],
        done: Callable[[Any], object],
        fields: Mapping[str, Field] | None = None,
    ) -> None:
        """One act at a time; an error of a field stands beside the field, any other in the notice."""
        if self._is_busy:
            return
        self._is_busy = True
        self.notice.clear()
        subject = self.subject()

        def committed(uow: Any) -> Any:
            answer = do(uow)
            uow.commit()
            return answer

        def refused(error: CounterError) -> None:
            self.failed(error, fields if subject == self.subject() else None)

        self.context.jobs.run(committed, done, refused, self._free)

    def failed(self, error: CounterError, fields: Mapping[str, Field] | None = None) -> None:
        """Say it beside its cause; what was typed stays."""
        field = (fields or {}).get(str(error.facts.get("field", "")))
        if isinstance(error, InvalidField) and field is not None:
            field.set_problem(field_problem(error.facts), sentence_of(error))
            field.setFocus()
        else:
            self.notice.show_error(sentence_of(error))

    def _free(self) -> None:
        self._is_busy = False


def side_form(title: QWidget, fields: tuple[QWidget, ...], foot: tuple[Button, ...]) -> Ground:
    """A form at the right of a list: title, fields, buttons at the foot, the main one last."""
    ground = Ground("sunken", ("left",), name="side_form")
    ground.setFixedWidth(theme.px(FORM_WIDTH))
    column = QVBoxLayout(ground)
    column.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(20))
    column.setSpacing(theme.px(10))
    column.addWidget(title)
    for field in fields:
        column.addWidget(field)
    column.addStretch(1)
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addStretch(1)
    for button in foot:
        row.addWidget(button)
    column.addLayout(row)
    return ground


def section(title: str, more: str = "") -> QWidget:
    """Head of a group: its title, and what it is for."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, theme.px(4), 0, 0)
    row.setSpacing(theme.px(8))
    row.addWidget(heading(title))
    row.addWidget(caption(more))
    row.addStretch(1)
    return holder


def main_button(words: str, name: str) -> Button:
    """The main button of a part."""
    return Button(words, ButtonKind.MAIN, key="Ctrl+Enter", name=name, height=PANEL_BUTTON)

"""The acts of the panel: opens the small forms, keeps what was half typed, does one act at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from counter_app.domain.errors import CounterError
from counter_app.ui.acts.act_form import ActForm
from counter_app.ui.acts.act_work import Outcome
from counter_app.ui.acts.plans import PLANS
from counter_app.ui.acts.questions import Plan
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.dossiers.panel_view import PanelView

Typed = Mapping[str, str]


class PanelActs(QObject):
    """`opened(ActForm)` and `closed(act)` of the form in `place`; `done(Outcome)`; `failed(sentence)` of an
    act without a form. What was typed is kept by dossier and act until the act is done."""

    opened = Signal(object)
    closed = Signal(str)
    done = Signal(object)
    failed = Signal(str)

    def __init__(self, context: PageContext, place: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._place = context, place
        self._view: PanelView | None = None
        self._is_busy = False
        self._kept: dict[tuple[str, str], Typed] = {}
        self._left_open: dict[str, str] = {}
        self.form: ActForm | None = None

    def is_busy(self) -> bool:
        """Whether an act is under way: a second press does nothing."""
        return self._is_busy

    def set_view(self, view: PanelView | None) -> None:
        """The dossier the acts are about, or none; a form left open for it opens again as it was."""
        is_other = self._view is None or view is None or self._view.code != view.code
        if is_other:
            self.put_away()
        self._view = view
        if view is None:
            return
        act = self._left_open.pop(view.code, "") if is_other else ""
        if act in view.possible:
            self.begin(act, has_focus=False)
        form = self.form
        if form is not None and not is_other and form.plan.act not in view.possible and not self._is_busy:
            form.notice.show_warning("Hồ sơ vừa thay đổi: việc này không còn làm được.")

    def put_away(self) -> None:
        """Another dossier comes: the open form waits, with what was typed, until this one is shown again."""
        if self.form is None or self._view is None:
            return
        if not self.form.is_untouched():
            self._left_open[self._view.code] = self.form.plan.act
        self._close()

    def begin(self, act: str, *, choice: str = "", has_focus: bool = True) -> None:
        """Open the form of an act; one that asks nothing is done at once. `choice`: for its first field."""
        view, plan = self._view, PLANS[act]
        if view is None or self._is_busy:
            return
        self._close()
        questions = plan.questions(view)
        if not questions:
            self._do(plan, {})
            return
        form = ActForm(plan, questions, plan.words(view), lambda: self._context.now().date())
        form.put_back(self._kept.get((view.code, act), {}))
        if choice:
            form.set_choice(questions[0].name, choice)
        form.submitted.connect(partial(self._submitted, plan))
        form.left.connect(self.leave)
        self.form = form
        self._place.addWidget(form)
        self.opened.emit(form)
        if has_focus:
            form.begin()

    def leave(self) -> None:
        """Back from the form; what was typed is there again the next time."""
        if self.form is not None and not self._is_busy:
            act = self.form.plan.act
            self._close()
            self.closed.emit(act)

    def _close(self) -> None:
        form = self.form
        if form is None:
            return
        if self._view is not None:
            key = (self._view.code, form.plan.act)
            if form.is_untouched():
                self._kept.pop(key, None)
            else:
                self._kept[key] = form.typed()
        self.form = None
        self._place.removeWidget(form)
        form.hide()
        form.deleteLater()

    # -- doing

    def _submitted(self, plan: Plan, values: Typed) -> None:
        self._do(plan, values)

    def _do(self, plan: Plan, values: Typed) -> None:
        view = self._view
        if view is None or self._is_busy:
            return
        self._is_busy = True
        self._context.jobs.run(
            plan.do(view.code, self._context.session.login, values),
            partial(self._was_done, view.code, plan.act),
            partial(self._was_refused, view.code, plan.act),
            self._end,
        )

    def _end(self) -> None:
        self._is_busy = False

    def _was_done(self, code: str, act: str, outcome: Outcome) -> None:
        self._is_busy = False
        if self.form is not None and self._view is not None and self._view.code == code:
            self._close()
            self.closed.emit(act)
        self._kept.pop((code, act), None)
        self._left_open.pop(code, None)
        if not self._is_shown(code):
            outcome = replace(outcome, words=f"{code}: {outcome.words}")
        self.done.emit(outcome)
        self._context.session.say_changed("dossier")

    def _was_refused(self, code: str, act: str, error: CounterError) -> None:
        names = dict(self._view.names) if self._view else {}
        is_open = self.form is not None and self._view is not None and self._view.code == code
        if is_open and self.form is not None and self.form.plan.act == act:
            self.form.show_error(error, names)
        else:
            words = sentence_of(error, names=names)
            self.failed.emit(words if self._is_shown(code) else f"{code}: {words}")

    def _is_shown(self, code: str) -> bool:
        return self._view is not None and self._view.code == code

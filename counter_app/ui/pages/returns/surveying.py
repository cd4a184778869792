"""The question of satisfaction after a sign-off: asked once a dossier, answered by one key, or let be."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from counter_app.domain.errors import CounterError
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.returns import desk_work
from counter_app.ui.pages.returns.desk_work import SignedOff
from counter_app.ui.pages.returns.finder import Finder
from counter_app.ui.pages.returns.side_panel import SidePanel
from counter_app.ui.pages.returns.survey_strip import ANSWERS
from counter_app.ui.paper_printer import Paper, PaperPrinter


class Surveying(QObject):
    """Works the strip of the panel, and prints the survey paper of the dossier handed out last."""

    def __init__(self, context: PageContext, panel: SidePanel, finder: Finder, login: str) -> None:
        super().__init__(panel)
        self._context, self._panel, self._finder, self._by = context, panel, finder, login
        self._code = ""
        self.paper = PaperPrinter(context.desk, context.jobs, context.printer, self)
        strip = panel.survey
        strip.answered.connect(self._answered)
        strip.skipped.connect(self._skipped)
        strip.typed.connect(self._typed)
        panel.survey_paper.clicked.connect(self.print_paper)
        self.paper.printed.connect(self._printed)
        self.paper.not_printed.connect(self._not_printed)

    def begin(self, done: SignedOff) -> None:
        """A result was handed out: ask, where it is to be asked."""
        self._code = done.code
        if done.is_survey_wanted:
            self._panel.survey.ask()

    def put_away(self) -> bool:
        """Another dossier comes, or somebody goes back; whether the question stood there."""
        return self._panel.survey.put_away()

    def skip(self) -> bool:
        """Esc: whether there was a question to let be."""
        was_asked = self.put_away()
        if was_asked:
            self._finder.focus()
        return was_asked

    def _skipped(self) -> None:
        self.skip()

    def _answered(self, score: int) -> None:
        self.skip()
        do = desk_work.survey(self._code, score, self._by)
        self._context.jobs.run(do, partial(self._noted, score), self._failed)

    def _noted(self, score: int, _code: str) -> None:
        self._panel.add_to_last(f"Đã ghi: {ANSWERS[len(ANSWERS) - score].lower()}.")

    def _failed(self, error: CounterError) -> None:
        self._panel.add_to_last(f"Chưa ghi được đánh giá. {sentence_of(error)}")

    def _typed(self, text: str) -> None:
        self.skip()
        self._finder.type_on(text)

    def print_paper(self) -> None:
        """Print the survey of five questions for the one who just collected."""
        if self._code and not self.paper.is_printing():
            self.paper.print_again("survey", self._code, self._by)

    def _printed(self, paper: Paper) -> None:
        self._panel.add_to_last("Đã in phiếu đánh giá.")

    def _not_printed(self, error: CounterError) -> None:
        self._panel.add_to_last(f"Phiếu đánh giá chưa in. {sentence_of(error)}")

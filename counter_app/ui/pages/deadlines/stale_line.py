"""One line on Theo dõi hạn: dossiers promised by an older calendar, and the way to count them again."""

from __future__ import annotations

from counter_app.domain.errors import CounterError
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.stale_dues import StaleDues
from counter_app.ui.widgets.notice import Notice


class StaleLine(Notice):
    """Nothing for who may not count again."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(name="stale_dues")
        self._context = context
        self.dues = StaleDues(context, self, channel="stale_dues")
        self.dues.told.connect(self._tell)
        self.dues.failed.connect(self._fail)
        self.acted.connect(self._open)

    def look(self) -> None:
        """Count, where there can be something."""
        self.dues.look()

    def _tell(self, words: str) -> None:
        if words:
            self.show_warning(words, "Xem và tính lại")
        else:
            self.clear()

    def _fail(self, error: CounterError) -> None:
        self.show_error(sentence_of(error))

    def _open(self) -> None:
        self._context.show_page("catalogue")

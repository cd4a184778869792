"""Steps through the pages of a preview: back, `Trang 2/12`, on. For papers of many pages."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.pdf_preview import PdfPreview
from counter_app.ui.widgets.text import caption


class PageSteps(QWidget):
    """Made after the pages are known; follows the preview."""

    def __init__(self, preview: PdfPreview) -> None:
        super().__init__()
        name = preview.objectName()
        self.setObjectName(f"{name}_pages")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._preview = preview
        self.back = Button("", ButtonKind.QUIET, icon="arrow-up", name=f"{name}_page_back")
        self.on = Button("", ButtonKind.QUIET, icon="arrow-down", name=f"{name}_page_on")
        for button, words in ((self.back, "Trang trước (PgUp)"), (self.on, "Trang sau (PgDn)")):
            button.setAccessibleName(words)
            button.setToolTip(words)
        self.words = caption("", Tone.TEXT2, name=f"{name}_page", figures=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(4))
        for part in (self.back, self.words, self.on):
            row.addWidget(part)
        self.back.clicked.connect(self.step_back)
        self.on.clicked.connect(self.step_on)
        preview.page_shown.connect(self._say)
        self._say(preview.page())

    def step_back(self) -> None:
        """The page before."""
        self._preview.show_page(self._preview.page() - 1)

    def step_on(self) -> None:
        """The next page."""
        self._preview.show_page(self._preview.page() + 1)

    def _say(self, at: int) -> None:
        count = self._preview.page_count()
        self.words.setText(f"Trang {at + 1}/{count}")
        self.back.setEnabled(at > 0)
        self.on.setEnabled(at + 1 < count)

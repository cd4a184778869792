"""Preview of a printed form: pages as images, fitted to the height, with zoom; a new one slides in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEasingCurve, QPoint, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStyle, QWidget

from counter_app.ui import theme
from counter_app.ui.tokens import Role, Tone
from counter_app.ui.widgets.buttons import Button, ButtonKind
from counter_app.ui.widgets.segmented import Segmented
from counter_app.ui.widgets.text import Text, caption

Render = Callable[[int, int, int], QImage]
_SLIDE_MS = 120
_SHADOW = 8
_MARGIN = 10
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class _Paper(QWidget):
    """The page on its grey ground, with a hairline and a soft shadow; paper stays white in the dark look."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QPixmap()
        self.page_size = QSize()
        self.shift = 0.0

    def page_rect(self) -> QRect:
        x = (self.width() - self.page_size.width()) // 2
        y = max(theme.px(4), (self.height() - self.page_size.height()) // 2)
        return QRect(QPoint(x + round(self.shift * self.width()), y), self.page_size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("window"))
        if self.image.isNull():
            return
        page = self.page_rect()
        self._paint_shadow(painter, page)
        painter.fillRect(page, QColor("#FFFFFF"))
        painter.drawPixmap(page, self.image)
        painter.setPen(theme.colour("border"))
        painter.drawRect(page.adjusted(-1, -1, 0, 0))

    @staticmethod
    def _paint_shadow(painter: QPainter, page: QRect) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for step in range(_SHADOW, 0, -1):
            painter.setBrush(QColor(10, 30, 40, round(14 * (1 - step / (_SHADOW + 1)))))
            painter.drawRoundedRect(
                QRectF(page).adjusted(-step, -step + 3, step, step + 3), step + 1, step + 1
            )
        painter.restore()


class PdfPreview(QScrollArea):
    """Shows one page at a time. `zoomed` fires with the words for the zoom ("Vừa trang", "125 %")."""

    zoomed = Signal(str)
    page_shown = Signal(int)

    def __init__(self, *, name: str = "preview") -> None:
        super().__init__()
        self._pages: list[QImage] = []
        self._render: Render | None = None
        self._at = 0
        self._zoom: float | None = None
        self._paper = _Paper()
        self._paper.setObjectName(f"{name}_paper")
        self.setObjectName(name)
        self.setAccessibleName("Xem trước bản in")
        self.setWidget(self._paper)
        self.setWidgetResizable(False)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._slide = QVariantAnimation(self)
        self._slide.setDuration(_SLIDE_MS)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.valueChanged.connect(self._shift_to)
        theme.signals().changed.connect(self._paper.update)

    def set_pages(self, pages: Sequence[QImage], render: Render | None = None) -> None:
        """Show pages given as images (A5 at 300 dpi is enough); the first one is shown, fitted.

        `render(page, width, height)` in device pixels, when given, draws each page anew for sharp letters.
        """
        self._pages, self._render = list(pages), render
        self._at, self._zoom = 0, None
        self._lay_out()
        self.page_shown.emit(0)

    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def page(self) -> int:
        """Index of the page shown."""
        return self._at

    def show_page(self, at: int) -> None:
        """Show a page by its index; one that does not exist changes nothing."""
        if 0 <= at < len(self._pages):
            self._at = at
            self._lay_out()
            self.page_shown.emit(at)

    def fit(self) -> None:
        """The whole page in view."""
        self._zoom = None
        self._lay_out()

    def zoom_in(self) -> None:
        """The next larger step."""
        self._step(1)

    def zoom_out(self) -> None:
        """The next smaller step."""
        self._step(-1)

    def zoom_words(self) -> str:
        """The zoom in words."""
        return "Vừa trang" if self._zoom is None else f"{round(self._zoom * 100)} %"

    def slide_in(self) -> None:
        """The paper comes in from the right, unless the system asks for less motion."""
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0:
            return
        self._slide.stop()
        self._slide.setStartValue(1.0)
        self._slide.setEndValue(0.0)
        self._slide.start()

    def is_sliding(self) -> bool:
        """Whether the paper still moves."""
        return self._slide.state() == QVariantAnimation.State.Running

    def _shift_to(self, value: object) -> None:
        self._paper.shift = float(value)  # type: ignore[arg-type]
        self._paper.update()

    def _step(self, way: int) -> None:
        if not self._pages:
            return
        now = self._zoom or self._fit_scale() / self._natural_scale()
        further = [z for z in _ZOOMS if (z > now + 0.01 if way > 0 else z < now - 0.01)]
        if further:
            self._zoom = further[0] if way > 0 else further[-1]
            self._lay_out()

    def _fit_scale(self) -> float:
        page = self._pages[self._at].size()
        room = self.viewport().size() - QSize(2 * _MARGIN, 2 * theme.px(_MARGIN))
        return max(0.05, min(room.width() / page.width(), room.height() / page.height()))

    def _natural_scale(self) -> float:
        # 100 % is the paper's own size at 96 dots per inch; images say their resolution, else 300 dpi.
        dots = self._pages[self._at].dotsPerMeterX() or 11811
        return 96 / (dots * 0.0254)

    def _lay_out(self) -> None:
        self.zoomed.emit(self.zoom_words())
        if not self._pages:
            self._paper.image = QPixmap()
            self._paper.resize(self.viewport().size())
            self._paper.update()
            return
        page = self._pages[self._at]
        scale = self._fit_scale() if self._zoom is None else self._zoom * self._natural_scale()
        size = QSize(round(page.width() * scale), round(page.height() * scale))
        ratio = self.devicePixelRatioF()
        wide, high = round(size.width() * ratio), round(size.height() * ratio)
        if self._render is not None:
            shown = self._render(self._at, wide, high)
        else:
            smooth = Qt.TransformationMode.SmoothTransformation
            shown = page.scaled(wide, high, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        self._paper.image = QPixmap.fromImage(shown)
        self._paper.page_size = size
        margin = QSize(2 * _MARGIN, 2 * theme.px(_MARGIN))
        self._paper.resize((size + margin).expandedTo(self.viewport().size()))
        self._paper.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() == Qt.Key.Key_PageDown and self._zoom is None:
            self.show_page(self._at + 1)
        elif event.key() == Qt.Key.Key_PageUp and self._zoom is None:
            self.show_page(self._at - 1)
        else:
            super().keyPressEvent(event)


class PreviewBar(QWidget):
    """Head of a preview: title, quiet words, copies as segments, zoom."""

    def __init__(self, preview: PdfPreview, title: str, words: str = "", copies: Sequence[str] = ()) -> None:
        super().__init__()
        self.setObjectName(f"{preview.objectName()}_bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.title = Text(title, Role.BODY, Tone.TEXT, 600)
        self.words = caption(words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.title)
        row.addWidget(self.words)
        row.addStretch(1)
        self.copies: Segmented | None = None
        if len(copies) > 1:
            choices = [(str(at), words) for at, words in enumerate(copies)]
            self.copies = Segmented(choices, name=f"{preview.objectName()}_copies", label="Liên")
            self.copies.changed.connect(lambda at: preview.show_page(int(at)))
            row.addWidget(self.copies)
            row.addSpacing(theme.px(8))
        smaller = Button("", ButtonKind.QUIET, icon="zoom-out", name=f"{preview.objectName()}_zoom_out")
        smaller.setAccessibleName("Thu nhỏ")
        smaller.clicked.connect(preview.zoom_out)
        larger = Button("", ButtonKind.QUIET, icon="zoom-in", name=f"{preview.objectName()}_zoom_in")
        larger.setAccessibleName("Phóng to")
        larger.clicked.connect(preview.zoom_in)
        zoom = caption(preview.zoom_words(), Tone.TEXT2)
        zoom.setMinimumWidth(theme.text_width(zoom.font(), "Vừa trang"))
        zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        preview.zoomed.connect(zoom.setText)
        for part in (smaller, zoom, larger):
            row.addWidget(part)

    def show_copy(self, at: int) -> None:
        """Choose a copy, as the person would."""
        if self.copies is not None:
            self.copies.set_value(str(at))

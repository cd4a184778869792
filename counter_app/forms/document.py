"""A PDF file: page size, metadata without personal data, the same bytes for the same value."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from counter_app.forms.fonts import Face, register


class Document:
    """A PDF that is being drawn on `canvas`; page size in points."""

    def __init__(self, title: str, size: tuple[float, float]) -> None:
        self._file = BytesIO()
        register()
        self.canvas = Canvas(
            self._file,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            lang="vi",
            initialFontName=Face.REGULAR.value,  # else each page names Helvetica, which is not embedded
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor("")
        self.canvas.setSubject("")
        self.canvas.setCreator("counter-app")
        # "Fit to page" of a viewer shrinks A5 by a quarter and thickens the bars.
        self.canvas.setViewerPreference("PrintScaling", "None")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")

    def end_page(self) -> None:
        """Finish the page; the next one starts empty."""
        self.canvas.showPage()

    def to_bytes(self) -> bytes:
        """The whole file."""
        self.canvas.save()
        return self._file.getvalue()

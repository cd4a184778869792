"""What the program is made of, for the about box: names and licences; versions as installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from counter_app.ui.dialogs.about_dialog import Part

_PACKAGES = (
    ("PySide6_Essentials", "Qt for Python", "LGPL-3.0"),
    ("SQLAlchemy", "SQLAlchemy", "MIT"),
    ("sqlcipher3", "SQLCipher", "BSD-3-Clause"),
    ("reportlab", "ReportLab", "BSD-3-Clause"),
    ("python-barcode", "python-barcode", "MIT"),
    ("segno", "segno", "BSD-3-Clause"),
    ("pypdfium2", "PDFium", "BSD-3-Clause"),
    ("argon2-cffi", "argon2-cffi", "MIT"),
    ("XlsxWriter", "XlsxWriter", "BSD-2-Clause"),
    ("pyserial", "pySerial", "BSD-3-Clause"),
)
_FILES = (
    ("Be Vietnam Pro, Inter, Liberation Serif", "OFL-1.1"),
    ("Lucide", "ISC"),
)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # a frozen program carries no metadata of its parts
        return ""


def parts() -> tuple[Part, ...]:
    """Every part with its version, read when the box is opened."""
    return (
        *(Part(title, _version(package), licence) for package, title, licence in _PACKAGES),
        *(Part(title, "", licence) for title, licence in _FILES),
    )

"""Standard Qt texts in Vietnamese: the wheel has no `qtbase_vi`, so menus and dialogs are told here."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

TEXTS: dict[str, str] = {
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "&Cắt",
    "&Copy": "&Chép",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "OK": "Đồng ý",
    "&OK": "Đồ&ng ý",
    "Cancel": "Thôi",
    "&Cancel": "&Thôi",
    "Close": "Đóng",
    "&Close": "&Đóng",
    "&Yes": "&Có",
    "&No": "&Không",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "Open": "Mở",
    "&Open": "&Mở",
    "&Choose": "&Chọn",
    "Look in:": "Tìm trong:",
    "&Look in:": "Tìm t&rong:",
    "File &name:": "&Tên tệp:",
    "Files of type:": "Loại tệp:",
    "Files of &type:": "&Loại tệp:",
    "Directory:": "Thư mục:",
    "Back": "Trước",
    "Forward": "Sau",
    "Parent Directory": "Thư mục trên",
    "Create New Folder": "Tạo thư mục mới",
    "List View": "Xem danh sách",
    "Detail View": "Xem chi tiết",
    "Name": "Tên",
    "Size": "Cỡ",
    "Type": "Loại",
    "Date Modified": "Ngày sửa",
    "Computer": "Máy này",
    "&New Folder": "Thư mục &mới",
    "&Rename": "Đổ&i tên",
    "&Delete": "&Xóa",
    "%1 already exists.\nDo you want to replace it?": "%1 đã có.\nThay tệp cũ?",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nKhông có thư mục này. Hãy xem lại tên thư mục."
    ),
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông có tệp này. Hãy xem lại tên tệp."
    ),
    "All Files (*)": "Mọi tệp (*)",
    "Directories": "Thư mục",
    "Save As": "Lưu với tên",
    "Find Directory": "Tìm thư mục",
    "Go back": "Quay lại",
    "Go forward": "Đi tới",
    "Go to the parent directory": "Lên thư mục trên",
    "Create a New Folder": "Tạo thư mục mới",
    "Change to list view mode": "Xem danh sách",
    "Change to detail view mode": "Xem chi tiết",
    "Show &hidden files": "Hiện tệp ẩ&n",
    "Sidebar": "Nơi hay dùng",
    "Recent Places": "Nơi vừa mở",
    "Print": "In",
    "&Print": "&In",
    "Printer": "Máy in",
    "Copies": "Số bản",
}
"""Qt's English text → Vietnamese."""


class StandardTexts(QTranslator):
    """Answers every context of Qt's own widgets; what is not known stays English."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        return TEXTS.get(source)

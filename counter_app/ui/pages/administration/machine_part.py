"""This machine: its printer and tray, its scanner, sounds, look and letter size."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from counter_app.domain.errors import CounterError
from counter_app.ui import theme
from counter_app.ui.desk_papers import DeskPapers
from counter_app.ui.letter_size import fitting
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.administration.part import AdministrationPart, main_button, section
from counter_app.ui.printing import paper_sources
from counter_app.ui.scans import Answer, Scan
from counter_app.ui.serial_scanner import port_names
from counter_app.ui.tokens import PAGE_PADDING, PANEL_BUTTON
from counter_app.ui.widgets.buttons import Button
from counter_app.ui.widgets.fields import ChoiceField, SegmentField
from counter_app.ui.widgets.scanner_test import ScannerTest

_LOOKS = (("light", "Sáng"), ("dark", "Tối"), ("system", "Theo máy"))
_SIZES = tuple((str(size), f"{size}") for size in (12, 13, 14, 15, 16, 18, 20))
_SOUNDS = (("yes", "Có tiếng"), ("no", "Tắt tiếng"))
_ENTERS = (("yes", "Sang ô tiếp theo"), ("no", "Không"))


class MachinePart(AdministrationPart):
    """Kept on this machine alone; what is chosen holds from the moment it is saved."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "machine_part")
        self.printer = ChoiceField("Máy in", (), name="machine_printer", placeholder="chưa có máy in")
        self.tray = ChoiceField("Khay giấy", (), name="machine_tray", hint="khay của giấy A5")
        self.trial = Button("In trang thử", icon="printer", name="print_trial", height=PANEL_BUTTON)
        self.commands = Button(
            "In phiếu lệnh quét", icon="scan-barcode", name="print_commands", height=PANEL_BUTTON
        )
        self.papers = DeskPapers(context, self)
        self.scanner = ChoiceField("Máy quét", (), name="machine_scanner")
        self.sound = SegmentField("Âm báo khi quét", _SOUNDS, name="machine_sound")
        self.look = SegmentField("Nền", _LOOKS, name="machine_look")
        hint = "14 là cỡ thường; dùng từ lần mở sau"
        self.size = ChoiceField("Cỡ chữ", _SIZES, name="machine_size", hint=hint)
        self.enter = SegmentField("Phím Enter trong ô", _ENTERS, name="machine_enter")
        self.test = ScannerTest(context.scans, name="scanner_test")
        self.save = main_button("Lưu", "save_machine")
        self._build()
        self.save.clicked.connect(self.submit)
        self.trial.clicked.connect(self._print_trial)
        self.commands.clicked.connect(lambda: self.papers.open_paper("command_sheet"))
        self.printer.edited.connect(self._show_trays)

    def _build(self) -> None:
        side = theme.px(PAGE_PADDING)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(side, theme.px(8), side, side)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self.notice)
        trial = QHBoxLayout()
        trial.addWidget(self.trial)
        trial.addStretch(1)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(theme.px(10))
        for part in (section("In"), self.printer, self.tray):
            left.addWidget(part)
        left.addLayout(trial)
        for part in (section("Màn hình và bàn phím"), self.look, self.size, self.enter):
            left.addWidget(part)
        for part in (section("Quét"), self.scanner, self.sound):
            right.addWidget(part)
        commands = QHBoxLayout()
        commands.addWidget(self.commands)
        commands.addStretch(1)
        right.addLayout(commands)
        right.addWidget(self.test)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(32))
        for column in (left, right):
            column.addStretch(1)
            columns.addLayout(column, 1)
        outer.addLayout(columns, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save)
        outer.addLayout(foot)

    def reload(self) -> None:
        """The settings as they stand, and what is plugged in now."""
        kept, printer = self.context.desk.settings, self.context.printer
        self.printer.set_choices([(name, name) for name in printer.names()])
        self.printer.set_value(printer.chosen())
        self._show_trays()
        self.tray.set_value(kept.tray)
        ports = [("", "Như bàn phím (USB)"), *((port, f"Cổng nối tiếp {port}") for port in port_names())]
        if kept.scanner_port and kept.scanner_port not in dict(ports):
            ports.append((kept.scanner_port, f"{kept.scanner_port} (chưa cắm)"))
        self.scanner.set_choices(ports)
        self.scanner.set_value(kept.scanner_port)
        self.sound.set_value("yes" if kept.is_sound else "no")
        self.enter.set_value("yes" if kept.is_enter_next else "no")
        self.look.set_value(kept.theme)
        self.size.set_value(str(kept.body_px))

    def _show_trays(self) -> None:
        sources = paper_sources(self.printer.value())
        self.tray.set_choices([("", "Máy in tự chọn"), *sources.items()])
        self.tray.setVisible(bool(sources))

    def submit(self) -> None:
        """Keep the choices, and let them hold at once."""
        desk = self.context.desk
        new = replace(
            desk.settings,  # type: ignore[type-var]
            printer=self.printer.value(),
            tray=self.tray.value(),
            scanner_port=self.scanner.value(),
            is_sound=self.sound.value() == "yes",
            is_enter_next=self.enter.value() == "yes",
            theme=self.look.value(),
            body_px=int(self.size.value()),
        )
        try:
            desk.save_settings(new)
        except OSError as error:
            self.notice.show_error(f"Chưa lưu được cài đặt của máy: {error.strerror}.")
            return
        if self.printer.value():
            self.context.printer.choose(self.printer.value())
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # a page is never without one
        theme.apply(application, new.theme, theme.body_px())
        self.context.session.say_changed("machine")
        self.notice.show_done(self._saved_words(new.body_px))

    @staticmethod
    def _saved_words(wanted: int) -> str:
        """Letters grow when the window is made anew, as far as the screen has room."""
        size = fitting(wanted)
        if size < wanted:
            return f"Đã lưu. Màn hình này đủ chỗ cho cỡ chữ {size}; cỡ {wanted} cần màn hình lớn hơn."
        if size != theme.body_px():
            return f"Đã lưu. Cỡ chữ {size} dùng từ lần mở chương trình sau."
        return "Đã lưu cho máy này."

    def _print_trial(self) -> None:
        from counter_app.forms import trial_sheet  # draws: not wanted before somebody asks

        printer, now = self.context.printer, self.context.now()
        if self.printer.value():
            printer.choose(self.printer.value())
        self.trial.setEnabled(False)
        self.context.jobs.work(
            lambda: printer.print_pdf(trial_sheet.draw(now), "Trang thử"),
            lambda _: self.notice.show_done("Đã gửi trang thử: đo khung, phải đúng 128 × 190 mm."),
            self._not_printed,
            lambda: self.trial.setEnabled(True),
        )

    def _not_printed(self, error: CounterError) -> None:
        self.notice.show_error(sentence_of(error))

    def take_scan(self, scan: Scan, answer: Answer) -> None:
        """Whatever is scanned here is shown, and opens nothing."""
        self.test.take_scan(scan, answer)



"""The catalogue kept: the list, a file before it is stored, a version being written, and their acts.

Everybody reads; only the administrator writes. One act at a time; what was typed stays until it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from counter_app.domain.catalogue_draft import DraftRow
from counter_app.domain.errors import CounterError
from counter_app.domain.procedure import Procedure
from counter_app.domain.staff import Permission
from counter_app.domain.text import date_text
from counter_app.queries.catalogue import CatalogueView, VersionRow, versions_of
from counter_app.services.catalogue_import import ImportPlan
from counter_app.ui.messages import sentence_of
from counter_app.ui.page_context import PageContext
from counter_app.ui.pages.catalogue import procedure_jobs as work
from counter_app.ui.pages.catalogue.catalogue_words import imported_words
from counter_app.ui.pages.catalogue.import_view import ImportView
from counter_app.ui.pages.catalogue.procedures_view import ProceduresView
from counter_app.ui.pages.catalogue.version_form import VersionForm
from counter_app.ui.widgets.actions import add_action

_GROUP = "Thủ tục"
_FOLDER = "catalogue/procedures_folder"

AskFiles = Callable[[QWidget, str], list[str]]
AskPath = Callable[[QWidget, str], str]


def ask_files(parent: QWidget, folder: str) -> list[str]:
    """Which files are read, asked of the person; none: nothing."""
    return QFileDialog.getOpenFileNames(parent, "Nhập danh mục", folder, "Bảng (*.xlsx *.csv)")[0]


def ask_path(parent: QWidget, suggested: str) -> str:
    """Where the template goes, asked of the person; empty: nowhere."""
    return QFileDialog.getSaveFileName(parent, "Lưu tệp mẫu", suggested, "Excel (*.xlsx)")[0]


class ProcedureDesk(QStackedWidget):
    """List, file and form over each other."""

    def __init__(
        self,
        context: PageContext,
        view: ProceduresView,
        files: AskFiles = ask_files,
        path: AskPath = ask_path,
    ) -> None:
        super().__init__()
        self._context, self.ask_files, self.ask_path = context, files, path
        self.view = view
        self.incoming = ImportView(context.memory, self._today)
        self.form = VersionForm(self._today)
        self._rows: tuple[DraftRow, ...] = ()
        self._names: tuple[str, ...] = ()
        self._plan: ImportPlan | None = None
        self._is_busy = False
        self._wanted = ""
        for part in (self.view, self.incoming, self.form):
            self.addWidget(part)
        self.setFocusProxy(self.view)
        self._connect()
        self._add_actions()

    def _today(self) -> date:
        return self._context.now().date()

    def _connect(self) -> None:
        view, ending = self.view, self.view.panel.ending
        view.import_asked.connect(self.open_import)
        view.new_asked.connect(self.open_new)
        view.edit_asked.connect(self.open_version)
        view.end_asked.connect(self.open_ending)
        view.versions_asked.connect(self._read_versions)
        ending.left.connect(self.close_ending)
        ending.asked.connect(self._end)
        self.incoming.left.connect(self.go_back)
        self.incoming.chosen.connect(self.choose_files)
        self.incoming.template_asked.connect(self.save_template)
        self.incoming.day_changed.connect(self._judge)
        self.incoming.confirmed.connect(self._confirm)
        self.form.left.connect(self.go_back)
        self.form.stored.connect(self._publish)

    def _add_actions(self) -> None:
        add = partial(add_action, self.view, group=_GROUP)
        add("Nhập danh mục từ tệp", "Ctrl+I", self.open_import, name="act_import_catalogue")
        add("Thêm thủ tục", "Ctrl+N", self.open_new, name="act_new_procedure")
        add("Sửa thành bản mới", "Ctrl+E", self.open_version, name="act_new_version")
        add("Bãi bỏ từ ngày", "Ctrl+D", self.open_ending, name="act_end_procedure")
        ending = self.view.panel.ending
        for part, main, back in (
            (ending, "Bãi bỏ", self.close_ending),
            (self.incoming, "Ghi các thủ tục", self.go_back),
            (self.form, "Ghi bản mới", self.go_back),
        ):
            more, name = partial(add_action, part, group=_GROUP), part.objectName()
            more(main, "Ctrl+Return", part.submit, name=f"act_{name}_main")
            more(main, "Ctrl+Enter", part.submit, name=f"act_{name}_main_keypad")
            more("Quay lại danh mục", "Escape", back, name=f"act_{name}_back")
        add_action(
            self.incoming, "Chọn tệp", "Ctrl+I", self.choose_files, name="act_choose_file", group=_GROUP
        )
        add_action(self.form, "Thêm dòng", "Alt+N", self.form.add_line, name="act_add_line", group=_GROUP)

    # -- reading

    def may_write(self) -> bool:
        """Whether the person keeps the catalogue."""
        return self._context.session.may(Permission.ADMINISTER)

    def show_view(self, view: CatalogueView) -> None:
        """Another reading of the catalogue."""
        self.view.set_may_write(self.may_write())
        if not self.may_write() and self.currentWidget() is not self.view:
            self.setCurrentWidget(self.view)  # another person has signed in
            self.setFocusProxy(self.view)
        self.view.show_view(view)
        if self._wanted:
            self.view.find(self._wanted)
            self._wanted = ""

    def _read_versions(self, procedure_id: str) -> None:
        self._context.jobs.read(
            lambda reading: versions_of(reading, procedure_id),
            partial(self._show_versions, procedure_id),
            self._fail,
            channel="procedure_versions",
        )

    def _show_versions(self, procedure_id: str, rows: tuple[VersionRow, ...]) -> None:
        self.view.show_versions(procedure_id, rows)

    def _fail(self, error: CounterError) -> None:
        self.view.notice.show_error(sentence_of(error))

    # -- going to and fro

    def go_back(self) -> None:
        """To the list; file and form stay as they are."""
        self._turn(self.view)

    def _turn(self, part: QWidget) -> None:
        self.setCurrentWidget(part)
        self.setFocusProxy(part)
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_version(self) -> None:
        """The procedure under the cursor as a form: its newest version, to be changed."""
        base = self.view.newest()
        if self.may_write() and base is not None:
            self.form.open_version(base, self.view.open_units(), is_new=False)
            self._turn(self.form)
            self.form.fields["name"].setFocus()

    def open_new(self) -> None:
        """A procedure that the catalogue has not: an empty form."""
        if self.may_write():
            self.form.open_version(work.empty_procedure(), self.view.open_units(), is_new=True)
            self._turn(self.form)
            self.form.fields["procedure_id"].setFocus()

    def open_ending(self) -> None:
        """Ask from which day the procedure under the cursor is abolished."""
        base = self.view.newest()
        if self.may_write() and base is not None:
            self.view.panel.ending.open_procedure(base)
            self.view.panel.ask_end(True)
            self.view.panel.ending.setFocus()

    def close_ending(self) -> None:
        """Give up; what was typed stays for this procedure."""
        if self.view.panel.ending.isVisible():
            self.view.panel.ask_end(False)
            self.view.table.setFocus()

    # -- a file

    def open_import(self) -> None:
        """The file view, and at once the question for a file where none is open."""
        if self.may_write():
            self._turn(self.incoming)
            if self._plan is None:
                self.choose_files()

    def choose_files(self) -> None:
        """Ask for files, read them away from the window, judge their rows."""
        memory = self._context.memory
        chosen = self.ask_files(self, memory.text(_FOLDER) or str(Path.home()))
        if not chosen or self._is_busy:
            return
        paths = [Path(each) for each in chosen]
        memory.keep(_FOLDER, str(paths[0].parent))
        self._begin()
        done = partial(self._file_read, tuple(path.name for path in paths))
        self._context.jobs.work(work.read_files(paths), done, self._file_failed, self._free)

    def _file_read(self, names: tuple[str, ...], rows: tuple[DraftRow, ...]) -> None:
        self._names, self._rows, self._plan = names, rows, None
        self.incoming.show_nothing()
        self._judge()

    def _judge(self) -> None:
        day = self.incoming.day.value() or self._today()
        self._context.jobs.read(
            work.judge(self._rows, day), self._judged, self._file_failed, channel="catalogue_import"
        )

    def _judged(self, plan: ImportPlan) -> None:
        self._plan = plan
        self.incoming.show_plan(self._names, plan, self.view.units())

    def _file_failed(self, error: CounterError) -> None:
        if "path" in error.facts:  # the person chose it just now: its name is enough
            error.facts["path"] = Path(str(error.facts["path"])).name
        self.incoming.notice.show_error(sentence_of(error, names=self.view.units()))

    def _confirm(self, decision: str, day: date) -> None:
        plan = self._plan
        if plan is None or self._is_busy:
            return
        self._begin()
        expected = tuple(version.id for version in plan.versions)
        do = work.confirm(self._rows, expected, day, decision, self._context.session.login)
        self._context.jobs.run(do, partial(self._confirmed, decision, day), self._file_failed, self._free)

    def _confirmed(self, decision: str, day: date, answer: tuple[ImportPlan, bool]) -> None:
        plan, is_stored = answer
        if not is_stored:
            self._judged(plan)
            self.incoming.notice.show_warning("Danh mục vừa thay đổi. Hãy xem lại các dòng rồi ghi.")
            return
        self._plan, self._rows = None, ()
        self.incoming.decision.set_value("")
        self.incoming.show_nothing()
        self._stored(imported_words(plan.versions, decision, day), plan.versions)

    def save_template(self) -> None:
        """The catalogue in the columns that the import reads, for a person to fill in."""
        folder = Path(self._context.memory.text(_FOLDER) or Path.home())
        chosen = self.ask_path(self, str(folder / "Danh muc thu tuc.xlsx"))
        if not chosen or self._is_busy:
            return
        path = Path(chosen) if chosen.lower().endswith(".xlsx") else Path(f"{chosen}.xlsx")
        self._begin()
        self._context.jobs.read(work.newest_versions, partial(self._write_template, path), self._file_failed)

    def _write_template(self, path: Path, procedures: tuple[Procedure, ...]) -> None:
        self._context.jobs.work(
            work.write_template(path, procedures),
            lambda _count: self.incoming.notice.show_done(f"Đã lưu tệp mẫu {path.name}."),
            self._file_failed,
            self._free,
        )

    # -- acts

    def _publish(self, procedure: Procedure, decision: str, day: date) -> None:
        if self._is_busy:
            return
        self._begin()
        do = work.publish(procedure, decision, day, self._context.session.login)
        self._context.jobs.run(do, self._published, self.form.show_refusal, self._free)

    def _published(self, answer: tuple[Procedure, list[str]]) -> None:
        version, warnings = answer
        self.form.close_version()
        words = f"Đã ghi {version.id}, bản {version.version}, hiệu lực từ {date_text(version.in_force_from)}."
        if "steps_over_limit" in warnings:
            words += " Các bước cộng lại dài hơn thời hạn."
        self._stored(words, (version,))

    def _end(self, procedure_id: str, last: date, decision: str, reason: str) -> None:
        if self._is_busy:
            return
        self._begin()
        do = work.end(procedure_id, last, decision, reason, self._context.session.login)
        self._context.jobs.run(do, self._ended, self.view.panel.ending.show_refusal, self._free)

    def _ended(self, procedure: Procedure) -> None:
        self.view.panel.ending.close_procedure()
        self.close_ending()
        last = date_text(procedure.in_force_to)
        self._stored(f"Đã bãi bỏ {procedure.id}: nhận hồ sơ đến hết ngày {last}.", (procedure,))

    def _stored(self, words: str, versions: Sequence[Procedure]) -> None:
        self._wanted = versions[0].id
        self.go_back()
        self.view.notice.show_done(words)
        self.view.table.setFocus()
        self._context.session.say_changed("catalogue")

    def _begin(self, *_: Any) -> None:
        self._is_busy = True

    def _free(self) -> None:
        self._is_busy = False

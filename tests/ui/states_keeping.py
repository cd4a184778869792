"""Pictures of the catalogue being kept by the administrator: file, verdicts, form, abolition, versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from counter_app.services import catalogue_work
from tests.imports import wrong_catalogue
from tests.ui.at_the_counter import Fingers
from tests.ui.picture_states import state
from tests.ui.states_catalogue import _Picture


def _keeper(window: _Picture) -> Fingers:
    window.desk.sign_in("quantri")
    window.catalogue.page_shown()
    hands = window.hands()
    window.desk.settle()
    return hands


def _list(window: _Picture) -> None:
    hands = _keeper(window)
    for _ in range(7):
        hands.press(Qt.Key.Key_Down)


def _no_file(window: _Picture) -> None:
    window.catalogue.procedure_desk.ask_files = lambda _parent, _folder: []
    _keeper(window).ctrl(Qt.Key.Key_I)


def _file(window: _Picture) -> Fingers:
    path = Path(window.folder.name) / "danh mục 2027.xlsx"
    wrong_catalogue.write(path)
    window.catalogue.procedure_desk.ask_files = lambda _parent, _folder: [str(path)]
    hands = _keeper(window)
    hands.ctrl(Qt.Key.Key_I)
    window.desk.settle()
    return hands


def _wrong(window: _Picture) -> None:
    hands = _file(window)
    for _ in range(5):
        hands.press(Qt.Key.Key_Down)


def _all(window: _Picture) -> None:
    _file(window)
    view = window.catalogue.procedure_desk.incoming
    view.filter.set_value("all")
    view.filter.changed.emit("all")
    view.submit()


def _garbled(window: _Picture) -> None:
    path = Path(window.folder.name) / "danh mục cũ.csv"
    path.write_bytes("Số thủ tục;Tên thủ tục".encode().decode("latin-1").encode() * 9)
    window.catalogue.procedure_desk.ask_files = lambda _parent, _folder: [str(path)]
    _keeper(window).ctrl(Qt.Key.Key_I)
    window.desk.settle()


def _opened(window: _Picture) -> Fingers:
    hands = _keeper(window)
    hands.type("dt08")
    hands.enter()
    hands.ctrl(Qt.Key.Key_E)
    return hands


def _form(window: _Picture) -> None:
    _opened(window)


def _form_wrong(window: _Picture) -> None:
    hands = _opened(window)
    form = window.catalogue.procedure_desk.form
    form.fields["limit_amount"].set_value("0,5")
    form.fields["national_code"].set_value("1.0097")
    form.components.setFocus()
    hands.press(Qt.Key.Key_End)
    form.components.lines_model.setData(form.components.lines_model.index(1, 3), "-1")
    hands.ctrl(Qt.Key.Key_Return)


def _form_steps(window: _Picture) -> None:
    _opened(window)
    window.catalogue.procedure_desk.form.show_part("steps")
    window.catalogue.procedure_desk.form.steps.setFocus()


def _new(window: _Picture) -> None:
    _keeper(window).ctrl(Qt.Key.Key_N)


def _ending(window: _Picture) -> None:
    hands = _keeper(window)
    hands.type("dt08")
    hands.enter()
    hands.ctrl(Qt.Key.Key_D)
    hands.type("011226")
    hands.ctrl(Qt.Key.Key_Return)


def _versions(window: _Picture) -> None:
    def do(uow: Any) -> None:
        by = uow.reference.person("quantri")
        first = uow.reference.procedure_version("DT-08", 1)
        second = replace(
            first,
            fee_vnd=150_000,
            components=(*first.components[1:3], replace(first.components[0], no=3)),
        )
        second = replace(
            second, components=tuple(replace(c, no=n) for n, c in enumerate(second.components, start=1))
        )
        for version, on in ((second, date(2026, 11, 1)), (replace(second, fee_vnd=0), date(2026, 12, 1))):
            catalogue_work.publish(uow, version, in_force_from=on, decision=f"{on:%m}/QĐ-BQL", by=by)
        uow.commit()

    window.desk.desk.write(do)
    hands = _keeper(window)
    hands.type("dt08")
    hands.enter()
    hands.enter()
    for _ in range(3):
        hands.press(Qt.Key.Key_Right)
    window.desk.settle()


_STATES = {
    "keeping-list": _list,
    "keeping-no-file": _no_file,
    "keeping-wrong-rows": _wrong,
    "keeping-all-rows": _all,
    "keeping-garbled": _garbled,
    "keeping-form": _form,
    "keeping-form-wrong": _form_wrong,
    "keeping-form-steps": _form_steps,
    "keeping-new": _new,
    "keeping-ending": _ending,
    "keeping-versions": _versions,
}
for _name, _settle in _STATES.items():
    state(_name, settle=_settle)(_Picture)

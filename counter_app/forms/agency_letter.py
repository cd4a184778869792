"""What the agency writes to an applicant under its signature and seal: the frame, the address, the reason."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.domain.life_papers import ExtensionPaper, StopNoticePaper
from counter_app.forms.closing import SEALED, Closing
from counter_app.forms.code_zone import Codes
from counter_app.forms.form_words import form_number, head_of_agency, recipients, reprint_marks
from counter_app.forms.head_block import head_of_slip
from counter_app.forms.official_paper import OfficialPaper
from counter_app.forms.paragraphs import Align, Look, Passage, passage
from counter_app.forms.sheet import Step, slip_sheet

Letter = ExtensionPaper | StopNoticePaper


def agency_letter(
    value: Letter, form: str, *, file_title: str, title: str, text: Callable[[Step], tuple[Passage, ...]]
) -> OfficialPaper:
    """The letter with `text` between its head and its closing; `form` as the registry names it.

    Raises InvalidField for a set that has no such form.
    """
    return OfficialPaper(
        file_title=file_title,
        title=title,
        sheet=slip_sheet(value.head.slip_paper),
        head=head_of_slip(value.head, form_number(form, value.head.form_set)),
        codes=Codes("Mã hồ sơ:", value.dossier_code),
        mark=value.mark,
        flow=text,
        closing=lambda step, width: Closing(
            step,
            width,
            (None, head_of_agency(value.signer)),
            recipients=recipients(value.department_abbr),
            most_signing=SEALED,
        ),
        copies=(reprint_marks(value.mark),),
        shows_codes=False,
    )


def addressee(step: Step, look: Look, name: str) -> Passage:
    """`Kính gửi: …` above the running text set in `look`."""
    return passage(Look(step.body, align=Align.CENTRE, after=look.after * 1.5), f"Kính gửi: {name}")


def reason_text(reason: str) -> str:
    """The reason inside a sentence: its own full stop would stand beside the sentence's."""
    return " ".join(reason.split()).rstrip(" .;")

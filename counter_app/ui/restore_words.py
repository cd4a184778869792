"""What a restore says: which way it went, what is to be done next, which file was wrong. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

_LANGUAGES = ("vi", "en")


class Step(StrEnum):
    """A way taken, or something left to be done."""

    JOURNAL = "journal"
    JOURNAL_NEW_LIFE = "journal_new_life"
    CENTRE = "centre"
    RESERVE = "reserve"
    ENROLLED = "enrolled"
    NO_BLOCK = "no_block"
    REENTER = "reenter"
    REENTER_ALL = "reenter_all"
    LOOK_AT_LAST = "look_at_last"
    PLUG_JOURNAL_IN = "plug_journal_in"
    SET_JOURNAL = "set_journal"
    SYNC_LATER = "sync_later"
    MORE_ASIDE = "more_aside"
    RECEIPTS_OF_RESERVE = "receipts_of_reserve"


_SENTENCES: Mapping[Step, tuple[str, str]] = {
    Step.JOURNAL: (
        "Nhật ký dự phòng nối tiếp được bản sao: không thiếu gì, số cấp tiếp như trước.",
        "The witness journal carries on from the copy: nothing is missing, numbers go on as before.",
    ),
    Step.JOURNAL_NEW_LIFE: (
        "Nhật ký dự phòng nối tiếp được bản sao: không thiếu gì. Theo tệp ghi danh mới, từ nay sổ, phiếu và "
        "danh sách mang số quầy {label}, mã hồ sơ thuộc dải số {lo}–{hi}.",
        "The witness journal carries on from the copy: nothing is missing. As newly enrolled, books, slips "
        "and lists now bear the desk number {label}, dossier codes come from {lo}–{hi}.",
    ),
    Step.CENTRE: (
        "Đã lấy lại từ kho trung tâm những gì quầy này từng gửi. Từ nay sổ, phiếu và danh sách mang số quầy "
        "{label}, mã hồ sơ thuộc dải số {lo}–{hi}.",
        "What this desk had sent came back from the central store. Books, slips and lists now bear the desk "
        "number {label}, dossier codes come from {lo}–{hi}.",
    ),
    Step.RESERVE: (
        "Không có nhật ký dự phòng nối tiếp được, cũng không gặp kho trung tâm. Từ nay sổ, phiếu và danh "
        "sách mang số quầy {label}, mã hồ sơ thuộc dải dự trữ {lo}–{hi}.",
        "No witness journal carries on, and the central store was not met. Books, slips and lists now bear "
        "the desk number {label}, dossier codes come from the reserve block {lo}–{hi}.",
    ),
    Step.ENROLLED: (
        "Không có nhật ký dự phòng nối tiếp được, cũng không gặp kho trung tâm. Theo tệp ghi danh mới, từ "
        "nay sổ, phiếu và danh sách mang số quầy {label}, mã hồ sơ thuộc dải số {lo}–{hi}.",
        "No witness journal carries on, and the central store was not met. As newly enrolled, books, slips "
        "and lists now bear the desk number {label}, dossier codes come from {lo}–{hi}.",
    ),
    Step.NO_BLOCK: (
        "Chưa có dải số: chưa tiếp nhận được cho đến khi gặp kho trung tâm.",
        "There is no block of numbers: nothing can be received until the central store is met.",
    ),
    Step.REENTER: (
        "Nhập lại các giấy tiếp nhận đã in từ {since} trước khi tiếp nhận hồ sơ mới: mở Tiếp nhận, quét mã "
        "QR trên giấy (hoặc lệnh acts, việc receive, trường receipt là mã QR đó).",
        "Enter printed receipts since {since} again before new dossiers are received: open Tiếp nhận and "
        "scan the paper's QR (or command acts, act receive, field receipt: that QR).",
    ),
    Step.REENTER_ALL: (
        "Nhập lại mọi giấy tiếp nhận đã in: mở Tiếp nhận, quét mã QR trên giấy (hoặc lệnh acts, việc "
        "receive, trường receipt là mã QR đó).",
        "Enter all printed receipts again: open Tiếp nhận and scan the paper's QR (or command acts, "
        "act receive, field receipt: that QR).",
    ),
    Step.LOOK_AT_LAST: (
        "Mục cuối cùng có trong dữ liệu là lúc {since}. Nếu có giấy in sau đó, hãy báo quản trị trước khi "
        "làm.",
        "The last entry here is of {since}. If a receipt was printed later, tell the administrator first.",
    ),
    Step.PLUG_JOURNAL_IN: (
        "Nếu tìm lại được ổ chứa nhật ký dự phòng, hãy cắm vào rồi mở lại chương trình: phần thiếu sẽ tự về.",
        "If the medium of the journal is found, plug it in and start again: what is missing comes back.",
    ),
    Step.SET_JOURNAL: (
        "Hãy chọn nơi ghi nhật ký dự phòng (Quản trị, Sao lưu) để lần sau không mất gì.",
        "Choose a place for the witness journal (administration, backup), so that nothing is lost next time.",
    ),
    Step.SYNC_LATER: (
        "Chưa gặp được kho trung tâm. Khi gặp, chương trình sẽ tự lấy lại những gì quầy này từng gửi.",
        "The central store was not met. When it is, what this desk had sent comes back by itself.",
    ),
    Step.MORE_ASIDE: (
        "Dữ liệu cũ, nay ở {aside}, còn {more} mục mà bản sao không có. Nếu không định khôi phục, hãy giữ "
        "lại và báo quản trị.",
        "The file that was there, now in {aside}, holds {more} entries that the copy has not. If no restore "
        "was meant, keep it and tell the administrator.",
    ),
    Step.RECEIPTS_OF_RESERVE: (
        "Nếu đã có giấy in mang số {lo}–{hi} trong lần khôi phục trước, hãy nhập lại các giấy đó trước khi "
        "tiếp nhận.",
        "If receipts numbered {lo}–{hi} were printed after an earlier restore, enter those again before "
        "anything is received.",
    ),
}


_WRONG: Mapping[str, tuple[str, str]] = {
    "key": (
        "{path} không phải tệp khóa: --key cần tệp store.key đã cất của quầy này.",
        "{path} is no key file: --key takes the saved store.key of this desk.",
    ),
    "key_gone": (
        "Không đọc được tệp khóa {path} (--key): không có tệp này, hoặc không được phép đọc.",
        "The key file {path} (--key) cannot be read: there is none, or it may not be read.",
    ),
    "key_bound": (
        "Tệp khóa {path} chỉ dùng được trên máy và tài khoản đã tạo ra nó, hoặc đã hỏng. Hãy khôi phục trên "
        "máy và tài khoản đó, hoặc dùng tệp khóa khác đã cất.",
        "The key file {path} works only on the machine and account that made it, or is damaged. Restore "
        "there, or use another saved key file.",
    ),
    "no_key": (
        "Chưa có tệp khóa ở {path}: hãy thêm --key và tệp store.key đã cất của quầy này.",
        "There is no key file at {path}: add --key and the saved store.key of this desk.",
    ),
    "own_key": (
        "Không dùng được tệp khóa đang có của quầy, {path}: hãy thêm --key và tệp store.key đã cất.",
        "The desk's present key file {path} cannot be used: add --key and the saved store.key.",
    ),
    "swapped": (
        "Hai tệp bị đổi chỗ: {path} mới là tệp khóa. Hãy viết: restore BẢN_SAO --key TỆP_KHÓA.",
        "The two files are swapped: {path} is the key file. Write: restore COPY --key KEYFILE.",
    ),
    "copy_is_key": (
        "{path} là tệp khóa, không phải bản sao của một quầy. Hãy viết: restore BẢN_SAO --key TỆP_KHÓA.",
        "{path} is a key file and no copy of a desk. Write: restore COPY --key KEYFILE.",
    ),
    "copy_empty": (
        "{path} là tệp trống, không phải bản sao của một quầy.",
        "{path} is empty: it is no copy of a desk.",
    ),
    "copy_foreign": (
        "{path} không mở được bằng khóa {key}: sai khóa, hoặc không phải bản sao của một quầy.",
        "{path} cannot be opened with the key {key}: the key is wrong, or it is no copy of a desk.",
    ),
    "copy": (
        "Không dùng được bản sao {path}: {because:because}. Hãy chọn bản sao khác.",
        "The copy {path} cannot be used: {because:because}. Choose another copy.",
    ),
    "journal": (
        "Không thấy nhật ký dự phòng nào ở {path}: --journal cần thư mục chứa tệp journal-….log. Chưa thay "
        "đổi gì.",
        "No witness journal lies at {path}: --journal takes the folder that holds a journal-….log. Nothing "
        "was changed.",
    ),
}
"""What was named wrongly (fact `named`) → the sentence, with the kinds of facts of `messages`."""


def wrong_words(named: str, lang: str) -> str | None:
    """The sentence of a file that is not what it was named as, before its facts stand in it."""
    words = _WRONG.get(named)
    return words[_LANGUAGES.index(lang)] if words else None


def restore_sentences(steps: Sequence[Step], facts: Mapping[str, object], lang: str = "vi") -> list[str]:
    """The sentences of these steps. Facts: label, lo, hi, since, aside, more, where a step names them."""
    at = _LANGUAGES.index(lang)
    return [_SENTENCES[step][at].format_map(facts) for step in steps]


QUESTION = {
    "vi": (
        "{folder} đang có dữ liệu của quầy. Thay bằng bản {file}? Dữ liệu hiện có được cất bên cạnh; "
        "việc ghi sau bản này có thể phải nhập lại. [c = có, Enter = không] ",
        "Không làm gì.",
    ),
    "en": (
        "{folder} holds a desk. Put {file} in the place of its file? The present file is kept beside it; "
        "what was recorded after the copy may have to be entered again. [y = yes, Enter = no] ",
        "Nothing was done.",
    ),
}
"""Language → what a person at a terminal is asked, and what is said to a no."""
YES = frozenset({"c", "co", "có", "y", "yes"})

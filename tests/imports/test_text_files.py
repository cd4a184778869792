"""Input 42 of document 7: text files in every way that Vietnamese was ever written."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from counter_app import paths
from counter_app.domain.errors import FileNotRead
from counter_app.imports import limits
from counter_app.imports.letters import is_syllable
from counter_app.imports.tables import NoteKind, read_table

HEAD = "Số;Tên thủ tục;Đơn vị"
ROW = "DT-01;Cấp Giấy chứng nhận đăng ký đầu tư, điều chỉnh dự án;Phòng Quản lý Đầu tư"
TEXT = f"{HEAD}\r\n{ROW}\r\n"

# Written by hand as people wrote them, so that the tables are held against something else than themselves.
TCVN3 = (
    "Sè;Tªn thñ tôc;§¬n vÞ\r\n"
    "DT-01;CÊp GiÊy chøng nhËn ®¨ng ký ®Çu t\u00ad, ®iÒu chØnh dù ¸n;Phßng Qu¶n lý §Çu t\u00ad\r\n"
)
VNI = (
    "Soá;Teân thuû tuïc;Ñôn vò\r\n"
    "DT-01;Caáp Giaáy chöùng nhaän ñaêng kyù ñaàu tö, ñieàu chænh döï aùn;Phoøng Quaûn lyù Ñaàu tö\r\n"
)


def cp1258(text: str) -> bytes:
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
        plain = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        out += (plain + "".join(tones)).encode("cp1258")
    return out


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "tệp.csv"
    path.write_bytes(data)
    return path


WAYS = {
    "utf-8": (TEXT.encode(), "utf-8"),
    "utf-8 with a mark": (TEXT.encode("utf-8-sig"), "utf-8"),
    "utf-16": (TEXT.encode("utf-16"), "utf-16"),
    "utf-16 big": (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
    "utf-16 without a mark": (TEXT.encode("utf-16-le"), "utf-16"),
    "cp1258": (cp1258(TEXT), "cp1258"),
    "tcvn3": (TCVN3.encode("cp1252"), "tcvn3"),
    "vni": (VNI.encode("cp1252"), "vni"),
    "tcvn3 stored as unicode": (TCVN3.encode(), "tcvn3"),
    "vni stored as unicode": (VNI.encode(), "vni"),
    "tabs": (TEXT.replace(";", "\t").encode(), "utf-8"),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_rows_come_out_of_every_way_of_writing(tmp_path: Path, way: str) -> None:
    data, encoding = WAYS[way]
    table = read_table(written(tmp_path, data))
    assert table.rows == (tuple(HEAD.split(";")), tuple(ROW.split(";")))
    assert table.encoding == encoding
    is_old = encoding in ("cp1258", "tcvn3", "vni")
    assert [(note.kind, note.text) for note in table.notes] == (
        [(NoteKind.OLD_LETTERS, encoding)] if is_old else []
    )


def test_known_texts_of_old_machines() -> None:
    from counter_app.imports.old_letters import from_tcvn3, from_vni

    assert from_tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc") == (
        "Cộng hoà xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
    )
    assert from_tcvn3("C¤NG TY Cæ PHÇN THÐP") == "CÔNG TY Cổ PHẦN THÉP"
    assert from_vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc") == (
        "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc"
    )
    assert from_vni("COÂNG TY TRAÙCH NHIEÄM HÖÕU HAÏN") == "CÔNG TY TRÁCH NHIỆM HỮU HẠN"


BROKEN = {
    "double utf-8": TEXT.encode().decode("cp1252", errors="replace").encode(),
    "utf-8 read as latin": TEXT.encode().decode("latin-1").encode(),
    "a few words read as latin": "Số thủ tục;Tên thủ tục\r\n".encode().decode("latin-1").encode(),
    "lost letters": TEXT.encode("ascii", errors="replace").replace(b"?", "\ufffd".encode()),
    "greek": "Αριθμός;Όνομα διαδικασίας;Μονάδα\r\n".encode("cp1253"),
    "half a letter": TEXT.encode("utf-16")[:-1],
}


@pytest.mark.parametrize("kind", BROKEN)
def test_garbled_letters_are_refused_and_not_guessed(tmp_path: Path, kind: str) -> None:
    with pytest.raises(FileNotRead) as caught:
        read_table(written(tmp_path, BROKEN[kind]))
    assert caught.value.facts["because"] == "garbled"


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b"\x00\x01\x02\x03" * 100, "not_text"),
        (b"\xef\xbb\xbf \r\n", "file_empty"),
        (b'a,b\r\n"c,d\r\ne,f\r\n', "quotes"),
        (b"a,b\r\n" * (limits.MOST_ROWS + 1), "too_many_lines"),
        (
            b",".join([b"a"] * 401) * 1 + b"\r\n" + (b",".join([b"a"] * 401) + b"\r\n") * 1_000,
            "too_many_cells",
        ),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes, because: str) -> None:
    with pytest.raises(FileNotRead) as caught:
        read_table(written(tmp_path, data))
    assert caught.value.facts["because"] == because


@pytest.mark.parametrize("name", ["procedures", "components", "steps", "departments"])
def test_files_of_ours_come_back_whole(name: str) -> None:
    import csv

    path = paths.seed() / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = tuple(tuple(row) for row in csv.reader(file))
    assert read_table(path).rows == rows


def test_foreign_names_do_not_make_a_file_garbled(tmp_path: Path) -> None:
    rows = "".join(f"Société Générale Électronique {n},Müller & Söhne,Công ty Đại Đức\r\n" for n in range(3))
    table = read_table(written(tmp_path, f"Tên,Người đại diện,Địa chỉ trụ sở chính\r\n{rows}".encode()))
    assert table.encoding == "utf-8"
    assert len(table.rows) == 4


@pytest.mark.parametrize("word", ["nghiêng", "Được", "QUYẾT", "thuở", "yêu", "gì", "quý", "ươm", "khuỷu"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["tá»¥c", "§Çu", "Söhne", "ñaêng", "GiÊy", "Đíềd", "Électronique"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)

"""Renditions, limits and views in words."""

from pathlib import Path

import pytest

from desktop.paper.libreoffice import installed
from tests.cli.spoken import REVIEW, Desk, a_pdf
from tests.paper import office_files, picture_files

WITH_LIBREOFFICE = pytest.mark.skipif(installed() is None, reason="LibreOffice is not on this computer")


def take_in(desk: Desk, name: str, data: bytes) -> str:
    file = desk.folder / name
    file.write_bytes(data)
    taken = desk.json(
        "document", "take-in", file, "--review", REVIEW, "--kind", "minutes", "--edition", "identified"
    )
    assert taken["pages"] is None
    return str(taken["document"])


def test_scanned_minutes_get_a_rendition_and_are_printed_from_it(desk: Desk) -> None:
    document = take_in(desk, "minutes.tiff", picture_files.tiff(3))
    assert "cannot be viewed or printed" in desk("document", "show", document).out
    done = desk.json("document", "render", document)
    assert (done["rendition"], done["pages"]) == (1, 3)
    assert done["made_by"].startswith("Strongroom ")
    (printed,) = desk.json(
        "copy", "print", document, "--number-of-copies", "1", "--out", desk.papers / "more"
    )["copies"]
    assert printed["pages"] == 3
    text = desk("document", "show", document).out
    assert "A rendition of the original, made by Strongroom" in text
    assert "not compared with it by anybody" in text


@WITH_LIBREOFFICE
def test_word_minutes_get_a_rendition_by_libreoffice_and_somebody_compares_it(desk: Desk) -> None:
    document = take_in(desk, "minutes.docx", office_files.docx(pages=2))
    done = desk.json("document", "render", document)
    assert done["made_by"].startswith("LibreOffice")
    assert done["pages"] == 2
    compared = desk.json("document", "compare-rendition", document, "--checked-by", "B. Nurse")
    assert (compared["rendition"], compared["checked_by"]) == (1, "B. Nurse")
    (version,) = desk.json("document", "show", document)["documents"][0]["versions"]
    assert [one["checked_by"] for one in version["renditions"]] == ["B. Nurse"]


def test_a_pdf_made_elsewhere_is_attached(desk: Desk) -> None:
    document = take_in(desk, "minutes.msg", b"no format that is known")
    refused = desk.refused("document", "render", document)
    assert refused["error"] == "NoRenditionError"
    assert "attach it" in refused["hint"]
    file = a_pdf(desk.folder / "made.pdf", pages=4)
    done = desk.json("document", "attach-rendition", document, file, "--checked-by", "B. Nurse")
    assert (done["rendition"], done["made_by"], done["pages"]) == (1, None, 4)
    out = desk.folder / "out.pdf"
    desk.json("document", "view", document, "--rendition", "--purpose", "To read it", "--out", out)
    assert out.read_bytes() == file.read_bytes()
    desk.json("document", "view", document, "--purpose", "To read it", "--out", desk.folder / "out.msg")
    views = desk.json("document", "views", document)["views"]
    assert [(view["purpose"], view["rendition"]) for view in views] == [
        ("To read it", 1),
        ("To read it", None),
    ]
    assert "To read it" in desk("document", "views", document).out


def test_what_is_no_pdf_is_not_attached(desk: Desk, tmp_path: Path) -> None:
    document = take_in(desk, "minutes.msg", b"no format that is known")
    file = tmp_path / "made.txt"
    file.write_text("no PDF")
    refused = desk.refused("document", "attach-rendition", document, file, "--checked-by", "B. Nurse")
    assert refused["error"] == "FileRefusedError"
    assert desk.json("vault", "verify")["problems"] == []


def test_the_limit_of_copies_is_changed_with_authority(desk: Desk) -> None:
    why = ("--authority", "The Chair", "--reason", "The panel grew")
    assert desk.json("document", "limit", "D-0001", "--copies", "2", *why)["limit"] == 2
    more = ("copy", "print", "D-0001", "--number-of-copies", "1", "--out", desk.papers / "more")
    assert desk.refused(*more)["error"] == "LimitReachedError"
    assert desk.json("document", "limit", "D-0001", "--copies", "3", *why)["limit"] == 3
    assert [copy["copy"] for copy in desk.json(*more)["copies"]] == ["D-0001/3"]


def test_a_document_that_nobody_viewed_says_so(desk: Desk) -> None:
    assert "Nobody viewed D-0001 yet." in desk("document", "views", "D-0001").out

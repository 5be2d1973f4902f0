"""Pictures made into a PDF: what is seen stays what it was, on paper of its size, within limits."""

import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps, ImageStat

from desktop.paper import image_pages
from desktop.paper.messages import Limits
from desktop.paper.reading import Refusal
from tests.paper.picture_files import picture, saved, tiff

MODES = {
    "PNG": ("RGB", "L", "1", "P", "LA", "RGBA"),
    "JPEG": ("RGB", "L", "CMYK"),
    "TIFF": ("RGB", "L", "1", "P", "LA", "RGBA", "CMYK"),
}
PICTURES = [(kind, mode) for kind, modes in MODES.items() for mode in modes]


def composed(data: bytes, limits: Limits | None = None) -> tuple[int, bytes]:
    target = io.BytesIO()
    pages = image_pages.compose(io.BytesIO(data), target, limits or Limits(), lambda _done, _all: None)
    return pages, target.getvalue()


def seen(pdf: bytes, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as opened:
        found: Image.Image = opened[page].render(scale=75 / 72).to_pil().convert("RGB")
        return found


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [(round(page.get_width()), round(page.get_height())) for page in opened]


def outcome(data: bytes) -> str:
    """Return why it was refused, or how many pages it has of how many that can be drawn."""
    try:
        pages, pdf = composed(data)
    except Refusal as refused:
        return refused.reason
    return f"{pages} of {len(sizes(pdf))}"


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how far two pictures are from each other, of 255, on the average."""
    apart = ImageChops.difference(one.convert("L"), other.convert("L").resize(one.size))
    return float(ImageStat.Stat(apart).mean[0])


@pytest.mark.parametrize(("kind", "mode"), PICTURES)
def test_a_picture_looks_in_the_pdf_as_it_did(kind: str, mode: str) -> None:
    made = picture(mode=mode)
    pages, pdf = composed(saved(made, kind))
    assert pages == 1
    assert sizes(pdf) == [(595, 842)]
    assert difference(seen(pdf), made.convert("RGB")) < 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_that_says_it_lies_on_its_side_is_turned(orientation: int) -> None:
    facts = Image.Exif()
    facts[0x0112] = orientation
    data = saved(picture(), "JPEG", exif=facts)
    _pages, pdf = composed(data)
    with Image.open(io.BytesIO(data)) as opened:
        upright = ImageOps.exif_transpose(opened)
    assert seen(pdf).size[0] == pytest.approx(upright.size[0], abs=2)
    assert difference(seen(pdf), upright) < 2


def test_a_photograph_goes_into_the_pdf_as_it_is() -> None:
    data = saved(picture(), "JPEG")
    _pages, pdf = composed(data)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        image = opened.pages[0].Resources.XObject.Picture
        assert image.read_raw_bytes() == data


def test_a_scan_of_several_pages_has_as_many_in_order() -> None:
    pages, pdf = composed(tiff(3))
    assert (pages, len(sizes(pdf))) == (3, 3)
    assert difference(seen(pdf, 0), picture()) < 2
    assert difference(seen(pdf, 2), picture(mode="1").convert("RGB")) < 2


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "tiff_adobe_deflate", "packbits", "raw"])
def test_every_usual_packing_of_a_fax_or_scan_is_read(compression: str) -> None:
    made = picture(mode="1")
    assert difference(seen(composed(saved(made, "TIFF", compression=compression))[1]), made) < 2


def test_sixteen_bits_of_grey_become_eight() -> None:
    grey = picture(mode="L")
    made = Image.frombytes("I;16", grey.size, b"".join(bytes((0, value)) for value in grey.tobytes()))
    assert difference(seen(composed(saved(made, "PNG"))[1]), grey) < 2


def test_what_is_transparent_is_white_paper() -> None:
    made = Image.new("RGBA", (620, 877), (0, 0, 0, 0))
    assert seen(composed(saved(made, "PNG"))[1]).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("dpi", [(72, 72), (0, 0), (1e9, 1e9), (0.001, 75)])
def test_a_picture_without_a_believable_size_fills_an_a4_page(dpi: tuple[float, float]) -> None:
    _pages, pdf = composed(saved(picture(3000, 4000), "TIFF", dpi=dpi))
    ((width, height),) = sizes(pdf)
    assert (width, height) in {(595, 794), (631, 842)}


def test_a_picture_that_lies_across_fills_a_page_that_does() -> None:
    ((width, height),) = sizes(composed(saved(picture(4000, 3000), "PNG", dpi=(72, 72)))[1])
    assert width > height


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    data = saved(Image.new("1", (12_000, 12_000)), "PNG")
    assert len(data) < 100_000
    with pytest.raises(Refusal) as refused:
        composed(data)
    assert (refused.value.reason, refused.value.page) == ("pixels", 1)


def test_a_scan_of_too_many_pages_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        composed(tiff(4), Limits(pages=3))
    assert refused.value.reason == "pages"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
@pytest.mark.parametrize("left", [0.02, 0.5, 0.98])
def test_a_picture_that_is_cut_short_is_refused_or_shown_as_far_as_it_goes(kind: str, left: float) -> None:
    data = saved(picture(), kind)
    assert outcome(data[: max(12, int(len(data) * left))]) in {"damaged", "1 of 1"}


@given(st.data())
def test_no_damage_to_a_picture_is_more_than_a_refusal(data: st.DataObject) -> None:
    whole = bytearray(saved(picture(60, 80), data.draw(st.sampled_from(["PNG", "JPEG", "TIFF"]))))
    for place in data.draw(st.lists(st.integers(8, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    assert outcome(bytes(whole)) in {"damaged", "pixels", "pages", "1 of 1"}


@pytest.mark.parametrize("begins", [b"GIF89a", b"BM", b"%PDF-1.7", b"", b"\x89PNG", b"RIFF\0\0\0\0WEBP"])
def test_no_other_format_is_taken_for_a_picture(begins: bytes) -> None:
    assert not image_pages.is_picture(io.BytesIO(begins))

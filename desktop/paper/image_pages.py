"""Pictures made into a PDF: PNG, JPEG and TIFF, a page for each picture in the file. Runs inside the worker.

Rule: what can be kept as it is is kept: a JPEG's own data goes into the PDF, anything else is packed without
loss unless that would be absurdly large. Size and count are looked at before a picture is unpacked. A picture
keeps its size on paper where it states a believable one; otherwise it fills an A4 page.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.paper.messages import Limits
from desktop.paper.reading import Refusal

FORMATS = ("PNG", "JPEG", "TIFF")
Report = Callable[[int, int], None]

_A4 = (595.276, 841.890)
_LARGEST_SIDE = 14_400.0
"""Points: the largest page of PDF 1.7 (annex C)."""
_LEAST_DPI, _MOST_DPI = 60.0, 4_800.0
_BELIEVED_DPI = 100.0
"""Cameras and screens state 72 or 96 without meaning it; a page larger than A3 is then not believed."""
_A3_SIDE = 1_190.55
_MOST_PACKED = 3 * 1024 * 1024
"""Bytes of one page packed without loss; above them a JPEG of good quality takes its place."""
_QUALITY = 92
_COMPRESSION = 3
"""Of 9: half the time of the usual 6 for a tenth more bytes."""
_ORIENTATION = 0x0112
_TURNED = {1: 0, 3: 180, 6: 90, 8: 270}
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
)
"""What Pillow raises on files that are not what they should be."""


class _Page(NamedTuple):
    picture: Stream
    width: float
    height: float
    turned: int = 0


def warm_up() -> None:
    """Load the readers of the formats, and unpack one of each, while files can still be opened."""
    for name in (*FORMATS, "MPO"):  # MPO is what cameras write as JPEG
        packed = io.BytesIO()
        Image.new("L", (1, 1)).save(packed, name)
        packed.seek(0)
        with Image.open(packed, formats=FORMATS) as opened:
            opened.load()


def is_picture(document: BinaryIO) -> bool:
    """Whether the file begins as one of the formats does."""
    document.seek(0)
    head = document.read(8)
    return head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"))


def compose(document: BinaryIO, target: BinaryIO, limits: Limits, report: Report) -> int:
    """Write the pictures in `document` as a PDF to `target`; return the pages. Raises `Refusal`."""
    with warnings.catch_warnings(), Pdf.new() as pdf:
        warnings.simplefilter("ignore")
        for number, page in enumerate(_pages(pdf, document, limits, report), 1):
            _add(pdf, page)
            if number > limits.pages:
                raise Refusal("pages")
        pages = len(pdf.pages)
        pdf.save(target)
    return pages


def _pages(pdf: Pdf, document: BinaryIO, limits: Limits, report: Report) -> Iterator[_Page]:
    document.seek(0)
    try:
        with Image.open(document, formats=FORMATS) as opened:
            count = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
            if count > limits.pages:
                raise Refusal("pages")
            for number in range(count):
                report(2 * number, 2 * count)
                opened.seek(number)
                if opened.width * opened.height > limits.pixels:
                    raise Refusal("pixels", number + 1)
                yield _as_it_is(pdf, document, opened) or _unpacked(pdf, opened)
                report(2 * number + 1, 2 * count)
    except UnidentifiedImageError as error:
        raise Refusal("damaged") from error
    except Image.DecompressionBombError as error:
        raise Refusal("pixels") from error
    except _DAMAGE as error:
        raise Refusal("damaged") from error


def _as_it_is(pdf: Pdf, document: BinaryIO, opened: Image.Image) -> _Page | None:
    """Return a JPEG's own data as a page, or None where a reader of PDFs might show it otherwise."""
    turned = opened.getexif().get(_ORIENTATION, 1)
    if opened.format not in {"JPEG", "MPO"} or opened.mode not in {"L", "RGB"} or turned not in _TURNED:
        return None
    opened.load()  # raises for one that is cut short
    document.seek(0)
    stream = Stream(pdf, document.read(), **_described(opened.width, opened.height, opened.mode, 8))
    stream.Filter = Name.DCTDecode
    return _Page(stream, *_paper(opened, opened.info.get("dpi")), _TURNED[turned])


def _unpacked(pdf: Pdf, opened: Image.Image) -> _Page:
    picture = _plain(ImageOps.exif_transpose(opened))
    bits = 1 if picture.mode == "1" else 8
    described = _described(picture.width, picture.height, picture.mode, bits)
    packed = _png_data(picture)
    if len(packed) > _MOST_PACKED and bits > 1:
        rough = io.BytesIO()
        picture.save(rough, "JPEG", quality=_QUALITY)
        stream = Stream(pdf, rough.getvalue(), **described)
        stream.Filter = Name.DCTDecode
    else:
        stream = Stream(pdf, packed, **described)
        stream.Filter = Name.FlateDecode
        stream.DecodeParms = Dictionary(
            Predictor=15,
            Colors=3 if picture.mode == "RGB" else 1,
            BitsPerComponent=bits,
            Columns=picture.width,
        )
    return _Page(stream, *_paper(picture, opened.info.get("dpi")))


def _plain(picture: Image.Image) -> Image.Image:
    """Return the picture as black and white, grey or colour, what is transparent on white paper."""
    if picture.mode in {"1", "L", "RGB"} and "transparency" not in picture.info:
        return picture
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        return _eight_bits(picture)
    if picture.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        return paper.convert("RGB")
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of finer greys in 256 of them, from its darkest to its lightest."""
    wide = picture.convert("F")
    low, high = wide.getextrema()
    if not isinstance(low, float) or not isinstance(high, float) or high <= low:
        return wide.convert("L")
    if picture.mode.startswith("I;16"):
        low, high = 0.0, 65_535.0
    return wide.point(lambda value: value * (255.0 / (high - low)) + -low * 255.0 / (high - low)).convert("L")


def _png_data(picture: Image.Image) -> bytes:
    """Return the picture as PNG packs it: the data that PDF's Flate filter with predictor 15 unpacks."""
    packed = io.BytesIO()
    picture.save(packed, "PNG", compress_level=_COMPRESSION)
    whole, data, at = packed.getvalue(), [], 8
    while at < len(whole):
        length, kind = struct.unpack(">I4s", whole[at : at + 8])
        if kind == b"IDAT":
            data.append(whole[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(data)


def _described(width: int, height: int, mode: str, bits: int) -> dict[str, object]:
    return {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": width,
        "Height": height,
        "ColorSpace": Name.DeviceRGB if mode == "RGB" else Name.DeviceGray,
        "BitsPerComponent": bits,
    }


def _paper(picture: Image.Image, stated: object) -> tuple[float, float]:
    """Return how large the picture is on paper, in points, by the dots per inch that it states."""
    across, up = _resolution(stated)
    width, height = 72 * picture.width / across, 72 * picture.height / up
    longest = max(width, height)
    doubted = min(across, up) < _BELIEVED_DPI and longest > _A3_SIDE
    if min(across, up) > _LEAST_DPI and longest <= _LARGEST_SIDE and not doubted:
        return max(width, 1.0), max(height, 1.0)
    short, long = _A4
    wide, high = (long, short) if picture.width > picture.height else (short, long)
    scale = min(wide / picture.width, high / picture.height)
    return max(picture.width * scale, 1.0), max(picture.height * scale, 1.0)


def _resolution(stated: object) -> tuple[float, float]:
    """Return dots per inch across and up; below the least where none that can be believed is stated."""
    match stated:
        case (across, up):
            try:
                dpi = float(str(across)), float(str(up))
            except ValueError:
                return 1.0, 1.0
            if all(_LEAST_DPI < one < _MOST_DPI for one in dpi):
                return dpi
    return 1.0, 1.0


def _add(pdf: Pdf, page: _Page) -> None:
    made = pdf.add_blank_page(page_size=(page.width, page.height))
    made.Resources = Dictionary(XObject=Dictionary(Picture=page.picture))
    drawn = f"q {page.width:.4f} 0 0 {page.height:.4f} 0 0 cm /Picture Do Q"
    made.Contents = pdf.make_stream(drawn.encode())
    if page.turned:
        made.Rotate = page.turned

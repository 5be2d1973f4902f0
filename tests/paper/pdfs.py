"""Odd PDFs for tests, written byte by byte so that each oddity is there and nothing mends it."""

import io
import zlib
from collections.abc import Sequence

import pikepdf

from desktop.custody.marks import Mark

A4 = "0 0 595 842"


def mark(**changed: object) -> Mark:
    """Return the marks of an invented copy."""
    facts: dict[str, object] = {
        "vault": "7KQ2",
        "copy": "D-0001/3",
        "number": 3,
        "marking": "RESTRICTED",
        "review": "SCR-2026-01",
        "document": "Overview report, anonymised edition",
        "holder": "Dr Example Reader",
        "day": "2 March 2026",
        "returns": "Example Safeguarding Board, 1 Example Street, Exampleton",
    }
    return Mark(**{**facts, **changed})  # type: ignore[arg-type]


def raw(objects: Sequence[str | bytes], trailer: str = "", header: bytes = b"%PDF-1.7\n") -> bytes:
    """Return a PDF of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(header)
    places = []
    for number, thing in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + (thing.encode() if isinstance(thing, str) else thing) + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += (
        f"trailer << /Root 1 0 R /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def stream(data: bytes, entries: str = "") -> bytes:
    """Return a stream object."""
    return b"<< /Length %d %s >>\nstream\n" % (len(data), entries.encode()) + data + b"\nendstream"


def words(text: str, x: float = 72, y: float = 700, size: float = 24) -> bytes:
    """Return content that writes `text`."""
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET".encode()


def one_page(
    entries: str = f"/MediaBox [{A4}]",
    content: bytes | None = None,
    root: str = "",
    more: Sequence[str | bytes] = (),
) -> bytes:
    """Return a PDF of one page. Objects: 1 catalogue, 2 pages, 3 page, 4 content, 5 font, `more` from 6."""
    body = words("Original words") if content is None else content
    fonts = "/Resources << /Font << /F1 5 0 R >> >>"
    return raw(
        [
            f"<< /Type /Catalog /Pages 2 0 R {root} >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /Contents 4 0 R {fonts} {entries} >>",
            stream(body),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *more,
        ]
    )


def pages(count: int) -> bytes:
    """Return a PDF of `count` pages that share one content stream; the page's resources are inherited."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + count))
    page = f"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /MediaBox [{A4}] >>"
    return raw(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {count} /Resources << /Font << /F1 4 0 R >> >> >>",
            stream(words("Original words")),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *[page] * count,
        ]
    )


def bomb() -> bytes:
    """Return a PDF of a few thousand bytes, the two parts of whose content unpack to a gigabyte each."""
    packer = zlib.compressobj(9)
    zeros = bytes(2**24)
    once = b"".join(packer.compress(zeros) for _ in range(64)) + packer.flush()
    part = stream(zlib.compress(once, 9), "/Filter [/FlateDecode /FlateDecode]")
    return raw(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /Contents [4 0 R 4 0 R] /MediaBox [{A4}] >>",
            part,
        ]
    )


def encrypted(owner: str, user: str) -> bytes:
    """Return a PDF locked with these passwords."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
    return out.getvalue()

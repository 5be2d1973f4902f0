"""C14: a pile of 100 signed slips, askew and grey, against zxing-cpp alone over the same pages.

The rival draws each page as the worker does and reads its codes, in this process, and keeps nothing. Reading
the pile is compared run by run; filing it (each page taken alone, sealed, read back and entered durably) can
be done once to a vault, so its time is told beside.
"""

import io
import subprocess
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import zxingcpp
from paired import Rival, compare
from PIL import Image, ImageFilter
from reportlab.pdfgen.canvas import Canvas

from desktop.custody import access, people, reviews
from desktop.office import filing, opening
from desktop.office.movements import Handover, sign_out
from desktop.office.office import Office
from desktop.office.printing import Order, print_copies
from desktop.office.procedure import run
from desktop.office.take_in import Accession, take_in
from desktop.store.slots import Bounds, KdfSettings

_SLIPS = 100
_DPI = 150
_CHEAP = KdfSettings(memory_kib=64, passes=1, lanes=1)


def _office(folder: Path) -> Office:
    office = opening.create(
        folder / "vault",
        passphrase="invented" * 2,
        board_name="Invented Board",
        operator="A. Keeper",
        key_file=folder / "key",
        bounds=Bounds(_CHEAP, _CHEAP),
        clock=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC),
    )
    page = io.BytesIO()
    canvas = Canvas(page)
    canvas.drawString(72, 700, "Invented text")
    canvas.save()
    (folder / "report.pdf").write_bytes(page.getvalue())
    office.do(reviews.open_review, reference="SCR-2026-01", authority="The Chair")
    run(take_in(office, folder / "report.pdf", Accession("SCR-2026-01", "overview-report", "anonymised")))
    post = {"post": "Head of Service", "agency": "Example Trust", "role": "senior representative"}
    office.do(people.add, name="Robin Invented", authority="The Chair", **post)
    office.do(access.ask, person="P-0001", document="D-0001", purpose="To prepare", mode="hard-copy")
    office.do(access.decide, request="R-0001", agreed=True, by="The Chair", reason="On the panel")
    return office


def _pile(office: Office, folder: Path) -> Path:
    """Sign out as many copies, and scan the signed part of each slip as a feeder would."""
    authority = {"authority": "The Chair", "reason": "A large panel"}
    run(print_copies(office, Order("D-0001", _SLIPS, **authority), folder / "copies"))
    pages = []
    for number in range(1, _SLIPS + 1):
        handover = Handover(f"D-0001/{number}", "P-0001", "R-0001", date(2026, 3, 16))
        slip = run(sign_out(office, handover, folder / "slips")).slip
        words = [
            "pdftoppm",
            "-r",
            str(_DPI),
            "-gray",
            "-l",
            "1",
            "-singlefile",
            str(slip),
            str(folder / "page"),
        ]
        subprocess.run(words, check=True)
        with Image.open(folder / "page.pgm") as page:
            degrees = (number * 7) % 19 - 9 + 180 * (number % 4 == 0)
            turned = page.convert("L").rotate(degrees, Image.Resampling.BICUBIC, fillcolor=236)
        seen = turned.filter(ImageFilter.GaussianBlur(0.5))
        pages.append(Image.blend(seen, Image.effect_noise(seen.size, 40), 0.15))
    file = folder / "pile.pdf"
    pages[0].save(file, save_all=True, append_images=pages[1:], resolution=_DPI)
    return file


def _alone(pile: Path) -> int:
    """Read the codes of a pile with the libraries alone."""
    found = 0
    with pypdfium2.PdfDocument(pile) as opened:
        for page in opened:
            drawn = page.render(scale=200 / 72, grayscale=True).to_pil()
            formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
            found += bool(zxingcpp.read_barcodes(drawn, formats=formats))
    return found


def main() -> None:
    """Run it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = _office(folder)
        pile = _pile(office, folder)
        read = sum(sheet.ready for sheet in run(filing.look(office, [pile])))
        print(f"\nRead of {_SLIPS} pages: {read} by the program, {_alone(pile)} by zxing-cpp alone.")
        compare(
            f"Reading a pile of {_SLIPS} slips",
            Rival("the worker", lambda: run(filing.look(office, [pile]))),
            Rival("PDFium and zxing-cpp alone", lambda: _alone(pile)),
            runs=3,
        )
        sheets = run(filing.look(office, [pile]))
        began = time.perf_counter()
        filed = run(filing.file_pile(office, sheets))
        took = time.perf_counter() - began
        count = sum(one.outcome is not None for one in filed)
        print(
            f"  filed, each sealed and entered: {count} in {took:.1f} s, {1000 * took / _SLIPS:.0f} ms each"
        )
        office.close()


if __name__ == "__main__":
    main()

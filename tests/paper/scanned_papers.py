"""Papers as a scanner gives them back: drawn by another program, askew, grey, noisy, upside down."""

import io
import subprocess
from pathlib import Path

from PIL import Image, ImageFilter

DPI = 150
GREY = 236
"""Of paper, as a scanner sees it."""


def drawn(file: Path, folder: Path, dpi: int = DPI) -> list[Image.Image]:
    """Return the pages of a PDF, drawn by poppler."""
    folder.mkdir(parents=True, exist_ok=True)
    words = ["pdftoppm", "-r", str(dpi), "-gray", str(file), str(folder / file.stem)]
    subprocess.run(words, check=True)
    return [Image.open(page).convert("L") for page in sorted(folder.glob(f"{file.stem}-*.pgm"))]


def scanned(
    page: Image.Image, degrees: float = 0, noise: float = 0.15, *, whole: bool = False
) -> Image.Image:
    """Return a page as it lay on the glass; its corners are cut off, unless the glass takes it `whole`."""
    turned = page.rotate(degrees, Image.Resampling.BICUBIC, expand=whole, fillcolor=GREY)
    seen = turned.filter(ImageFilter.GaussianBlur(0.5))
    return Image.blend(seen, Image.effect_noise(seen.size, 40), noise)


def as_before(page: Image.Image) -> Image.Image:
    """Return a page without the code at its foot, which papers did not have before."""
    old = page.copy()
    across, down = old.width * 9 // 10, old.height * 9 // 10
    old.paste(255, (old.width * 17 // 20, down, across + old.width // 12, old.height * 96 // 100))
    return old


def blank() -> Image.Image:
    """Return the back of a page."""
    size = (1240, 1754)
    return Image.blend(Image.new("L", size, GREY), Image.effect_noise(size, 30), 0.1)


def pile(pages: list[Image.Image], file: Path) -> Path:
    """Write pages into one file, as its name ends."""
    first, *others = pages
    if file.suffix == ".pdf":
        first.save(file, save_all=True, append_images=others, resolution=DPI)
    elif file.suffix == ".tif":
        first.save(file, save_all=True, append_images=others, dpi=(DPI, DPI), compression="tiff_lzw")
    else:
        first.save(file, dpi=(DPI, DPI))
    return file


def as_pdf(page: Image.Image) -> io.BytesIO:
    """Return one page as a PDF in memory."""
    made = io.BytesIO()
    page.save(made, "PDF", resolution=DPI)
    return made

"""Small pictures as they come from scanners and cameras; what they show is invented."""

import io
from typing import Any

from PIL import Image, ImageDraw


def picture(width: int = 620, height: int = 877, mode: str = "RGB") -> Image.Image:
    """Return a page with a dark block in its upper left, so that a turned or mirrored one is noticed."""
    made = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(made).rectangle((width // 20, height // 20, width // 3, height // 6), fill=(120, 20, 60))
    return made.convert(mode, dither=Image.Dither.NONE)


def saved(made: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the picture as a file of that kind, at 75 dots an inch unless said otherwise."""
    target = io.BytesIO()
    made.save(target, kind, **{"dpi": (75, 75), **options})
    return target.getvalue()


def tiff(pages: int = 1, **options: Any) -> bytes:
    """Return a TIFF of several pages, the first in colour and the others in black and white."""
    others = [picture(mode="1") for _ in range(pages - 1)]
    return saved(picture(), "TIFF", save_all=True, append_images=others, compression="tiff_lzw", **options)

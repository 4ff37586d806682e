"""Pictures are decoded whole and written anew: without place, device, author, words or anything behind the picture."""

from __future__ import annotations

import io
from typing import IO, Any

from PIL import Image, JpegImagePlugin, PngImagePlugin

from core.file_kinds import NotTaken

MOST_PIXELS = 64_000_000
ORIENTATION = 0x0112
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def copy_picture(content: IO[bytes], copy: IO[bytes], kind: str) -> None:
    """Raises NotTaken, and what Pillow raises of a broken picture."""
    if kind == "jpg":
        _copy_jpeg(content, copy)
        return
    picture = PngImagePlugin.PngImageFile(content)
    _limited(picture)
    picture.save(copy, "PNG", compress_level=4, icc_profile=picture.info.get("icc_profile"))


def without_exif(jpeg: bytes) -> bytes:
    """A JPEG from within another file, written anew where it says more than its pixels; itself where it cannot be read."""
    if b"Exif\0\0" not in jpeg[:65_536] and b"http://ns.adobe.com/xap" not in jpeg[:65_536]:
        return jpeg
    made = io.BytesIO()
    try:
        _copy_jpeg(io.BytesIO(jpeg), made)
    except (OSError, ValueError, SyntaxError):
        return jpeg
    return made.getvalue()


def _copy_jpeg(content: IO[bytes], copy: IO[bytes]) -> None:
    # Not Image.open: it would take a picture of several for another format.
    picture = JpegImagePlugin.JpegImageFile(content)
    _limited(picture)
    more: dict[str, Any] = {}
    if (turned := picture.getexif().get(ORIENTATION, 1)) in range(2, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = turned
        more["exif"] = exif.tobytes()
    # The same tables of quantisation: the pixels stay as they are but for rounding.
    picture.save(copy, "JPEG", quality="keep", comment=b"", icc_profile=picture.info.get("icc_profile"), **more)


def _limited(picture: Any) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise NotTaken(
            f"has more than {MOST_PIXELS // 1_000_000} million pixels. Make the picture smaller and choose it again"
        )
    picture.load()

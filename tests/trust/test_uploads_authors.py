"""Row U10: what a file that is handed on still tells of its author and its place."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import enclosure, files
from tests import factories as make
from tests import given_files as given


def telling() -> dict[str, bytes]:
    """A file of each kind that tells who made it or where."""
    photo = given.picture("jpg", (64, 48), exif=given.with_place())
    import pikepdf

    with pikepdf.open(io.BytesIO(given.pdf(author=given.AUTHOR, title="The plan"))) as document:
        with document.open_metadata() as more:
            more["dc:creator"], more["dc:title"] = [given.AUTHOR], "The plan"
        image = document.make_stream(photo)
        image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
        image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 64, 48, 8, pikepdf.Name.DeviceRGB
        document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
        made = io.BytesIO()
        document.save(made)
    return {
        "photo.jpg": photo,
        "photo.png": given.picture("png", (64, 48), exif=given.with_place()),
        "plan.pdf": made.getvalue(),
        "plan.docx": given.office(creator=given.AUTHOR, more={"word/media/image1.jpeg": photo}),
        "plan.pptx": given.office("pptx", creator=given.AUTHOR),
        "list.xlsx": given.workbook(["a"], creator=given.AUTHOR),
        "plan.odt": given.open_document(creator=given.AUTHOR),
        "list.ods": given.open_document("ods", creator=given.AUTHOR),
        **given.with_comments(),
    }


def tells(content: bytes) -> bool:
    """Whether a file still names its author or a place, also within its parts."""
    from PIL import Image

    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(tells(archive.read(name)) for name in archive.namelist())
    if content.startswith((b"\xff\xd8", b"\x89PNG")):
        exif = Image.open(io.BytesIO(content)).getexif()
        return bool(exif.get_ifd(0x8825)) or given.AUTHOR in exif.values() or given.AUTHOR.encode() in content
    if content.startswith(b"%PDF"):
        import pikepdf

        with pikepdf.open(io.BytesIO(content)) as document:
            raw = [each.read_raw_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)]
            return "/Author" in document.docinfo or "/Metadata" in document.Root or any(map(tells, raw))
    return given.AUTHOR.encode() in content


def comments_kept(name: str, content: bytes) -> bool:
    """Whether the file opens as before, with the words of its comments and what leads from a comment to its author."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = b"".join(archive.read(part) for part in archive.namelist()).decode()
    if name.endswith("xlsx"):
        from openpyxl import load_workbook

        comment = load_workbook(io.BytesIO(content)).active["A1"].comment
        assert (comment.author, comment.text) == ("Author", "Author:\nA comment")
        assert whole.count("{P1}") == 2
    if name.endswith("docx"):
        assert whole.count('w:author="Author"') == 2 and "Put in" in whole and 'w:date="2026-03-02T09:00:00Z"' in whole
    return "A comment" in whole or ('id="1"' in whole and "{A1}" in whole)


@pytest.mark.trust(
    "U10",
    "photos with GPS and camera, PDFs and Office files with authors, comments, changes and threads, pictures within them",
)
def test_no_place_or_author_is_handed_on(
    db: Any, tmp_path: Path, settings: Any, figures: Any, monkeypatch: Any
) -> None:
    settings.PRIVATE_ROOT = tmp_path
    person, telling_still, given_by = make.UserFactory.create(), [], telling()
    assert all(map(tells, given_by.values())), "each tells something before"
    for name, content in given_by.items():
        with files.open_file(files.keep(by=person, upload=SimpleUploadedFile(name, content))) as kept:
            held = kept.read()
        if tells(held):
            telling_still.append(name)
        if name == "photo.jpg":
            from PIL import Image

            assert Image.open(io.BytesIO(held)).getexif().get(0x0112) == 6, "it still stands upright"
        if name == "plan.pdf":
            assert b"The plan" in held, "its title is read aloud"
        if name.startswith("comments."):
            assert comments_kept(name, held)
    figures("files that tell", len(given_by))
    figures("that still tell", len(telling_still))
    assert telling_still == []
    # The guard off: what was given is kept.
    run = enclosure.run
    monkeypatch.setattr(enclosure, "run", lambda *given, **more: run(*given, **more) | {"copied": False})
    caught = 0
    for name, content in given_by.items():
        with files.open_file(files.keep(by=person, upload=SimpleUploadedFile(name, content))) as kept:
            caught += tells(kept.read())
    figures.control("no copy is made", caught=caught, of=len(given_by))

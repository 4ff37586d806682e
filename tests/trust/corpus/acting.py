"""Documents that act: macros, what they fetch, programs inside them, PDFs with scripts; and the text every scanner knows."""

from __future__ import annotations

import io
import random

from tests import given_files as given
from tests.trust.corpus.whole import Made

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def macros(rng: random.Random, number: int) -> Made:
    if rng.random() < 0.2:
        return f"{number}.odt", given.open_document(
            "odt", more={rng.choice(("Basic/Standard/M.xml", "Scripts/python/a.py")): "x"}
        )
    if rng.random() < 0.2:
        types = (
            f'<Types xmlns="{given.TYPES}"><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
        )
        return f"{number}.{rng.choice(('docx', 'docm'))}", given.office(more={"[Content_Types].xml": types})
    where = rng.choice(
        (
            "word/vbaProject.bin",
            "xl/vbaProject.bin",
            "word/VBAPROJECT.BIN",
            "xl/macrosheets/sheet1.xml",
            "word/activeX/activeX1.bin",
            "custom/vbaproject.bin",
            "word/vbaData.xml",
            "xl/dialogsheets/sheet1.xml",
        )
    )
    return f"{number}.docx", given.office(more={where: "<a/>" if where.endswith("xml") else rng.randbytes(50)})


def old_office(rng: random.Random, number: int) -> Made:
    return (
        f"{number}.{rng.choice(('doc', 'xls', 'ppt', 'docx', 'msg'))}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + rng.randbytes(2_000),
    )


def fetching(rng: random.Random, number: int) -> Made:
    def relation(kind: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{given.RELATIONS}"><Relationship Id="r9" Type="{given.OFFICE}/{kind}" Target="{target}" '
            'TargetMode="External"/></Relationships>'
        )

    def field(words: str) -> str:
        half = rng.randrange(1, 4)
        return (
            f'<w:document xmlns:w="{given.W}"><w:p><w:r><w:instrText>{words[:half]}</w:instrText></w:r><w:r><w:instrText>{words[half:]}'
            "</w:instrText></w:r></w:p></w:document>"
        )

    parts: dict[str, bytes | str] = rng.choice(
        (
            {
                "word/_rels/settings.xml.rels": relation(
                    "attachedTemplate",
                    rng.choice(("http://127.0.0.1/t.dotm", "\\\\host\\t.dotm", "file://host/t.dotm")),
                )
            },
            {"word/_rels/document.xml.rels": relation("oleObject", "http://127.0.0.1/x.html!")},
            {"word/_rels/document.xml.rels": relation("frame", "http://127.0.0.1/x")},
            {"word/_rels/document.xml.rels": relation("subDocument", "http://127.0.0.1/x")},
            {"word/document.xml": field(" DDEAUTO c:\\\\windows\\\\cmd.exe '/k calc'")},
            {"word/document.xml": field("DDE Excel x")},
            {"word/document.xml": field("INCLUDEPICTURE http://127.0.0.1/x.png")},
            {"word/document.xml": f'<w:document xmlns:w="{given.W}"><w:fldSimple w:instr="DDEAUTO cmd"/></w:document>'},
            {
                "xl/externalLinks/externalLink1.xml": '<externalLink><ddeLink ddeService="cmd" ddeTopic="calc"/></externalLink>'
            },
        )
    )
    return f"{number}.docx", given.office(more=parts)


def inside(rng: random.Random, number: int) -> Made:
    content = rng.choice(
        (
            b"MZ\x90\x00" + rng.randbytes(100),
            b"\x7fELF" + rng.randbytes(90),
            b"#!/bin/sh\nrm -r /\n",
            b"Rar!\x1a\x07" + rng.randbytes(50),
            b"\xd0\xcf\x11\xe0" + "\x01Ole10Native".encode("utf-16-le") + b"evil.exe",
        )
    )
    return f"{number}.docx", given.office(
        more={rng.choice(("word/embeddings/oleObject1.bin", "word/embeddings/package.bin")): content}
    )


def pdf_acting(rng: random.Random, number: int) -> Made:
    import pikepdf

    made, document = io.BytesIO(), pikepdf.new()
    document.add_blank_page()
    name, array, thing = pikepdf.Name, pikepdf.Array, pikepdf.Dictionary
    script = thing(
        S=name.JavaScript, JS=rng.choice((pikepdf.String("app.alert(1)"), pikepdf.Stream(document, b"app.alert(1)")))
    )
    way = rng.randrange(8)
    if way == 0:
        document.Root.OpenAction = script
    elif way == 1:
        document.Root.OpenAction = thing(S=name.Launch, F=pikepdf.String("cmd.exe"))
    elif way == 2:
        document.attachments["evil.exe"] = b"MZ"
    elif way == 3:
        document.pages[0].AA = thing(O=script)
    elif way == 4:
        document.Root.Names = thing(
            JavaScript=thing(Names=array([pikepdf.String("a"), document.make_indirect(script)]))
        )
    elif way == 5:
        document.pages[0].Annots = array(
            [
                thing(
                    Type=name.Annot,
                    Subtype=name.Link,
                    Rect=array([0, 0, 9, 9]),
                    A=thing(S=name.SubmitForm, F=pikepdf.String("http://127.0.0.1/")),
                )
            ]
        )
    elif way == 6:
        document.Root.AcroForm = thing(XFA=document.make_stream(b"<xdp/>"), Fields=array([]))
    else:
        document.pages[0].Annots = array(
            [
                thing(
                    Type=name.Annot,
                    Subtype=name.FileAttachment,
                    Rect=array([0, 0, 9, 9]),
                    FS=thing(EF=thing(F=document.make_stream(b"MZ"))),
                )
            ]
        )
    document.save(
        made, object_stream_mode=rng.choice((pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate))
    )
    body = made.getvalue()
    return f"{number}.pdf", body.replace(b"/JavaScript", b"/J#61vaScript").replace(
        b"/Launch", b"/L#61unch"
    ) if rng.random() < 0.5 else body


def eicar(rng: random.Random, number: int) -> Made:
    return f"{number}.{rng.choice(('txt', 'csv'))}", rng.choice((b"", b"a,b\n", b"\n" * 300)) + EICAR + rng.choice(
        (b"", b"\n", b"\nmore")
    )

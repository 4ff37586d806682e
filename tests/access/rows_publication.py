"""Access rows: sign-off, publication, and what the public reads."""

from __future__ import annotations

from dataclasses import replace

from accounts.choices import Role
from core import clock
from tests.access.rows import EVERYONE, FINAL_READERS, INSIDERS, QUALITY, TEAM, Row, guarded, open_to_all, ref, with_
from tests.access.world import CANARY, World

REVIEWERS = TEAM | QUALITY


def furnish(world: World) -> None:
    """A PDF of the draft, an Easy Read summary with a frozen one, and, once it is published, a correction under way."""
    from reports.models import Correction, EasyRead, EasyReadVersion, Letter, PdfJob
    from reports.services import easy_read

    letter, version = world.things["letter"], world.things["version"]
    now, lead = clock.now(), world.people[Role.LEAD_INSPECTOR]
    lines = [{"text": CANARY, "picture": "clock"}]
    EasyRead.objects.create(letter=letter, lines=lines)
    content = easy_read.context_of(letter, lines, "19 to 23 January 2026")
    EasyReadVersion.objects.create(
        version=version, content=content.as_json().decode(), content_sha256=content.sha256, template="easy_read/v1",
        fragment=f"<h1>Easy Read</h1><p>{CANARY}</p>", pdf=b"%PDF-1.7 canary", pdf_sha256="0" * 64,
    )  # fmt: skip
    world.things["draft_pdf"] = PdfJob.objects.create(
        letter=letter, kind="draft", context="{}", asked_by=lead, asked_at=now, begun_at=now, ended_at=now, pages=1, size=9,
        pdf=f"%PDF-1.7 {CANARY}".encode(),
    )  # fmt: skip
    world.things["version_pdf"] = PdfJob.objects.create(
        letter=letter, kind="version", version=version, asked_by=lead, asked_at=now, ended_at=now, pages=1, size=9
    )
    if Letter.objects.get(pk=letter.pk).state == "published":
        Correction.objects.create(
            letter=letter,
            corrects=version,
            reason="A wrong figure",
            context=version.context,
            begun_by=lead,
            begun_at=now,
        )


DRAFT = with_(pk=lambda things: things["draft_pdf"].pk)
PLACE = with_(code="experience", row=0)
PUBLIC = (
    ("published-easy-read", ref),
    ("published-easy-read-pdf", ref),
    ("published-version-pdf", with_(number=1)),
    ("published-version-json", with_(number=1)),
)

ROWS: list[Row] = [
    *(
        open_to_all(f"reports:{name}", get=404, kwargs=kwargs, stage=stage)
        for name, kwargs in PUBLIC
        for stage in ("shared", "issued")
    ),
    *(
        open_to_all(f"reports:{name}", kwargs=kwargs, stage="published", may_read_secret=EVERYONE)
        for name, kwargs in PUBLIC
    ),
    *(
        row
        for stage in ("notified", "issued", "published")
        for row in (
            guarded("reports:letter-publish", QUALITY, INSIDERS[stage], post=200, stage=stage, kwargs=ref),
            guarded("reports:publish-call-off", QUALITY, INSIDERS[stage], get=405, post=302, stage=stage, kwargs=ref),
            guarded("reports:correction-begin", QUALITY, INSIDERS[stage], post=200, stage=stage, kwargs=ref),
            guarded("reports:draft-pdf", REVIEWERS, INSIDERS[stage], stage=stage, kwargs=DRAFT),
            guarded("reports:draft-pdf-file", REVIEWERS, INSIDERS[stage], stage=stage, kwargs=DRAFT, secret=REVIEWERS),
            guarded("reports:draft-pdf-ask", REVIEWERS, INSIDERS[stage], get=405, post=302, stage=stage, kwargs=ref),
            # Whoever reads the final letter meets the refusal of a draft's progress one step later: a POST is none of its methods.
            replace(
                guarded("reports:pdf-progress", REVIEWERS, INSIDERS[stage], stage=stage, kwargs=DRAFT),
                post=guarded("reports:pdf-progress", FINAL_READERS[stage], INSIDERS[stage]).post,
            ),
            guarded(
                "reports:pdf-progress", FINAL_READERS[stage], INSIDERS[stage], stage=stage,
                kwargs=with_(pk=lambda things: things["version_pdf"].pk),
            ),
            guarded(
                "reports:version-easy-read-pdf", FINAL_READERS[stage], INSIDERS[stage], stage=stage, kwargs=with_(number=1)
            ),
            guarded("reports:easy-read-edit", TEAM, INSIDERS[stage], post=200, stage=stage, kwargs=ref, secret=TEAM),
        )
    ),
    # Only what is published is withdrawn or corrected.
    guarded("reports:version-withdraw", QUALITY, INSIDERS["issued"], get=404, post=404, stage="issued", kwargs=with_(number=1)),
    guarded("reports:version-withdraw", QUALITY, INSIDERS["published"], post=200, stage="published", kwargs=with_(number=1)),
    guarded("reports:correction-detail", REVIEWERS, INSIDERS["issued"], get=404, post=405, stage="issued", kwargs=ref),
    guarded("reports:correction-detail", REVIEWERS, INSIDERS["published"], stage="published", kwargs=ref, secret=REVIEWERS),
    guarded("reports:correction-place", TEAM, INSIDERS["issued"], get=404, post=404, stage="issued", kwargs=PLACE),
    guarded("reports:correction-place", TEAM, INSIDERS["published"], post=200, stage="published", kwargs=PLACE, secret=TEAM),
    guarded("reports:correction-finish", QUALITY, INSIDERS["published"], get=405, post=302, stage="published", kwargs=ref),
    guarded("reports:correction-give-up", QUALITY, INSIDERS["published"], get=405, post=302, stage="published", kwargs=ref),
]  # fmt: skip

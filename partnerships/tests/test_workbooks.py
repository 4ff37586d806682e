"""The address book as a workbook: out, in after a look, whole or not at all."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.choices import Role
from core import clock
from core.errors import Refused
from partnerships.models import Contact, Site
from partnerships.services import contacts, sheets, sites, workbooks
from partnerships.tests.conftest import TODAY

pytestmark = pytest.mark.django_db
CONTACT_HEAD = [column.title for column in sheets.CONTACT_COLUMNS]
SITE_HEAD = [column.title for column in sheets.SITE_COLUMNS]
ROBIN = [
    "Robin Ellery",
    "Headteacher",
    "Northfield",
    "Education",
    "robin@example.org",
    "01632 960001",
    "",
    "Yes",
    "",
    TODAY,
]
NORTHFIELD = ["Northfield", "Primary school", "", 123456, "", "ME5 7ZZ", 51.36, 0.54, "Yes", "Robin Ellery", ""]


@pytest.fixture(autouse=True)
def _today():
    with clock.travelled_to(TODAY):
        yield


def book(people=(), places=(), heads=CONTACT_HEAD):
    made = Workbook()
    page = made.active
    page.title = "Contacts"
    for row in (heads, *people):
        page.append(row)
    page = made.create_sheet("Settings")
    for row in (SITE_HEAD, *places):
        page.append(row)
    out = BytesIO()
    made.save(out)
    return SimpleUploadedFile("directory.xlsx", out.getvalue())


def faults(upload):
    with pytest.raises(Refused) as refused:
        sheets.read(upload)
    return [reason.text for reason in refused.value.reasons]


def test_what_is_written_is_read_back(small):
    contact = contacts.add_contact(
        by=None, partnership=small.here, name="=Robin", email="robin@example.org", phone="+44 1632 960001",
        sector="health", confirmed_on=TODAY,
    )  # fmt: skip
    sites.add_site(by=None, partnership=small.here, name="Northfield", kind="primary", contact=contact, urn="123456")
    content = workbooks.export(small.here)
    assert load_workbook(BytesIO(content))["Contacts"]["A2"].value == "'=Robin"
    rows = sheets.read(SimpleUploadedFile("x.xlsx", content))
    assert sheets.revived(sheets.flattened(rows)) == rows
    planned = workbooks.plan(small.here, rows)
    assert planned.count("Same") == 2


def test_each_fault_is_named_by_sheet_row_and_column():
    wrong = ["", "", "", "Magic", "nowhere", "", "", "Perhaps", "", "soon"]
    found = faults(book([ROBIN, wrong], [["Half", "Primary school", "", "", "", "", 51.3, "", "", "", ""]]))
    assert found[:5] == [
        "Contacts, row 3, column Name: must not be empty",
        "Contacts, row 3, column Area of work: must be one of: Education, Health, Social care, Families and young people, "
        "Leaders and elected members, Other",
        "Contacts, row 3, column Email: must be an email address, like name@example.com",
        "Contacts, row 3, column Ask first: must be Yes or No",
        "Contacts, row 3, column Last confirmed: must be a date, like 17/4/2023",
    ]
    assert found[-1] == "Settings, row 2: needs both latitude and longitude, or neither"


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (lambda: SimpleUploadedFile("x.xlsx", b"not a workbook"), "cannot be read"),
        (lambda: book(heads=["Who"]), "no column called Name and Area of work"),
        (lambda: book([ROBIN, ROBIN]), "is in the file twice"),
        (book, "no rows below the headings"),
        (lambda: SimpleUploadedFile("x.xlsx", b"0" * (sheets.MOST_BYTES + 1)), "smaller than 2MB"),
    ],
)
def test_files_that_are_refused_whole(upload, words):
    assert any(words in text for text in faults(upload()))


def test_a_small_file_that_becomes_a_large_one_is_refused():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as each:
        each.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 1_100_000)
    assert "more than we can read safely" in faults(SimpleUploadedFile("x.xlsx", packed.getvalue()))[0]


def test_a_setting_asks_only_for_a_known_contact(small):
    rows = sheets.read(book([], [NORTHFIELD]))
    with pytest.raises(Refused, match="Northfield, column Who to ask there: Robin Ellery is not a contact"):
        workbooks.plan(small.here, rows)


def test_a_file_is_checked_shown_and_then_kept(client, small):
    client.force_login(small.member("Nadia", Role.LANO).user)
    load, keep = (reverse(f"partnerships:directory-{name}", args=["seaborough"]) for name in ("load", "keep"))
    preview = client.post(load, {"file": book([ROBIN], [NORTHFIELD])}).content.decode()
    assert "Nothing is kept yet" in preview
    assert not Contact.objects.exists()
    signed = re.search(r'name="rows" value="([^"]+)"', preview).group(1)
    client.post(keep, {"rows": signed + "x"})
    assert not Contact.objects.exists()
    client.post(keep, {"rows": signed, "submission_key": "k"})
    client.post(keep, {"rows": signed, "submission_key": "k"})
    assert (Contact.objects.get().preferred, Site.objects.get().contact) == (True, Contact.objects.get())
    assert str(Site.objects.get().latitude) == "51.360000"
    again = client.post(load, {"file": book([[*ROBIN[:5], "01632 960009", *ROBIN[6:]]], [NORTHFIELD])}).content.decode()
    client.post(keep, {"rows": re.search(r'name="rows" value="([^"]+)"', again).group(1)})
    assert Contact.objects.get().phone == "01632 960009"


def test_rows_shown_to_one_person_are_of_no_use_to_another(client, small):
    client.force_login(small.member("Nadia", Role.LANO).user)
    load, keep = (reverse(f"partnerships:directory-{name}", args=["seaborough"]) for name in ("load", "keep"))
    preview = client.post(load, {"file": book([ROBIN])}).content.decode()
    client.force_login(small.member("Edmund", Role.DCS).user)
    client.post(keep, {"rows": re.search(r'name="rows" value="([^"]+)"', preview).group(1)})
    assert not Contact.objects.exists()


def test_one_refused_row_keeps_nothing(small):
    lano = small.member("Nadia", Role.LANO).user
    rows = sheets.read(book([ROBIN, ["Kit", "", "", "Health", "kit@example.org", *[""] * 5]]))
    rows["Contacts"][1] |= {"email": "", "phone": ""}
    with pytest.raises(Refused):
        workbooks.keep(by=lano, partnership=small.here, rows=rows)
    assert not Contact.objects.exists()

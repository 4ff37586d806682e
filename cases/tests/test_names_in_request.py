"""The information request knows nothing of tracked cases, and still takes no name of their children."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import CaseIdentity
from cases.tests.conftest import MONDAY, NAME, Area, a_file
from core import clock
from core.errors import Refused
from information.models import AnswerFile, RequestItem
from information.services import answers, issuing, lists


def test_the_request_takes_no_name_of_a_tracked_child(area: Area) -> None:
    case = area.selected()[0]
    CaseIdentity.objects.create(case=case, name=NAME, given_by=area.lano, given_at=clock.now())
    with clock.travelled_to(MONDAY):
        issuing.issue_request(by=area.lead, inspection=area.inspection)
    of = {one.number: one for one in RequestItem.objects.filter(inspection=area.inspection)}
    by = {"by": area.lano}
    named = "canary_childsname plan.txt"
    a_list = SimpleUploadedFile("Canary.csv", b"x")
    with pytest.raises(Refused, match="Rename it with ‘Case A’"):
        answers.give_files(**by, item=of["A3"], uploads=[a_file(named)])
    with pytest.raises(Refused, match="Rename it with ‘Case A’"):
        lists.upload_list(**by, item=of["A1"], upload=a_list)
    with pytest.raises(Refused, match="Use ‘Case A’ instead of the name"):
        answers.answer_without(**by, item=of["A3"], kind="not_held", reason="Canary moved away")
    assert not AnswerFile.objects.exists()
    answers.give_files(**by, item=of["A3"], uploads=[a_file("plan of Case A.txt")])

"""The pages of plans: what each shows, who gets in, what a form sent twice or badly does."""

import html
import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Notice
from improvement.models import Plan, PlanSubmission
from improvement.services import plans
from improvement.tests import world
from inspections.models import Deadline, Finding, Inspection
from inspections.services import timeline
from partnerships.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_TWO_FACTOR = False


def url(name, *args, reference="surrey-2016"):
    return reverse(f"improvement:{name}", args=[reference, *args])


def text_of(answer):
    """The words of a page, without tags."""
    plain = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", plain)).split())


@pytest.fixture
def see(client, surrey):
    """The words of a page as somebody sees it."""

    def get(who, address):
        client.force_login(surrey.people[who])
        answer = client.get(address)
        assert answer.status_code == 200, address
        return text_of(answer)

    return get


@pytest.fixture
def send(client, surrey):
    """Send a form as a person types it: the page is loaded for its hidden fields first."""

    def post(who, address, **typed):
        client.force_login(surrey.people[who])
        page = client.get(address).content.decode()
        hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
        return client.post(address, {**hidden, **typed})

    return post


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


# --- one plan


def test_the_plan_says_how_its_date_was_counted_and_what_is_left(see, wsoa, at):
    at(date(2017, 2, 24))
    words = see("dcs", url("plan-detail"))
    assert "Due Tuesday 14 March 2017" in words
    assert "Received Thursday 1 December 2016 + 70 working days." in words
    assert "30 weekend days and 3 bank holidays (26 December, 27 December, 2 January) were not counted." in words
    assert "12 working days left" in words
    assert "Unconfirmed" not in words.split("Planned back")[0]


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2017, 3, 13), "1 working day left"),
        (date(2017, 3, 14), "Due today"),
        (date(2017, 3, 17), "3 working days late"),
    ],
)
def test_days_left_are_in_words(see, wsoa, at, today, left):
    at(today)
    assert left in see("lano", url("plan-detail"))
    assert left in see("lano", reverse("improvement:plan-list"))


def test_the_plan_holds_the_letters_words_locked_and_links_to_it(client, surrey, see, wsoa):
    words = see("officer", url("plan-detail"))
    assert all(weakness in words for weakness in world.WEAKNESSES)
    assert words.count("The exact words of the letter. Nobody can change them.") == 5
    assert reverse("reports:published-letter", args=["surrey-2016"]) in client.get(url("plan-detail")).content.decode()


def test_the_due_date_links_to_its_explanation(client, surrey, see, wsoa):
    due = Deadline.objects.get(rule_code="wsoa-due")
    see("dfe", url("plan-detail"))
    for address in (url("plan-detail"), reverse("improvement:plan-list")):
        assert f"/inspections/surrey-2016/deadlines/{due.pk}/" in client.get(address).content.decode()


def test_an_unconfirmed_number_of_days_says_so(client, at):
    at(date(2024, 4, 17))
    bury = world.bury()
    plans.request_plan(by=bury.assurer, inspection=bury.inspection)
    client.force_login(bury.dfe)
    words = text_of(client.get(url("plan-detail", reference="bury-2024")))
    assert "Received Wednesday 10 April 2024 + 35 working days." in words
    assert "14 weekend days and 2 bank holidays (6 May, 27 May) were not counted." in words
    assert "Unconfirmed" in words and "No official source for this number of days was found." in words
    assert "access to support" in words and "NHS Greater Manchester Integrated Care Board" in words
    assert "Unconfirmed number of days" in text_of(client.get(reverse("improvement:plan-list")))


def test_without_receipt_the_date_follows(client, at):
    at(world.PUBLISHED)
    area = world.surrey(received_on=None)
    plans.request_plan(by=area.assurer, inspection=area.inspection)
    client.force_login(area.dcs)
    assert "Due date follows when receipt is recorded" in text_of(client.get(url("plan-detail")))
    assert "Follows when receipt of the final report is recorded" in text_of(
        client.get(reverse("improvement:plan-list"))
    )


def test_the_stages_are_planned_back_from_the_due_date(see, wsoa):
    words = see("lano", url("plan-detail"))
    for stage in (
        "First draft By 17 January 2017, working day 30",
        "Shared with families and partners By 14 February 2017, working day 50",
        "Approved by the accountable bodies By 28 February 2017, working day 60",
        "Due By 14 March 2017, working day 70",
    ):
        assert stage in words
    assert "No source sets them" in words


def test_a_date_moved_by_hand_shows_where_it_stood_and_why(surrey, see, wsoa):
    due = Deadline.objects.get(rule_code="wsoa-due")
    timeline.change_date(by=surrey.lead, deadline=due, due_on=date(2017, 3, 21), reason="Extended by letter")
    words = see("dcs", url("plan-detail"))
    assert "Due Tuesday 21 March 2017" in words
    assert "Moved from Tuesday 14 March 2017. Reason: Extended by letter." in words
    assert "were not counted" not in words


def test_an_accelerated_plan_shows_its_milestones(surrey, see, wsoa, at):
    at(date(2019, 5, 13))
    plan = plans.request_plan(by=surrey.assurer, inspection=world.revisit(surrey))
    address = url("plan-detail", reference="surrey-revisit-2019")
    words = see("dfe", address)
    assert "No due date No source sets a day" in words
    assert world.WEAKNESSES[4] in words and world.WEAKNESSES[0] not in words
    plans.submit(by=surrey.dcs, plan=world.ready_to_submit(surrey, plan))
    plans.start_review(by=surrey.dfe, plan=plan)
    plans.accept(by=surrey.dfe, plan=plan)
    words = see("dfe", address)
    for milestone in (
        "3 months Tuesday 13 August 2019",
        "6 months Wednesday 13 November 2019",
        "12 months Wednesday 13 May 2020",
    ):
        assert f"Accelerated progress plan milestone, {milestone}" in words


# --- who gets in


OPEN_TO_READERS = {
    "lano": 200,
    "dcs": 200,
    "board": 200,
    "officer": 200,
    "lead": 200,
    "dfe": 200,
    "nhse": 200,
    "assurer": 200,
}


@pytest.mark.parametrize(
    ("who", "status"), {**OPEN_TO_READERS, "forum": 403, "inspector": 403, "stranger": 404}.items()
)
def test_who_may_read_a_plan(client, surrey, wsoa, who, status):
    client.force_login(surrey.people[who])
    answer = client.get(url("plan-detail"))
    assert answer.status_code == status
    if status != 200:
        assert world.WEAKNESSES[0] not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    {"lano": 200, "dcs": 200, "officer": 403, "dfe": 403, "lead": 403, "forum": 403, "stranger": 404}.items(),
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_write_an_item(client, surrey, wsoa, who, status, method):
    client.force_login(surrey.people[who])
    assert getattr(client, method)(url("item-edit", 1)).status_code == status


@pytest.mark.parametrize(
    ("name", "args", "who", "status"),
    [
        ("plan-approve", (), "lano", 403), ("plan-approve", (), "dcs", 200), ("plan-approve", (), "stranger", 404),
        ("plan-move", ("submit",), "lano", 403), ("plan-move", ("submit",), "board", 200),
        ("plan-move", ("accept",), "dcs", 403), ("plan-move", ("accept",), "dfe", 200), ("plan-move", ("accept",), "stranger", 404),
        ("plan-move", ("vanish",), "dcs", 404), ("item-release", (1,), "dcs", 403), ("item-release", (1,), "nhse", 200),
        ("item-edit", (9,), "lano", 404), ("submission-detail", (1,), "dcs", 404), ("submission-json", (1,), "forum", 403),
    ],
)  # fmt: skip
def test_other_addresses_have_the_same_doors(client, surrey, wsoa, name, args, who, status):
    client.force_login(surrey.people[who])
    assert client.get(url(name, *args)).status_code == status


def test_a_visitor_is_asked_to_sign_in(client, wsoa):
    for address in (url("plan-detail"), reverse("improvement:plan-list")):
        answer = client.get(address)
        assert answer.status_code == 302 and reverse("account_login") in answer["Location"]


def test_an_address_does_not_tell_that_an_inspection_is_planned(client, surrey):
    Inspection.objects.create(
        reference="surrey-2020", partnership=surrey.partnership, framework_code="local-area-send-2016", edition_code="2018-11",
        kind="full", state="planned",
    )  # fmt: skip
    for who in ("lano", "dcs", "dfe", "stranger"):
        client.force_login(surrey.people[who])
        assert client.get(url("plan-detail", reference="surrey-2020")).status_code == 404


def test_an_inspection_that_is_known_and_has_no_plan_says_so(see, surrey):
    assert "There is no plan." in see("lano", url("plan-detail"))


def test_an_adviser_reads_a_plan_before_the_letter_is_theirs_to_read(surrey, see, wsoa):
    Inspection.objects.filter(pk=surrey.inspection.pk).update(letter_issued_on=None, published_on=date(2016, 12, 9))
    assert "Due Tuesday 14 March 2017" in see("dfe", url("plan-detail"))


def test_access_ends_with_the_office(client, surrey, wsoa, at):
    Membership.objects.filter(user=surrey.lano, role=Role.LANO).update(ends_on=date(2016, 12, 31))
    client.force_login(surrey.lano)
    assert client.get(url("plan-detail")).status_code == 200
    at(date(2017, 1, 1))
    assert client.get(url("plan-detail")).status_code == 404


# --- the list


def other_area(name, code, number):
    """Another South East area with a plan."""
    place = world.partnership(name, code)
    inspection = Inspection.objects.create(
        reference=f"{place.slug}-2016", partnership=place, framework_code="local-area-send-2016", edition_code="2016-04", kind="full",
        state="published", outcome="wsoa-required", onsite_start_on=date(2016, 10, 3), onsite_end_on=date(2016, 10, 7),
        letter_issued_on=date(2016, 11, 20), report_received_on=date(2016, 11, 20 + number), published_on=date(2016, 11, 28),
    )  # fmt: skip
    Finding.objects.create(
        inspection=inspection, kind="area_of_significant_weakness", order=1, text=f"Weakness of {name}"
    )
    return plans.request_plan(by=None, inspection=inspection)


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_plan_and_for_three(client, surrey, wsoa):
    client.force_login(surrey.dfe)
    address = reverse("improvement:plan-list")
    one = queries_of(client, address)
    for number, (name, code) in enumerate((("Hampshire", "850"), ("Kent", "886")), start=1):
        other_area(name, code, number)
    assert text_of(client.get(address)).count("Written statement of action") >= 3
    assert queries_of(client, address) == one


def test_the_page_of_a_plan_costs_the_same_for_one_item_and_for_five(client, surrey, wsoa):
    client.force_login(surrey.dfe)
    five = queries_of(client, url("plan-detail"))
    other_area("Kent", "886", 1)
    assert queries_of(client, url("plan-detail", reference="kent-2016")) == five


def test_the_soonest_due_comes_first_and_other_regions_stay_out(see, surrey, wsoa):
    other_area("Kent", "886", 1)
    words = see("dfe", reverse("improvement:plan-list"))
    assert words.index("Kent : Written") < words.index("Surrey : Written")
    area = world.bury()
    plans.request_plan(by=area.assurer, inspection=area.inspection)
    assert "Bury" not in see("dfe", reverse("improvement:plan-list"))
    assert "Bury" in see("assurer", reverse("improvement:plan-list"))
    assert "1 plan " in see("lano", reverse("improvement:plan-list"))


def test_the_list_is_filtered(see, surrey, wsoa, at):
    area = world.bury()
    plans.request_plan(by=area.assurer, inspection=area.inspection)
    plans.make_move(by=surrey.assurer, plan=wsoa, move="withdraw_requirement", reason="Issued by mistake")
    address = reverse("improvement:plan-list")
    assert "Surrey : Written" not in see("assurer", address)
    assert "Surrey : Written" in see("assurer", f"{address}?show=all")
    assert "Bury : Priority" not in see("assurer", f"{address}?show=all&region=E12000008")
    assert "No plan matches" in see("assurer", f"{address}?show=late")
    at(date(2024, 7, 1))
    assert "Bury : Priority" in see("assurer", f"{address}?show=late")


@pytest.mark.parametrize("query", ["?show=nonsense", "?region=E99", "?show=late&region=%00", "?page=99"])
def test_nonsense_in_the_address_is_no_fault(client, surrey, wsoa, query):
    client.force_login(surrey.dfe)
    assert client.get(reverse("improvement:plan-list") + query).status_code == (404 if "page" in query else 200)


def test_an_empty_list_says_what_will_appear(see, surrey):
    assert "No plan is open in the areas you may see." in see("stranger", reverse("improvement:plan-list"))


def test_a_plan_that_was_sent_is_not_late(see, sent, at):
    at(date(2017, 4, 3))
    address = reverse("improvement:plan-list")
    assert "No plan matches" in see("dfe", f"{address}?show=late")
    assert "Met on 8 March 2017" in see("dfe", address)


# --- forms


def test_an_item_is_written(send, see, surrey, wsoa):
    answer = send("lano", url("item-edit", 1), **world.ANSWER, **day("finish_by_on", date(2017, 7, 21)))
    assert answer.status_code == 302
    item = wsoa.items.get(order=1)
    assert (item.action, item.finish_by_on, item.is_answered) == (world.ANSWER["action"], date(2017, 7, 21), True)
    words = see("dfe", url("plan-detail"))
    assert "Train every case officer" in words and "21 July 2017" in words and "Being drafted" in words


def test_the_letters_words_cannot_be_sent_along(send, wsoa):
    send("lano", url("item-edit", 1), **world.ANSWER, text="kinder words", closing="kind regards")
    item = wsoa.items.get(order=1)
    assert (item.text, item.closing, item.action) == (world.WEAKNESSES[0], "", world.ANSWER["action"])


def test_a_change_by_somebody_else_meanwhile_shows_both_texts(client, surrey, wsoa):
    client.force_login(surrey.lano)
    page = client.get(url("item-edit", 1)).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    from improvement.services import items

    items.write_item(by=surrey.dcs, item=wsoa.items.get(order=1), version=1, action="Hire case officers")
    answer = client.post(url("item-edit", 1), {**hidden, "action": "Train every case officer"})
    words = text_of(answer)
    assert answer.status_code == 200
    assert "Someone else changed this while you were writing" in words
    assert "Their text Hire case officers" in words and "Your text Train every case officer" in words
    assert wsoa.items.get(order=1).action == "Hire case officers"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"finish_by_on_0": "31", "finish_by_on_1": "2", "finish_by_on_2": "2017"}, "must be a real date"),
        (
            {"finish_by_on_0": "1", "finish_by_on_1": "12", "finish_by_on_2": "2016"},
            "cannot be before the plan was opened",
        ),
        ({"responsible": "x" * 301}, "300 characters"),
    ],
)
def test_a_faulty_answer_is_shown_beside_its_field_and_saves_nothing(send, wsoa, typed, message):
    answer = send("lano", url("item-edit", 1), **{**world.ANSWER, **typed})
    assert answer.status_code == 200 and message in text_of(answer) and "There is a problem" in text_of(answer)
    assert wsoa.items.get(order=1).version == 1


def test_the_whole_way_through_the_pages(send, see, surrey, wsoa, at):
    for order in range(1, 6):
        send("lano", url("item-edit", order), **world.ANSWER, **day("finish_by_on", date(2017, 7, 21)))
    assert send("lano", url("plan-move", "seek_approval")).status_code == 302
    at(date(2017, 3, 8))
    assert "Every accountable body must have signed the plan." in see("dcs", url("plan-move", "submit"))
    for who, body in (("dcs", "Surrey County Council"), ("board", "Clinical commissioning groups")):
        answer = send(who, url("plan-approve"), body_name=body, **day("approved_on", date(2017, 3, 7)))
        assert answer.status_code == 302
    answer = send("dcs", url("plan-move", "submit"), **day("on", date(2017, 3, 8)))
    assert answer["Location"] == url("submission-detail", 1)
    words = see("dfe", url("submission-detail", 1))
    assert "WSOA-SURREY-2016-1" in words and "Submitted on working day 66 of 70." in words
    assert "Ofsted and CQC decide next" in words
    send("assurer", url("plan-move", "start_review"))
    form = see("assurer", url("plan-move", "return_not_fit"))
    assert "What must be better in item 5? (optional)" in form
    answer = send(
        "assurer",
        url("plan-move", "return_not_fit"),
        reason="No milestones",
        item_5="Say by when",
        **day("on", date(2017, 3, 8)),
    )
    assert answer.status_code == 302
    words = see("lano", url("plan-detail"))
    assert "Returned on 8 March 2017 No milestones" in words
    assert "Written statement of action due again Due Wednesday 22 March 2017" in words
    assert "What must be better Say by when" in see("lano", url("submission-detail", 1))


def test_a_submission_sent_twice_has_one_effect(client, surrey, wsoa, at):
    at(date(2017, 3, 8))
    world.ready_to_submit(surrey, wsoa)
    client.force_login(surrey.dcs)
    page = client.get(url("plan-move", "submit")).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    sent = [client.post(url("plan-move", "submit"), {**hidden, **day("on", date(2017, 3, 8))}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert {answer["Location"] for answer in sent} == {url("submission-detail", 1)}
    assert PlanSubmission.objects.count() == 1
    assert Notice.objects.filter(key__contains=":submitted:").count() == 6


def test_a_refused_step_shows_why_and_changes_nothing(send, surrey, wsoa, at):
    at(date(2017, 3, 8))
    world.ready_to_submit(surrey, wsoa)
    answer = send("dcs", url("plan-move", "submit"), **day("on", date(2017, 3, 9)))
    assert answer.status_code == 200 and "The date must be today or in the past" in text_of(answer)
    answer = send("dcs", url("plan-move", "submit"), on_0="", on_1="", on_2="")
    assert "Enter the date" in text_of(answer)
    assert Plan.objects.get().state == "partner_approval"


def test_the_frozen_copy_can_be_downloaded_and_checked(client, surrey, sent):
    import hashlib

    client.force_login(surrey.nhse)
    answer = client.get(url("submission-json", 1))
    assert answer["Content-Type"] == "application/json"
    assert hashlib.sha256(answer.content).hexdigest() == sent.submissions.get().sha256
    assert json.loads(answer.content)["receipt_number"] == "WSOA-SURREY-2016-1"


def test_what_people_type_is_shown_as_text(send, see, wsoa):
    send("lano", url("item-edit", 1), **{**world.ANSWER, "action": "<script>alert(1)</script>"})
    assert "<script>alert(1)</script>" in see("dfe", url("plan-detail"))

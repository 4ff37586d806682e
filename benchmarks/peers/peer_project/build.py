"""Makes the tables and one form of twelve questions for each peer."""

from datetime import timedelta

import django

django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone

QUESTIONS = 12

call_command("migrate", run_syncdb=True, verbosity=0)

from form_page.models import FormPage, Question as FormQuestion
from survey.models import Category, Question, Survey
from wagtail.models import Page, Site

root = Page.objects.get(depth=1)
home = root.get_children().first()
page = FormPage(title="Form", slug="form")
home.add_child(instance=page)
for number in range(1, QUESTIONS + 1):
    FormQuestion.objects.create(
        page=page, sort_order=number, label=f"question {number}", clean_name=f"question_{number}", field_type="radio",
        required=True, choices="yes,no",
    )  # fmt: skip
page.save_revision().publish()
Site.objects.update(hostname="127.0.0.1", port=80, root_page=home, is_default_site=True)

User.objects.create_superuser("nobody")
today = timezone.now().date()
survey = Survey.objects.create(
    name="Survey", description="", is_published=True, need_logged_user=False, editable_answers=True, display_method=Survey.ALL_IN_ONE_PAGE,
    publish_date=today, expire_date=today + timedelta(days=30),
)  # fmt: skip
category = Category.objects.create(name="All", survey=survey, order=1)
for number in range(1, QUESTIONS + 1):
    Question.objects.create(
        text=f"Question {number}",
        order=number,
        required=True,
        category=category,
        survey=survey,
        type=Question.RADIO,
        choices="yes,no",
    )

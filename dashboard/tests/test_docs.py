from django.conf import settings

from dashboard import glossary_page
from dashboard.glossary import TERMS


def test_the_glossary_page_is_fresh():
    assert (settings.BASE_DIR / "docs" / "glossary.md").read_text() == glossary_page.page(), "run manage.py write_docs"


def test_the_glossary_is_in_order_and_says_each_term_once():
    names = [term.term.lower() for term in TERMS]
    assert names == sorted(set(names))

"""What tests of the pages of plans share: addresses, words of a page, a date as a form sends it."""

import html
import re

from django.urls import reverse


def url(name, *args, reference="surrey-2016"):
    return reverse(f"improvement:{name}", args=[reference, *args])


def text_of(answer):
    """The words of a page, without tags."""
    plain = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", plain)).split())


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}

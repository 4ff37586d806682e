"""Row U3: what reads files of others is not even in the process that answers people."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

LIBRARIES = ("openpyxl", "pikepdf", "lxml", "PIL")
LOOK = f"""
import sys
import config.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted(set(sys.modules) & set({LIBRARIES!r})))
import openpyxl
print(*sorted(set(sys.modules) & set({LIBRARIES!r})))
"""


@pytest.mark.trust("U3", "the modules of a web process once every address is known")
def test_no_library_that_reads_files_is_in_a_web_process(figures: Any) -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_for_tests"}
    done = subprocess.run([sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=True)
    found, once_imported = (line.split() for line in done.stdout.splitlines()[-2:])
    figures("libraries that read files in a web process", len(found))
    assert found == []
    figures.control("a library is imported", caught=int("openpyxl" in once_imported), of=1)

"""The weeks of an inspection under the 2023 framework. What no source states is marked unconfirmed."""

from __future__ import annotations

from rulebook.frameworks.weeks import WeeksSpec

FULL_WEEKS = WeeksSpec()
MONITORING_WEEKS = WeeksSpec()

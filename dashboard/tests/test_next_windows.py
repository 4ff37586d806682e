"""When the next inspection of an area is expected, whatever else its page shows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard import queries
from tests.factories import InspectionFactory, PartnershipFactory

TODAY = date(2024, 9, 2)


@pytest.mark.django_db
def test_newer_inspections_of_other_areas_do_not_hide_the_area_s_own():
    own, other = PartnershipFactory.create(), PartnershipFactory.create()
    InspectionFactory.create(partnership=own, out=True)
    for days in range(3):
        moved = timedelta(days=7 * (days + 1))
        InspectionFactory.create(
            partnership=other,
            out=True,
            notified_on=date(2024, 4, 29) + moved,
            onsite_start_on=date(2024, 5, 13) + moved,
            onsite_end_on=date(2024, 5, 17) + moved,
            published_on=date(2024, 7, 16) + moved,
        )
    whole = queries.area_history([own, other])
    assert whole[-1].partnership == own and len(whole) == 4
    windows = queries.next_windows(own, whole, today=TODAY)
    assert windows
    assert queries.next_windows(own, whole[:3], today=TODAY) == windows

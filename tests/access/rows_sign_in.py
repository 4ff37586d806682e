"""Access rows: what is added to the pages of signing in. No organisation is set, so none is there."""

from __future__ import annotations

from tests.access.rows import Row, open_to_all, signed_in

ROWS: list[Row] = [
    # Nothing is kept: on to the start.
    signed_in("accounts:interrupted", get=302),
    open_to_all("openid_connect_login", get=405, post=404, kwargs=lambda world: {"provider_id": "seaborough"}),
    open_to_all("openid_connect_callback", get=404, kwargs=lambda world: {"provider_id": "seaborough"}),
]

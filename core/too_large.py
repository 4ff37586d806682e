"""The page for a request that could not be read; one too large is told the limit."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string

from core.upload_handler import NoRoomForUpload, UploadTooLarge


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: 413 with the limit for text that is too large, else 400."""
    # Drawn without the request, since it is what could not be read.
    if isinstance(exception, RequestDataTooBig):
        limit = floatformat((settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 1024**2, -1)
        return HttpResponse(render_to_string("errors/too_large.html", {"limit": f"{limit}MB"}), status=413)
    if isinstance(exception, NoRoomForUpload):
        return HttpResponse(render_to_string("errors/no_room.html"), status=507)
    if isinstance(exception, UploadTooLarge):
        return HttpResponse(render_to_string("errors/too_many_files.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)

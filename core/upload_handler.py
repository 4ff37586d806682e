"""Uploads on their way in: no more of one file is written down than any form takes, and a full disk is said, not crashed on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from core.file_kinds import MEGABYTE

# One byte more than the largest file of any form would tell; what is beyond is counted and let go.
MOST_OF_ONE = 51 * MEGABYTE
MOST_OF_ALL = 1_050 * MEGABYTE


class NoRoomForUpload(SuspiciousOperation):
    """The disk is full."""


class UploadTooLarge(SuspiciousOperation):
    """More than the largest form takes."""


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    def handle_raw_input(self, input_data: Any, meta: Any, content_length: int, *more: Any, **named: Any) -> Any:  # type: ignore[override]
        if content_length > MOST_OF_ALL:
            raise UploadTooLarge
        return super().handle_raw_input(input_data, meta, content_length, *more, **named)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().new_file(*args, **kwargs)
        except OSError:
            raise NoRoomForUpload from None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start > MOST_OF_ONE:
            return
        try:
            self.file.write(raw_data)
            self.file.flush()
        except OSError:
            self.file.close()  # and so deleted
            raise NoRoomForUpload from None

"""Files that browsers send: what is larger than any list is not even written down."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from tisserand.domain.circles.rules.lists import MOST_BYTES

TOO_LARGE = "tisserand.too_large"
"""Where a request says that a file it carried was left out."""


class Bounded(FileUploadHandler):
    """Leaves out a file as soon as it is larger than a list may be; passes the others on."""

    def receive_data_chunk(self, piece: bytes, start: int) -> bytes:  # Django's name
        """Pass a piece on, or leave the whole file out."""
        if start + len(piece) > MOST_BYTES and self.request is not None:
            self.request.META[TOO_LARGE] = "1"
            raise SkipFile
        return piece

    def file_complete(self, file_size: int) -> Any:  # noqa: ARG002  # Django's signature
        """Leave the making of the file to the next one."""
        return None

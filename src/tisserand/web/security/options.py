"""What a browser needs to make or to use a passkey, as text in an attribute of the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def as_text(options: Mapping[str, Any]) -> str:
    """Return the options of a passkey as JSON."""
    return json.dumps(dict(options), cls=DjangoJSONEncoder, default=dict)

"""Whom a visitor of the demonstration may be: references that the demo network wrote beside its database."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from tisserand.domain.people.queries import person_of_ref

FILE = "demo-personas.json"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the fictional network, by the part that she plays."""

    role: str
    person: Any


def personas() -> list[Persona]:
    """Return the people whom one may be, in the order of the file; none when there is no file."""
    path = Path(settings.FOLDER) / FILE
    chosen: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    found = [Persona(role, person_of_ref(ref)) for role, ref in chosen.items()]
    return [one for one in found if one.person is not None]

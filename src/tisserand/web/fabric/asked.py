"""What an address of the fabric asks for: a view, a circle, a list, a word, what is selected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlencode

from tisserand.domain.observatory.queries.fabric import FabricTold, Patch, Woven, fabric_of
from tisserand.web.request import PageRequest

LONGEST_FIND = 80


class View(StrEnum):
    """What is shown: one's own threads, one's circle, everything one may see."""

    MINE = "mine"
    CIRCLE = "circle"
    ALL = "all"


class Listed(StrEnum):
    """What the list beside the picture holds."""

    BRIDGES = "bridges"
    CIRCLES = "circles"


@dataclass(frozen=True, slots=True)
class Asked:
    """An address of the fabric, read; `view` None: whatever suits the reader."""

    view: View | None = None
    circle: str = ""
    listed: Listed = Listed.BRIDGES
    find: str = ""
    at: str = ""

    def address(self, place: str = "") -> str:
        """The query of this address, as a link in the page."""
        said = {
            "view": self.view,
            "circle": self.circle,
            "list": self.listed,
            "find": self.find,
            "at": self.at,
        }
        usual = {"list": Listed.BRIDGES}
        kept = {name: value for name, value in said.items() if value and usual.get(name) != value}
        return f"?{urlencode(kept)}{place}"

    def with_(self, **changes: object) -> Asked:
        """The same address with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


def asked_of(request: PageRequest) -> Asked:
    """What the address of a request asks for; what is not understood is as if it was not there."""
    get = request.GET
    return Asked(
        view=View(get["view"]) if get.get("view") in set(View) else None,
        circle=get.get("circle", "")[:12],
        listed=Listed(get["list"]) if get.get("list") in set(Listed) else Listed.BRIDGES,
        find=get.get("find", "").replace("\0", "").strip()[:LONGEST_FIND],
        at=get.get("at", "")[:12],
    )


def fabric_asked(request: PageRequest, asked: Asked) -> FabricTold:
    """The fabric that an address asks for, as its reader may see it."""
    whole = asked.view is not View.CIRCLE
    return fabric_of(request.user, request.at, around=asked.circle, whole=whole)


def found_in(told: FabricTold, asked: Asked, themes: dict[str, str]) -> tuple[list[Woven], list[Patch]]:
    """The bridges and the circles whose name, town, purpose or themes (`themes`: by bridge) hold the words
    asked for; a bridge also by its two circles."""
    words = asked.find.casefold().split()

    def has(text: str) -> bool:
        return all(word in text.casefold() for word in words)

    texts = [f"{one.name} {one.town} {one.purpose}" for one in told.circles]
    bridges = [one for one in told.bridges if has(f"{texts[one.a]} {texts[one.b]} {themes.get(one.ref, '')}")]
    return bridges, [one for one, text in zip(told.circles, texts, strict=True) if has(text)]

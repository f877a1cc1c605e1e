"""The content policy on every page, for every reader: nothing inline, nothing from elsewhere."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from tests.web.public.visitors import settled
from tests.web.test_access import ROLES, TABLE, World, addresses, answered
from tests.web.test_access import world as world

pytestmark = pytest.mark.django_db
LOADS = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "form": ("action",),
    "button": ("formaction",),
    "iframe": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "base": ("href",),
    "meta": ("content",),
}
"""What makes a browser ask for something, or send something somewhere."""
ELSEWHERE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//|^\s*(?:javascript|blob|filesystem|vbscript):", re.I)


SCRIPTED = re.compile(r"^\s*(?:javascript|vbscript):", re.I)
TAG = re.compile(r"""<([a-z][\w:-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""", re.I)
ATTRIBUTE = re.compile(r"""([^\s=<>"'/]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")


def faults(html: str) -> list[str]:
    """What a page holds that the policy would refuse, or that leads a browser elsewhere by itself."""
    found = []
    for tag, written in TAG.findall(html):
        name = tag.lower()
        given = {key.lower(): unescape("".join(value)) for key, *value in ATTRIBUTE.findall(written)}
        if name == "style" or (name == "script" and "src" not in given):
            found.append(f"<{name}> inline")
        found += [f"<{name} {key}>" for key in given if key == "style" or key.startswith("on")]
        found += [
            f"<{name} {key}={value}>"
            for key, value in given.items()
            if (key in LOADS.get(name, ()) and ELSEWHERE.search(value)) or SCRIPTED.search(value)
        ]
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_page_holds_what_the_policy_refuses(world: World, role: str) -> None:
    found, seen = [], 0
    known = {name for name, _ in addresses()}
    for name, row in TABLE.items():
        if name not in known or (role not in row.reads and not row.public):
            continue
        answer = answered(world, name, role, "GET")
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        seen += answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        if "unsafe" in policy or "http" in policy or "*" in policy or "script-src 'self'" not in policy:
            found.append(f"{name}: {policy}")
        if not row.public and "no-store" not in answer.headers["cache-control"]:
            found.append(f"{name}: may be stored")
        found += [f"{name}: {fault}" for fault in faults(answer.content.decode())]
    assert found == [] and seen > 6


@pytest.mark.parametrize(
    "planted",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<p style='x'>",
        '<a onclick="x">',
        "<a href=' JavaScript:x'>",
        "<a href='java&#115;cript:x'>",
        "<img src='//elsewhere.example/x.png'>",
        "<link rel='stylesheet' href='https://elsewhere.example/x.css'>",
        "<form action='https://elsewhere.example/'>",
    ],
)
def test_fault_is_found_when_planted(planted: str) -> None:
    assert faults(planted)


def test_policy_lets_nothing_in_by_default() -> None:
    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert allowed["default-src"] == allowed["base-uri"] == allowed["frame-ancestors"] == ["'none'"]
    assert {one for name in allowed for one in allowed[name]} == {"'none'", "'self'", "data:"}
    assert [name for name in allowed if "data:" in allowed[name]] == ["img-src"]


def test_trace_is_answered_nowhere() -> None:
    settled()
    client = Client()
    assert {client.trace(page).status_code for page in ("/signin", "/signin/code", "/today", "/me")} <= {
        302,
        405,
    }
    assert {client.trace(page).status_code for page in ("/", "/signin", "/signout")} == {405}

"""What a room may not do, and what only a room may: read in the code, where import-linter cannot see."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.shape.figures import Function, Source

ROOMS = "src/tisserand/domain/"
DOORS = ("src/tisserand/cli/", "src/tisserand/web/", "src/tisserand/wording/", "src/tisserand/mail/")
NOT_FOR_ROOMS = (
    "django.http",
    "django.shortcuts",
    "django.template",
    "django.urls",
    "django.utils.translation",
    "gettext",
)
WRITES = {
    "save",
    "asave",
    "create",
    "acreate",
    "delete",
    "adelete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "select_for_update",
}
ACTIONS = re.compile(r"tisserand\.domain\.(\w+)\.actions(?:\.\w+)*")
ROWS = {"objects", "_default_manager", "_base_manager"}


def imported(source: Source) -> Iterator[tuple[int, str]]:
    """Yield every module, and every name of a module, that a file imports, wherever it does."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def speaking_rooms(source: Source) -> Iterator[str]:
    """Yield what a room imports of pages and of languages: rooms speak codes."""
    for line, name in imported(source):
        if any(name == banned or name.startswith(f"{banned}.") for banned in NOT_FOR_ROOMS):
            yield f"{source.name}:{line} {name}"


def writing_doors(source: Source) -> Iterator[str]:
    """Yield every place where a door owns a table, or reads or writes rows by itself."""
    for line, name in imported(source):
        if name == "django.db.models" or name.startswith("django.db.models."):
            yield f"{source.name}:{line} {name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr in ROWS:
            yield f"{source.name}:{node.lineno} .{node.attr}"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and _writes(node, node.func.attr)
        ):
            yield f"{source.name}:{node.lineno} .{node.func.attr}()"


def _writes(call: ast.Call, name: str) -> bool:
    # numpy and the cache delete too; a dict's update is given something, a table's columns by name
    if ast.unparse(call.func).startswith(("np.", "cache.")):
        return False
    return name in WRITES or (name == "update" and bool(call.keywords) and not call.args)


def loose_relations(source: Source) -> Iterator[str]:
    """Yield every relation that names its table in a text: only a class shows which way it goes."""
    for node in ast.walk(source.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in ("ForeignKey", "OneToOneField", "ManyToManyField"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and first.value != "self":
                yield f"{source.name}:{node.lineno} {first.value}"


def called_actions(source: Source) -> Iterator[tuple[str, str]]:
    """Yield (room, action) for every action that a file imports from a room."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (found := ACTIONS.fullmatch(node.module or "")):
            yield from ((found[1], alias.name) for alias in node.names)


def loose_actions(source: Source, called: set[str]) -> Iterator[str]:
    """Yield every action, among those called from elsewhere, that takes an argument without its name."""
    for node in source.tree.body:
        if isinstance(node, Function) and node.name in called:
            spec = node.args
            if spec.posonlyargs or spec.args or spec.vararg:
                yield f"{source.name}:{node.lineno} {node.name}"

"""Build hook: compile the French catalogue into what gettext reads, for wheels and editable installs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = "src/tisserand/locale"


def compile_catalogues(root: Path) -> list[Path]:
    """Write django.mo beside every django.po under `root`; return the files written."""
    written = []
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface[Any]):
    """Runs before hatchling packs or links the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Compile, and let the wheel carry the results although git ignores them."""
        root = Path(self.root)
        build_data["artifacts"] += [str(path.relative_to(root)) for path in compile_catalogues(root)]

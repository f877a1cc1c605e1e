"""What the tree must hold beside its code: pages in both languages, a true map, no trace of one machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.shape.figures import banned_words

FOLDER = re.compile(r"(?<![\w./%-])/(?:home|root|work|Users|opt|srv)/\w")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|(?<!emit)-index[-]url[ =]")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".csv",
    ".json",
    ".po",
    ".svg",
    "",
}

BY_DJANGO = ("400.html", "403_csrf.html", "404.html", "500.html")


def tracked(root: Path) -> list[Path]:
    """Return the files git knows or would add; without git, every file outside hidden folders."""
    asked = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, capture_output=True, text=True)
    if listed.returncode == 0:
        return [
            path
            for name in sorted(filter(None, listed.stdout.split("\0")))
            if (path := root / name).is_file()
        ]
    inside = (path.relative_to(root) for path in sorted(root.rglob("*")) if path.is_file())
    return [root / path for path in inside if not any(part in (".git", ".venv") for part in path.parts)]


def traces(root: Path) -> Iterator[str]:
    """Yield every line of a tracked text file that names a folder of one machine, or a package registry."""
    for path in tracked(root):
        if path.suffix not in TEXT or path.name == "LICENSE":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if FOLDER.search(line) or REGISTRY.search(line):
                yield f"{path.relative_to(root).as_posix()}:{number} {line.strip()[:100]}"


def misnamed(root: Path) -> list[str]:
    """Return the tracked files whose name, or a folder above them, uses a banned word."""
    names = [path.relative_to(root).as_posix() for path in tracked(root)]
    return [name for name in names if any(banned_words(part) for part in name.split("/"))]


def unused_templates(root: Path) -> list[str]:
    """Return the templates that no code and no other template names, but those that Django looks for."""
    web = root / "src/tisserand/web/templates"
    spoken = "".join(path.read_text(encoding="utf-8") for path in (root / "src").rglob("*.py"))
    spoken += "".join(path.read_text(encoding="utf-8") for path in web.rglob("*.html"))
    names = [path.relative_to(web).as_posix() for path in sorted(web.rglob("*.*")) if path.is_file()]
    return [
        name
        for name in names
        if name not in BY_DJANGO and f'"{name}"' not in spoken and f"'{name}'" not in spoken
    ]


def unmapped(root: Path) -> list[str]:
    """Return the packages and modules at the top of src/tisserand that ARCHITECTURE.md does not name."""
    page = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    tops = sorted((root / "src/tisserand").iterdir())
    names = [path.name for path in tops if path.suffix == ".py" or any(path.rglob("*.py"))]
    return [name for name in names if not name.startswith("__") and f"`{name}" not in page]


def one_sided(root: Path) -> list[str]:
    """Return the pages that docs/fr or docs/en has and the other has not."""
    pages = {lang: {path.name for path in (root / "docs" / lang).rglob("*.md")} for lang in ("fr", "en")}
    return sorted(pages["fr"] ^ pages["en"])


def unread(root: Path, words: list[str]) -> list[str]:
    """Return the commands and options that no page explains to an analyst or a host, as 'language: word'."""
    missing = []
    for lang in ("en", "fr"):
        pages = ((root / "docs" / lang / name) for name in ("analyst.md", "host.md"))
        page = "".join(page.read_text(encoding="utf-8") for page in pages if page.exists())
        known = set(re.findall(r"--[a-z][a-z-]*|(?<=tisserand )[a-z]+", page))
        missing += [f"{lang}: {word}" for word in words if word not in known]
    return missing


def lost_references(root: Path) -> list[str]:
    """Return the pages that the code speaks of and that are not in the repository, as 'file: page'."""
    pages = {path.name for path in tracked(root) if path.suffix == ".md"}
    numbers = {name[:4] for name in pages}
    lost = set()
    for path in tracked(root):
        name = path.relative_to(root).as_posix()
        if path.suffix in (".py", ".css", ".html") and not name.startswith("tests/shape/"):
            named = re.findall(r"[\w-]+\.md\b|(?<=docs/decisions/)\d{4}\b", path.read_text(encoding="utf-8"))
            lost |= {f"{name}: {page}" for page in named if page not in pages | numbers}
    return sorted(lost)


def undocumented_reasons(root: Path, reasons: list[str]) -> list[str]:
    """Return the reasons that an analyst's page does not have in a table, as 'page: reason'."""
    pages = {lang: (root / "docs" / lang / "analyst.md").read_text(encoding="utf-8") for lang in ("en", "fr")}
    rows = {lang: "\n".join(re.findall(r"^\| (`.*?) \|", page, re.MULTILINE)) for lang, page in pages.items()}
    return [f"{lang}: {reason}" for lang in rows for reason in reasons if f"`{reason}`" not in rows[lang]]

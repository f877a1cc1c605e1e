"""Measures the code against the house's budgets; `python -m tests.shape.figures` prints the figures.

Lines are counted as they stand in the file: signature, docstring, comments and blanks included.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
CODE = "src/tisserand"
BANNED_WORDS = """
match connection group event manager service helper util utils common core misc data process handle
"""
BANNED = frozenset(BANNED_WORDS.split())
NOT_OURS = frozenset({
    "DATA_UPLOAD_MAX_MEMORY_SIZE", "get_context_data", "handle_endtag", "handle_starttag", "process_view",
    "receive_data_chunk", "resolver_match",
})  # fmt: skip
"""Names that a library gives to what we write for it."""
Function = ast.FunctionDef | ast.AsyncFunctionDef
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclass(frozen=True)
class Source:
    """One Python file, read and parsed."""

    path: Path
    name: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @cached_property
    def functions(self) -> list[Function]:
        return [node for node in ast.walk(self.tree) if isinstance(node, Function)]


def sources(root: Path, *folders: str) -> list[Source]:
    """Return the Python files under these folders (or these files) of the tree, in order; migrations are
    written by Django, not by us."""
    found = []
    for folder in folders:
        start = root / folder
        paths = [start] if start.is_file() else sorted(start.rglob("*.py"))
        written = (path for path in paths if path.parent.name != "migrations")
        found += [Source(path, path.relative_to(root).as_posix()) for path in written]
    return found


def function_lines(function: Function) -> int:
    """Return the lines of a function, from `def` to its last line."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def percentile(values: list[int], share: float) -> int:
    """Return the smallest value that this share of the values do not exceed; 0 when there is none."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else 0


def untyped(source: Source) -> Iterator[str]:
    """Yield every function that does not say what it returns, or what an argument is."""
    for function in source.functions:
        spec = function.args
        every = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs, *filter(None, (spec.vararg, spec.kwarg))]
        missing = [one.arg for one in every if one.annotation is None and one.arg not in ("self", "cls")]
        if function.returns is None or missing:
            yield f"{source.name}:{function.lineno} {function.name}"


def undocumented(source: Source, public_names: bool) -> Iterator[str]:
    """Yield what has no docstring: the module, and with `public_names` its public functions and classes."""
    if not ast.get_docstring(source.tree):
        yield f"{source.name}:1 module"
    if not public_names:
        return
    tops = [node for node in source.tree.body if isinstance(node, Function | ast.ClassDef)]
    insides = [node for top in tops if isinstance(top, ast.ClassDef) for node in top.body]
    for node in [*tops, *(node for node in insides if isinstance(node, Function))]:
        if not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{source.name}:{node.lineno} {node.name}"


def names_given(source: Source) -> Iterator[tuple[int, str]]:
    """Yield every name the file gives: functions, classes, arguments, variables, attributes, aliases."""
    for node in ast.walk(source.tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.alias(asname=str(name)):
                yield node.lineno, name


def banned_words(name: str) -> set[str]:
    """Return the banned words, singular or plural, that a name is made of."""
    words = {word.lower() for word in WORD.findall(name)}
    return {word for word in words if word in BANNED or word.removesuffix("s") in BANNED}


def banned(source: Source) -> Iterator[str]:
    """Yield every name in the file that we made with a banned word."""
    for line, name in names_given(source):
        if banned_words(name) and name not in NOT_OURS:
            yield f"{source.name}:{line} {name}"


def prints(source: Source) -> Iterator[str]:
    """Yield every place that writes to the terminal."""
    for node in ast.walk(source.tree):
        spoken = ast.unparse(node) if isinstance(node, ast.Name | ast.Attribute) else ""
        if spoken in ("print", "sys.stdout", "sys.stderr"):
            yield f"{source.name}:{node.lineno} {spoken}"


def budget_table(root: Path) -> list[tuple[str, float, str, float]]:
    """Return rows (what, figure, '<=' or '>=', budget) for every size the house limits."""
    code, tests = sources(root, CODE), sources(root, "tests")
    # A package's opening page says what the package is; it would make the median look better than it is.
    files = [one.lines for one in code if one.path.name not in ("__init__.py", "__main__.py")] or [0]
    functions = [function_lines(function) for one in code for function in one.functions] or [0]
    typed = 1 - len([name for one in code for name in untyped(one)]) / len(functions)
    ratio = sum(one.lines for one in tests) / max(1, sum(one.lines for one in code))
    return [
        ("file lines, median", median(files), "<=", 120),
        ("file lines, max", max(files), "<=", 400),
        ("test file lines, max", max((one.lines for one in tests), default=0), "<=", 600),
        ("function lines, median", median(functions), "<=", 10),
        ("function lines, p90", percentile(functions, 0.9), "<=", 22),
        ("function lines, max", max(functions), "<=", 50),
        ("functions fully typed, %", round(100 * typed, 2), ">=", 100),
        ("tests : code, lines", round(ratio, 2), ">=", 1.0),
    ]


def is_within(figure: float, sense: str, budget: float) -> bool:
    """Say whether a figure keeps its budget."""
    return figure <= budget if sense == "<=" else figure >= budget


def main() -> int:
    """Print the figures beside their budgets, and the longest functions; return 1 when one is over."""
    code = sources(ROOT, CODE)
    rows = budget_table(ROOT)
    print(f"{len(code)} files, {sum(one.lines for one in code):,} lines of code,", end=" ")
    print(f"{sum(len(one.functions) for one in code)} functions")
    for what, figure, sense, budget in rows:
        verdict = "" if is_within(figure, sense, budget) else "   OVER"
        print(f"{what:28} {figure:8g}   {sense} {budget:g}{verdict}")
    longest = sorted((function_lines(f), f"{one.name} {f.name}") for one in code for f in one.functions)[-3:]
    print("longest:", "; ".join(f"{name} ({lines})" for lines, name in reversed(longest)))
    return 0 if all(is_within(*row[1:]) for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

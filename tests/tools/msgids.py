"""Finds the msgids in the project's own source: codes with their families, and English sentences.

A sentence is the literal first argument of ``words(…)``, ``_(…)`` or ``mark(…)``, or the first two of ``….plural(…)``. A code is

* a literal such as "part.fee" whose family is known, wherever it stands, and what the constants CODES and EXPECTED list;
* what is passed as ``code`` or ``expected`` to Problem, RangeError or Finding, or to a function that passes it on to them;
* f"part.{name}" makes the whole family ``part`` used, f"finding.paused_{x}" all that starts so: the rest is known only at run time.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.tools.calls import PASSED, Calls, called, modules, passed_on

ROOT = Path(__file__).resolve().parents[2]
FAMILIES = {
    "class", "column", "confidence", "convention", "day_count", "early", "expected", "finding", "formula", "given", "grade", "kind",
    "lever", "measure", "method", "offer", "origin", "part", "position", "problem", "rule", "scenario", "shape", "shock", "term", "then",
    "unit", "when",
}  # fmt: skip
SPELT = ("expected", "finding", "problem")
"""Families whose codes are spelt out in the source, so that each has to be found there."""
AHEAD = {
    "class", "column", "confidence", "convention", "day_count", "early", "grade", "kind", "lever", "measure", "method", "offer", "part",
    "position", "rule", "scenario", "term", "then", "when",
}  # fmt: skip
"""Families that the design lists in full: their words may stand before the code that says them."""
BARE = {f"{family}." for family in SPELT}
CODE = re.compile(rf"({'|'.join(sorted(FAMILIES))})\.[a-z0-9_./+-]+( [a-z0-9_./+-]+)?", re.IGNORECASE)
"""A family and a name in it, of one word or, as some day counts, of two."""
LISTS = {"CODES": "problem", "EXPECTED": "expected"}
"""Module constants that list codes of a family."""
LOOKUPS = {"words", "_", "mark", "tr"}
@dataclass
class Found:
    """What the source uses: code or sentence → the places; what codes put together at run time start with.

    ``opaque`` are places whose code is known only at run time, ``unreadable`` those whose sentence is.
    """

    codes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sentences: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    plurals: dict[str, str] = field(default_factory=dict)
    starts: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    literals: set[str] = field(default_factory=set)
    opaque: set[str] = field(default_factory=set)

    def used(self, msgid: str) -> bool:
        """Whether some place asks for this msgid."""
        family, _, name = msgid.partition(".")
        spelt = family in SPELT and name in self.literals
        ahead = spelt or (family in AHEAD and CODE.fullmatch(msgid) is not None)
        return ahead or msgid in self.codes or msgid in self.sentences or msgid.startswith(tuple(self.starts))


def sources() -> list[Path]:
    """The files in which msgids are looked for."""
    return [*sorted((ROOT / "planner").rglob("*.py")), *(p for p in [ROOT / "app_streamlit.py"] if p.exists())]


def find() -> Found:
    """Every msgid of the project."""
    trees = {str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in sources()}
    module = modules(trees)
    calls, found = Calls.of({module[name]: tree for name, tree in trees.items()}), Found()
    for name, tree in trees.items():
        reader = Reader(module[name], name, tables(tree), assigned(tree), calls, found)
        passed_over = pieces(tree)
        for node in ast.walk(tree):
            if id(node) not in passed_over:
                reader.visit(node)
    return found


@dataclass
class Reader:
    """Notes what one file uses."""

    module: str
    file: str
    constants: dict[str, ast.expr]
    local: dict[str, list[ast.expr]]
    calls: Calls
    found: Found

    def __post_init__(self) -> None:
        """Note the codes it lists."""
        for listed, family in LISTS.items():
            for text in _members(self.constants.get(listed)):
                self.found.codes[f"{family}.{text}"].add(self.file)

    def visit(self, node: ast.AST) -> None:
        """Note what one node says."""
        match node:
            case ast.Constant(value=str(text), lineno=line):
                self.found.literals.add(text)
                if CODE.fullmatch(text):
                    self.found.codes[text].add(f"{self.file}:{line}")
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if _family(start) and start not in BARE:
                self.found.starts.add(start)
            case ast.Call(lineno=line):
                self._codes(node, f"{self.file}:{line}")
                self._words(node, f"{self.file}:{line}")

    def _codes(self, call: ast.Call, place: str) -> None:
        for value, family in self.calls.arguments(self.module, call):
            name = passed_on(value, family)
            read = [literals(v, self.constants) for v in (value, *self.local.get(name, ()))]
            if name not in PASSED and not any(read):
                self.found.opaque.add(place)
            for text in (t for texts in read for t in texts or () if t):
                self.found.codes[text if text.startswith(f"{family}.") else f"{family}.{text}"].add(place)

    def _words(self, call: ast.Call, place: str) -> None:
        name = called(call)
        if name == "plural" and len(call.args) > 1:
            one, many = (literals(a, self.constants) for a in call.args[:2])
            if one and many:
                self.found.sentences[one[0]].add(place)
                self.found.plurals[one[0]] = many[0]
        elif name in LOOKUPS and call.args:
            self._looked_up(call.args[0], place)

    def _looked_up(self, value: ast.expr, place: str) -> None:
        match value:
            case ast.JoinedStr(values=[ast.Constant(value=str(start)), *_]) if _family(start):
                pass
            case ast.JoinedStr(values=[ast.FormattedValue(), ast.Constant(value="."), *_]):
                pass
            case ast.JoinedStr():
                self.found.unreadable.add(place)
            case _:
                for text in literals(value, self.constants) or ():
                    (self.found.codes if CODE.fullmatch(text) else self.found.sentences)[text].add(place)


def _family(start: str) -> bool:
    family, dot, _ = start.partition(".")
    return bool(dot) and family in FAMILIES


def pieces(tree: ast.Module) -> set[int]:
    """Identities of strings that are none by themselves: docstrings, docs of attributes, pieces of f-strings."""
    alone = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    return alone | {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}


def tables(tree: ast.Module) -> dict[str, ast.expr]:
    """Module constants by name, for codes that are picked from one."""
    single = {t.id: n.value for n in tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
    noted = {n.target.id: n.value for n in tree.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name) and n.value}
    return {**single, **noted}


def assigned(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """What stands on the right of ``code = …`` and ``expected = …`` inside functions."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in PASSED:
                found.setdefault(name, []).append(value)
    return found


def literals(value: ast.expr, constants: dict[str, ast.expr]) -> list[str] | None:
    """Every string an expression can be, None where that cannot be read off the source."""
    match value:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=one, orelse=other) | ast.BoolOp(values=[one, other]):
            return _both(literals(one, constants), literals(other, constants))
        case ast.Subscript(value=ast.Name(id=name)) if isinstance(table := constants.get(name), ast.Dict):
            return _strings(table)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"), args=[_, *rest]) if isinstance(
            table := constants.get(name), ast.Dict
        ):
            return _both(_strings(table), literals(rest[0], constants) if rest else [])
        case ast.Name(id=name) if name in constants:
            return literals(constants[name], {})
    return None


def _members(listed: ast.expr | None) -> list[str]:
    """The strings in a tuple, set or frozenset."""
    return [n.value for n in ast.walk(listed) if isinstance(n, ast.Constant) and isinstance(n.value, str)] if listed else []


def _both(one: list[str] | None, other: list[str] | None) -> list[str] | None:
    return None if one is None or other is None else one + other


def _strings(table: ast.Dict) -> list[str]:
    return [v.value for v in table.values if isinstance(v, ast.Constant) and isinstance(v.value, str)]

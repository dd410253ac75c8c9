"""Follows codes through the project's calls: which parameter of which function is in the end the code of a problem or finding."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Place = str | int
"""A parameter, by name or by position."""
CARRIERS = {"code": "problem", "expected": "expected"}
"""Parameters of the project's own errors that keep a code, and its family."""
PASSED = {*CARRIERS, "kind"}
"""Names of parameters through which a code is passed on."""
SEEDS: dict[str, dict[Place, set[str]]] = {
    "planner.errors.Problem": {0: {"problem"}, "code": {"problem"}, 3: {"expected"}, "expected": {"expected"}},
    "planner.errors.RangeError": {0: {"problem"}, "code": {"problem"}},
    "planner.findings.Finding": {0: {"finding"}, "code": {"finding"}},
}


def called(call: ast.Call) -> str:
    """The last name of what is called: ``self.words(…)`` → words."""
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


@dataclass
class Calls:
    """The functions of the project by full name (methods by ``.name``), and the families of codes their parameters carry."""

    names: dict[str, str] = field(default_factory=dict)
    coded: dict[str, dict[Place, set[str]]] = field(default_factory=dict)
    methods: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, trees: dict[str, ast.Module]) -> Calls:
        """Read all modules, then follow codes until nothing new is found."""
        calls = cls(coded={name: dict(places) for name, places in SEEDS.items()})
        for module, tree in trees.items():
            calls._define(module, tree)
        bodies = [(m, n) for m, t in trees.items() for n in ast.walk(t) if isinstance(n, ast.FunctionDef)]
        while any([calls._follow(module, body) for module, body in bodies]):  # noqa: C419 - every body, each time
            pass
        return calls

    def arguments(self, module: str, call: ast.Call) -> list[tuple[ast.expr, str]]:
        """The arguments of a call that are codes, each with its family."""
        places = self.coded.get(self._target(module, call), {})
        given: list[tuple[Place, ast.expr]] = [*enumerate(call.args), *((k.arg or "", k.value) for k in call.keywords)]
        return [(value, family) for at, value in given for family in sorted(places.get(at, ()))]

    def _define(self, module: str, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                self.names |= {f"{module}.{a.asname or a.name}": f"{node.module}.{a.name}" for a in node.names}
            elif isinstance(node, ast.ClassDef):
                self._class(module, node)
            elif isinstance(node, ast.FunctionDef) and parameters(node) == [a.arg for a in node.args.args]:
                self.names.setdefault(f"{module}.{node.name}", f"{module}.{node.name}")

    def _class(self, module: str, node: ast.ClassDef) -> None:
        self.names[f"{module}.{node.name}"] = full = f"{module}.{node.name}"
        for method in (n for n in node.body if isinstance(n, ast.FunctionDef)):
            self.methods[method.name] += 1
            if method.name == "__init__" and full not in self.coded:
                own = parameters(method)
                self.coded[full] = {at: {f} for name, f in CARRIERS.items() if name in own for at in (name, own.index(name))}

    def _target(self, module: str, call: ast.Call) -> str:
        match call.func:
            case ast.Name(id=name):
                return self._resolved(f"{module}.{name}")
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if f"{module}.{owner}" in self.names:
                return self._resolved(f"{self.names[f'{module}.{owner}']}.{name}")
            case ast.Attribute(attr=name) if self.methods[name] == 1:
                return f".{name}"
        return ""

    def _resolved(self, name: str) -> str:
        while (nearer := self.names.get(name, name)) != name:
            name = nearer
        return name

    def _follow(self, module: str, body: ast.FunctionDef) -> bool:
        names, method = parameters(body), parameters(body) != [a.arg for a in body.args.args]
        full, new = f".{body.name}" if method else f"{module}.{body.name}", False
        if body.name == "__init__":
            return False
        for name, family in self._carried(module, body):
            places = self.coded.setdefault(full, {})
            spots: list[Place] = [name, names.index(name)] if name in names else [name]
            for at in spots:
                new = new or family not in places.get(at, set())
                places.setdefault(at, set()).add(family)
        return new

    def _carried(self, module: str, body: ast.FunctionDef) -> Iterator[tuple[str, str]]:
        for call in (n for n in ast.walk(body) if isinstance(n, ast.Call)):
            for value, family in self.arguments(module, call):
                if (name := passed_on(value, family)) in PASSED:
                    yield name, family


def parameters(function: ast.FunctionDef) -> list[str]:
    """Names of the positional parameters as a caller counts them."""
    return [a.arg for a in (*function.args.posonlyargs, *function.args.args) if a.arg not in ("self", "cls")]


def passed_on(value: ast.expr, family: str) -> str:
    """The variable passed as it is, or behind its family: ``code``, f"expected.{code}"."""
    match value:
        case ast.Name(id=name):
            return name
        case ast.JoinedStr(values=[ast.Constant(value=start), ast.FormattedValue(value=ast.Name(id=name))]) if start == f"{family}.":
            return name
    return ""


def modules(trees: Iterable[str]) -> dict[str, str]:
    """File → module: planner/terms/__init__.py → planner.terms."""
    return {name: name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in trees}

"""The form of the code: floors, imports, the front door, budgets, docstrings, and no sentence below the shells."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

import planner
from planner.cli import serve

ROOT: Final = Path(__file__).resolve().parents[1]
FLOORS: Final = (
    "errors money dates series workdays text shares",
    "book conventions stages steps clauses loan case rules findings why",
    (
        "rounding moves levels smoothing instalment record window ragged charges waterfall desk piles staging agreed billing cash closing "
        "guard repricing"
    ),
    "engine",
    "agenda customs floating stated cycles revolving cards contract prepayment terms negotiated today replay",
    (
        "economics hazards court figures returns apr household burden compared between pays mandate measures outcomes conditions "
        "levers checks limits claims classes contents pausing past written explain"
    ),
    (
        "breakeven payoff debts purse joint scenarios picked budgeted review breaks verify enforcement reconcile sensitivity trial "
        "solve offers incomes stress batch branches redefault worth standings variants whys"
    ),
    "casefile store documents present",
    "wording wording_solved wording_worth cli screens app_streamlit __main__",
)
"""Modules and packages of each floor, lowest first."""
FLOOR: Final = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}
CORE: Final = {"numpy", "pandas", "dateutil", "planner", *sys.stdlib_module_names}
DISTRIBUTION: Final = {"dateutil": "python-dateutil", "pydantic_core": "pydantic", "chinese_calendar": "chinesecalendar"}
"""Packages that are installed under another name, or with another."""
LAST_CORE: Final = 6
BEYOND_CORE: Final = {("text", "babel"), ("workdays", "chinese_calendar")}
"""What single modules of the lower floors import beside the core packages."""
ONLY_IN: Final = {
    "streamlit": {"screens", "app_streamlit", "cli"}, "altair": {"screens"}, "typer": {"cli"}, "rich": {"cli"}, "click": {"cli"},
    "chinese_calendar": {"workdays"},
}  # fmt: skip
LAST_SILENT: Final = 7
FUNCTION_LINES: Final = 45
FILE_LINES: Final = 300
SENTENCE: Final = re.compile(r"[A-Za-z'’]{2,}[,;:]?( +[A-Za-z'’]{1,}[,;:]?){2,}|[\u4e00-\u9fff]{2,}")
"""Three words in a row, or two Chinese characters."""
FILES: Final = [*sorted((ROOT / "planner").rglob("*.py")), ROOT / "app_streamlit.py"]
PATHS: Final = [f for f in FILES if f.exists()]


def dotted(path: Path) -> str:
    """planner/terms/draft.py → planner.terms.draft."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def unit(module: str) -> str:
    """The module or package of the floors: planner.terms.draft → terms, planner itself → ''."""
    parts = module.split(".")
    return parts[1] if parts[0] == "planner" and len(parts) > 1 else "" if parts[0] == "planner" else parts[0]


TREES: Final = {dotted(p): ast.parse(p.read_text(encoding="utf-8")) for p in PATHS}
PACKAGES: Final = {dotted(p) for p in PATHS if p.name == "__init__.py"}
BELOW_SHELLS: Final = [m for m in TREES if unit(m) and FLOOR.get(unit(m), 0) <= LAST_SILENT]


def imports(module: str) -> set[str]:
    """Everything a module imports anywhere in it, names of this project resolved to modules; for typing only counts too."""
    found: set[str] = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            here = module.split(".") if module in PACKAGES else module.split(".")[:-1]
            start = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
            source = ".".join(filter(None, (start, node.module)))
            found |= {_imported(source, alias.name) for alias in node.names}
    return found


def _imported(source: str, name: str) -> str:
    whole = f"{source}.{name}"
    return whole if whole in TREES or source == "planner" else source


def within(module: str) -> set[str]:
    """The project's own modules among its imports; the version is open to all."""
    return {i for i in imports(module) if i.split(".")[0] in ("planner", "app_streamlit")} - {"planner.__version__"}


def test_every_module_has_a_floor() -> None:
    assert [m for m in TREES if unit(m) and unit(m) not in FLOOR] == []


@pytest.mark.parametrize("module", [m for m in TREES if unit(m)])
def test_module_imports_only_from_below(module: str) -> None:
    own = unit(module)
    upwards = {i for i in within(module) if unit(i) != own and FLOOR.get(unit(i), len(FLOORS)) > FLOOR.get(own, 0)}
    assert upwards == set()


def test_modules_import_in_no_circle() -> None:
    units: dict[str, set[str]] = {}
    for module in TREES:
        units.setdefault(module, set()).update(i for i in within(module) if i in TREES and i != module)
    TopologicalSorter(units).prepare()


def test_packages_import_in_no_circle() -> None:
    units: dict[str, set[str]] = {}
    for module in filter(unit, TREES):
        units.setdefault(unit(module), set()).update({unit(i) for i in within(module)} - {unit(module), ""})
    TopologicalSorter(units).prepare()


def test_core_imports_only_the_core_packages() -> None:
    core = [m for m in TREES if unit(m) and FLOOR.get(unit(m), 0) <= LAST_CORE]
    foreign = {(m, i) for m in core for i in imports(m) if i.split(".")[0] not in CORE}
    assert {(m, i) for m, i in foreign if (unit(m), i.split(".")[0]) not in BEYOND_CORE} == set()


def test_shell_packages_are_imported_only_by_their_shell() -> None:
    strays = {(m, i) for m in TREES for i in imports(m) if unit(m) not in ONLY_IN.get(i.split(".")[0], {unit(m)})}
    assert strays == set()


def test_every_package_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {d for extra, needs in project["optional-dependencies"].items() if extra != "test" for d in needs}
    names = {re.split(r"[^\w-]", d)[0].lower() for d in (*project["dependencies"], *extras)}
    tops = {i.split(".")[0] for m in TREES for i in imports(m)} - sys.stdlib_module_names - {"planner", "app_streamlit"}
    assert {DISTRIBUTION.get(t, t) for t in tops} - names == set()


def test_only_shells_print() -> None:
    calls = [(m, n.func) for m in BELOW_SHELLS for n in ast.walk(TREES[m]) if isinstance(n, ast.Call)]
    assert [(m, f.lineno) for m, f in calls if isinstance(f, ast.Name) and f.id in ("print", "input")] == []


@pytest.mark.parametrize("path", PATHS, ids=dotted)
def test_functions_and_files_keep_their_budget(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(TREES[dotted(path)]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = {f.name: size for f in functions if (size := (f.end_lineno or f.lineno) - f.lineno + 1) > FUNCTION_LINES}
    assert long == {}
    assert source.count("\n") <= FILE_LINES


@pytest.mark.parametrize("module", TREES)
def test_modules_and_public_names_carry_a_sentence(module: str) -> None:
    tree = TREES[module]
    assert ast.get_docstring(tree), "the module says nothing of itself"
    assert [n.name for n in _public(tree) if not ast.get_docstring(n)] == []


def _public(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    outer = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")]
    methods = [m for c in outer if isinstance(c, ast.ClassDef) for m in c.body if isinstance(m, ast.FunctionDef)]
    return [*outer, *(m for m in methods if not m.name.startswith("_"))]


@pytest.mark.parametrize("module", BELOW_SHELLS)
def test_floors_below_the_shells_speak_codes(module: str) -> None:
    tree = TREES[module]
    alone = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in alone]
    assert [(t.lineno, t.value) for t in texts if SENTENCE.search(str(t.value))] == []


def test_front_door_is_sorted_and_whole() -> None:
    assert list(planner.__all__) == sorted(planner.__all__)
    assert all(getattr(planner, name) is not None for name in planner.__all__)
    assert set(planner.__all__) <= set(dir(planner))
    with pytest.raises(AttributeError):
        planner.no_such_name  # type: ignore[attr-defined]  # noqa: B018


def test_front_door_names_are_declared_for_type_checkers() -> None:
    declared = {a.asname or a.name for n in ast.walk(TREES["planner"]) if isinstance(n, ast.ImportFrom) for a in n.names}
    assert set(planner.__all__) - {"__version__"} <= declared
    for name in declared & set(planner.__all__):
        home = importlib.import_module(planner._HOME[name])
        assert getattr(home, name) is getattr(planner, name)


def _loads(code: str) -> set[str]:
    """The top-level packages in memory after running ``code`` in a fresh interpreter."""
    script = f"import sys\n{code}\nprint(*sorted(m.split('.')[0] for m in sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    return set(done.stderr.split())


def test_importing_planner_loads_nothing_heavy() -> None:
    assert _loads("import planner") & {"numpy", "pandas", "babel", "pydantic", "typer", "rich", "streamlit", "altair"} == set()


RUN: Final = """
import planner.cli
sys.argv = ["planner", "--version"]
try:
    planner.cli.main()
except SystemExit as end:
    assert not end.code
"""


def test_commands_do_not_load_the_screens() -> None:
    assert _loads(RUN) & {"streamlit", "altair"} == set()


def test_app_command_passes_the_whole_configuration() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    flat = {f"{section}.{name}": _flag(value) for section, options in written.items() for name, value in options.items()}
    assert flat == serve.OPTIONS


def _flag(value: object) -> object:
    return value if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)

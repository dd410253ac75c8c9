"""Commands: closed and full streams, narrow terminals, other encodings, and the app."""


from __future__ import annotations

import contextlib
import errno
import http.client
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import tomllib
import webbrowser
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from planner.cli import main, serve
from planner.errors import CaseError, Problem, RangeError
from tests.cli.common import BASE, CHINESE, MONEY, ROOT, TERMS, run


class Full(io.StringIO):
    """A stream on a disk without space."""

    def write(self, _: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_output_that_cannot_be_written_is_one_line(
    capsys: pytest.CaptureFixture[str], base: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    for args in (["compare", base], ["position", base, "--json"], ["schema"], ["compare", "--help"]):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", Full())
            code = main([str(arg) for arg in (*args, "--lang", lang)])
        err = capsys.readouterr().err
        assert (code, err.count("\n")) == (2, 1)
        assert bool(CHINESE.search(err)) == (lang == "zh")


def test_errors_that_cannot_be_written_leave_the_exit_code(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Full())
    assert main(["compare", f"{base}x"]) == 2
    assert main(["compare", str(base), "--json"]) == 0


def test_many_problems_end_with_how_many_more(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, base: Path, lang: str
) -> None:
    def refuse(*_: object) -> None:
        raise CaseError(Problem("negative", f"loan[0].payments[{n}].amount") for n in range(2000))

    monkeypatch.setattr("planner.casefile.read", refuse)
    code, _, err = run(capsys, "compare", base, "--lang", lang)
    lines = err.splitlines()
    assert (code, len(lines)) == (2, 201)
    assert lines[-1] == {"en": "…and 1,800 more", "zh": "……另有 1,800 处"}[lang]
    assert lines[0].startswith("loan[0].payments[0].amount")


def test_problems_are_told_in_the_order_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    entries = ", ".join(f'{{ date = 2026-01-{n + 1:02d}, amount = "-1" }}' for n in range(12))
    source = re.sub(r"payments = .*", f"payments = [{entries}]", BASE).replace(TERMS, "[]").replace("instalments = 24", "instalments = 0")
    (tmp_path / "base.toml").write_text(source, encoding="utf-8")
    err = run(capsys, "compare", tmp_path / "base.toml", "--lang", "en")[2]
    places = [line.partition(":")[0] for line in err.splitlines()]
    assert places == ["loan[0].instalments", *(f"loan[0].payments[{n}].amount" for n in range(12)), "plan[1].terms"]


@pytest.mark.parametrize("columns", ["0", "1", "3"])
def test_a_terminal_of_no_width_loses_no_figure(
    capsys: pytest.CaptureFixture[str], base: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for args in (["compare", base], ["position", base], ["schedule", base, "--plan", "catch_up"]):
        code, out, _ = run(capsys, *args)
        assert code == 0
        assert MONEY.search(out.replace(",", ""))
        assert max(map(cell_len, out.splitlines())) >= 30


def test_nothing_is_printed_before_everything_is_known(
    capsys: pytest.CaptureFixture[str], base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(*_: object) -> None:
        raise RangeError("original", 10**14, 10**13)

    monkeypatch.setattr("planner.debts.per_day", too_large)
    for name in ("compare", "position"):
        code, out, err = run(capsys, name, base, "--lang", "zh")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "贷款过大" in err


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "planner", *map(str, args)]


def test_a_pipe_that_closes_early_is_no_error(base: Path) -> None:
    for args in (("compare", base), ("compare", base, "--json")):
        process = subprocess.Popen(command(*args), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert (process.wait(timeout=60), err) == (0, b"")


def test_closed_streams_are_one_line_or_none(base: Path, tmp_path: Path) -> None:
    for closed, case, code, lines in (("1", base, 2, 1), ("2", base, 0, 0), ("2", tmp_path / "none.toml", 2, 0)):
        words = ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *command("compare", case)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr.count(b"\n")) == (code, lines)
        assert bool(done.stdout) == (code == 0)
        assert b"Traceback" not in done.stderr


def test_the_language_may_stand_before_the_command(capsys: pytest.CaptureFixture[str], base: Path, lang: str) -> None:
    assert run(capsys, "--lang", lang, "position", base) == run(capsys, "position", base, "--lang", lang)
    assert run(capsys, "--lang", "zh" if lang == "en" else "en", "position", base, "--lang", lang)[1].startswith("Base")


def test_a_console_without_chinese_gets_no_traceback(base: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for args in (("position", base), ("compare", base, "--json")):
        done = subprocess.run(command(*args), cwd=ROOT, env=environment, capture_output=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert args[0] == "position" or json.loads(done.stdout)["plans"][-1]["name"] == "一次结清"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk"])
def test_a_console_without_chinese_is_spoken_to_in_english(base: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(command("compare", base, "--lang", "zh"), cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)
    out = done.stdout.decode(encoding)
    assert ("欠" if encoding == "gbk" else "Owed") in out
    assert ("一次结清" if encoding == "gbk" else "\\u4e00") in out
    assert "?" not in out


def test_commands_load_neither_pandas_nor_streamlit(base: Path) -> None:
    script = f"import sys; from planner.cli import main; main(['compare', {str(base)!r}]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert {name.split(".")[0] for name in done.stderr.split()} & {"pandas", "streamlit", "altair"} == set()


def flat(table: dict[str, Any], above: str = "") -> dict[str, str | list[str]]:
    """A configuration file as Streamlit's flags say it."""
    found: dict[str, str | list[str]] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{key}.")
        else:
            found[above + key] = value if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)
    return found


def test_the_app_gets_the_configuration_of_the_checkout() -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert flat(written) == serve.OPTIONS


def test_the_environment_overrides_the_app_and_flags_override_that(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "--server.headless=true" in serve.flags(None)
    assert "--server.allowedHosts=127.0.0.1" in serve.flags(None)
    monkeypatch.setenv("STREAMLIT_SERVER_HEADLESS", "false")
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "9")
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "8600")
    assert not [flag for flag in serve.flags(None) if flag.startswith(("--server.headless", "--server.maxUploadSize", "--server.port"))]
    assert serve.address(None, None) == "http://127.0.0.1:8600"
    assert serve.flags(8700)[-1] == "--server.port=8700"
    assert serve.address(8700, "zh") == "http://127.0.0.1:8700/?lang=zh"


def test_a_browser_opens_only_at_a_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert serve.at_desk()
    monkeypatch.setenv("STREAMLIT_SERVER_HEADLESS", "true")
    assert not serve.at_desk()
    monkeypatch.delenv("STREAMLIT_SERVER_HEADLESS")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert not serve.at_desk()


def test_the_browser_opens_once_the_server_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(webbrowser, "open", seen.append)
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/?lang=zh"
        serve._open(url)
    assert seen == [url]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_app_answers() -> None:
    port = free_port()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command("app", "--port", port, "--lang", "en"), cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == f"The app is at http://127.0.0.1:{port}/?lang=en\n"
        assert _answers(port)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _answers(port: int) -> bool:
    """Whether the app says within a minute that it is well."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        with contextlib.suppress(OSError), contextlib.closing(connection):
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().read().strip() == b"ok"
        time.sleep(0.2)
    return False

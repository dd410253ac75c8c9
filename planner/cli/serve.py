"""``planner app``: Streamlit with the whole configuration, so that an installed wheel behaves like a checkout."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from planner.text import Words

_PACKAGE: Final = Path(__file__).resolve().parents[1]
SCRIPTS: Final = (_PACKAGE / "screens" / "app_streamlit.py", _PACKAGE.parent / "app_streamlit.py")
"""Streamlit's entry script in an installed wheel, and in a checkout."""
PORT: Final = 8501
PATIENCE: Final = 120
"""Quarters of a second to wait for the server before giving up on the browser."""
OPTIONS: Final[dict[str, str | list[str]]] = {
    "server.headless": "true",
    "server.address": "127.0.0.1",
    "server.allowedHosts": ["127.0.0.1", "localhost"],
    "server.xsrfCookieSameSite": "strict",
    "server.maxUploadSize": "5",
    "server.maxMessageSize": "50",
    "server.maxWidgetStateSize": "5",
    "server.maxCacheDataSize": "512mb",
    "server.fileWatcherType": "none",
    "server.enableAgentApi": "false",
    "server.enableStaticServing": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "runner.magicEnabled": "false",
    "logger.hideWelcomeMessage": "true",
    "theme.base": "light",
    "theme.primaryColor": "#0072B2",
    "theme.backgroundColor": "#FFFFFF",
    "theme.secondaryBackgroundColor": "#F3F5F7",
    "theme.textColor": "#1F2328",
    "theme.metricValueFontSize": "1.25rem",
}
"""The same values as in .streamlit/config.toml."""


def variable(option: str) -> str:
    """The environment variable Streamlit reads an option from: server.maxUploadSize -> STREAMLIT_SERVER_MAX_UPLOAD_SIZE."""
    return "STREAMLIT_" + re.sub(r"(?<=[a-z])([A-Z])", r"_\1", option).replace(".", "_").upper()


def flags(port: int | None) -> list[str]:
    """Streamlit's flags; what the environment sets is left to it, an explicit port is not."""
    found = []
    for name, value in OPTIONS.items():
        if variable(name) not in os.environ:
            found += [f"--{name}={one}" for one in ([value] if isinstance(value, str) else value)]
    return found if port is None else [*found, f"--server.port={port}"]


def address(port: int | None, lang: str | None) -> str:
    """Where the app will be found; a language asked for is part of it."""
    host, given = os.environ.get(variable("server.address"), "127.0.0.1"), os.environ.get(variable("server.port"))
    return f"http://{host}:{port or given or PORT}" + (f"/?lang={lang}" if lang else "")


def serve(words: Words, port: int | None, lang: str | None) -> None:
    """Run the app in this process until it is stopped; at a desk, open the browser on it."""
    from streamlit.web import cli  # noqa: PLC0415 - half a second that no other command should wait for

    script = next((path for path in SCRIPTS if path.is_file()), SCRIPTS[0])
    url = address(port, lang)
    print(words("The app is at {address}", address=url), flush=True)  # noqa: T201 - a shell prints
    if at_desk():
        threading.Thread(target=_open, args=(url,), daemon=True).start()
    cli.main(args=["run", str(script), *flags(port)], prog_name="streamlit", standalone_mode=False)


def at_desk() -> bool:
    """Whether someone sits here with a browser: a terminal, a display, and nothing said about headless."""
    display = sys.platform in ("win32", "darwin") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    return display and sys.stdout.isatty() and variable("server.headless") not in os.environ


def _open(url: str) -> None:
    """Open the browser once the port answers."""
    parts = urlsplit(url)
    for _ in range(PATIENCE):
        time.sleep(0.25)
        with contextlib.suppress(OSError), socket.create_connection((parts.hostname or "", parts.port or PORT), timeout=1):
            webbrowser.open(url)
            return

"""A headless Chromium of the tests' own, spoken to over two pipes: it opens files, says what it did, and leaves nothing behind.

Where it is not installed, tests that need it are skipped; with `VISIT_TESTS_NEED_CHROMIUM` set, as `.ci/run` sets it, they fail
instead.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NEEDED = "VISIT_TESTS_NEED_CHROMIUM"
_SECONDS = 60


def program() -> str | None:
    """Return the program, by the names that distributions give it."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next((one for one in found if one), None)


class Browser:
    """A browser with one page open."""

    def __init__(self, folder: Path) -> None:
        to_browser, self._to = os.pipe()
        self._from, from_browser = os.pipe()
        # The browser reads 3 and writes 4; a shell puts them there, since nothing of ours may run between fork and exec.
        redirected = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        command = [
            "bash", "-c", redirected, "bash", str(program()), "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--no-first-run", "--remote-debugging-pipe", f"--user-data-dir={folder}", "about:blank",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(to_browser, from_browser), start_new_session=True,
        )  # fmt: skip
        for end in (to_browser, from_browser):
            os.close(end)
        self._read = b""
        self._asked = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        pages = [one for one in self("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        target = pages[0]["targetId"] if pages else self("Target.createTarget", url="about:blank")["targetId"]
        self._session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self(f"{domain}.enable")

    def __call__(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask the browser for something, and wait for its answer; what it tells meanwhile is kept in `events`."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._asked:
                assert "error" not in told, (method, told["error"])
                return dict(told["result"])
            self.events.append(told)

    def open(self, path: Path) -> None:
        """Open a file, and forget what was told of the one before."""
        self.events.clear()
        self("Page.navigate", url=path.as_uri())
        while not any(one.get("method") == "Page.loadEventFired" for one in self.events):
            self.events.append(self._next())

    def run(self, script: str) -> Any:
        """Return what an expression of JavaScript gives; the page itself runs none."""
        told = self("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in told, told
        return told["result"].get("value")

    def look(self, *, scheme: str = "light", medium: str = "screen", width: int = 1200) -> None:
        """Show the page in a colour scheme, for the screen or for print, at a width."""
        self("Emulation.setEmulatedMedia", media=medium, features=[{"name": "prefers-color-scheme", "value": scheme}])
        self("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)

    def picture(self) -> bytes:
        """Return the whole page as it looks, as PNG."""
        told = self("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(told["data"])

    def printed(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        told = self("Page.printToPDF", preferCSSPageSize=True, printBackground=False, generateTaggedPDF=True)
        return base64.b64decode(told["data"])

    def press(self, key: str) -> None:
        """Press a key."""
        code = {"Tab": 9, "Enter": 13, " ": 32}[key]
        for kind in ("keyDown", "keyUp"):
            self("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    def close(self) -> None:
        """End it."""
        self._session = None
        try:
            self("Browser.close")
            self._process.wait(10)
        except (AssertionError, OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait(10)
        os.close(self._to)
        os.close(self._from)

    def _next(self) -> dict[str, Any]:
        ends = time.monotonic() + _SECONDS
        while b"\0" not in self._read:
            left = ends - time.monotonic()
            assert left > 0 and select.select([self._from], [], [], left)[0], "the browser does not answer"
            told = os.read(self._from, 1 << 20)
            assert told, "the browser has ended"
            self._read += told
        message, _end, self._read = self._read.partition(b"\0")
        return dict(json.loads(message))


@contextmanager
def browsing() -> Iterator[Browser]:
    """Have a browser inside a `with` block; skip or fail where there is none."""
    if program() is None:
        if os.environ.get(NEEDED):
            pytest.fail(f"Chromium is not installed, and {NEEDED} is set")
        pytest.skip("Chromium is not installed: it is not on PATH")
    folder = Path(tempfile.mkdtemp(prefix="visit-chromium-"))
    try:
        browser = Browser(folder)
        try:
            yield browser
        finally:
            browser.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)

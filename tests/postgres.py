"""A PostgreSQL server of the tests' own: made in a temporary folder, reached over loopback only, gone afterwards.

Where the server's programs are not installed, tests that need it are skipped; with `VISIT_TESTS_NEED_POSTGRES` set, as
`.ci/run` sets it, they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NEEDED = "VISIT_TESTS_NEED_POSTGRES"
PASSWORD = "s3cret/@:?word"
_WRITTEN = "s3cret%2F%40%3A%3Fword"


def programs() -> Path | None:
    """Return the folder with `initdb` and `pg_ctl`, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


class Server:
    """A server with one superuser, `postgres`."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder
        self._data = folder / "data"
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self._durable = durable
        self._made = 0
        secret = folder / "secret"
        secret.write_text(PASSWORD)
        if os.getuid() == 0:
            for path in (folder, secret):
                shutil.chown(path, "nobody", "nogroup")
        self._run(
            "initdb", "--username=postgres", "--auth=scram-sha-256", f"--pwfile={secret}",
            "--encoding=UTF8", "--locale=C", "--no-sync", f"--pgdata={self._data}",
        )  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it answers."""
        safe = "" if self._durable else "-c fsync=off -c full_page_writes=off"
        options = (
            f"-c listen_addresses=127.0.0.1 -p {self.port} -c unix_socket_directories={self.folder} "
            f"-c max_connections=60 -c shared_buffers=32MB {safe}"
        )
        self._run(
            "pg_ctl", "start", "--wait", f"--pgdata={self._data}", f"--log={self.folder}/log", f"--options={options}"
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is a crash."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}", f"--pgdata={self._data}")

    def url(self, database: str, user: str = "postgres", password: str = _WRITTEN) -> str:
        """Return the URL of a database for a user."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def database(self, like: str = "") -> str:
        """Make a database, empty or with what another has, and return its URL."""
        self._made += 1
        name = f"ledger{self._made}"
        template = f" TEMPLATE {like.rpartition('/')[2]}" if like else ""
        with connected(self.url("postgres")) as connection:
            # Since version 15 a server may write each page into its log instead, which takes three times as long.
            strategy = " STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
            connection.execute(f"CREATE DATABASE {name}{template}{strategy}")
        return self.url(name)

    @contextmanager
    def lent(self, like: str = "") -> Iterator[str]:
        """Have a database inside a `with` block: each is some megabytes."""
        url = self.database(like)
        try:
            yield url
        finally:
            with connected(self.url("postgres")) as connection:
                connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def user(self, url: str, role: str = "") -> str:
        """Make a user with no more than a role, and return the same database's URL for it."""
        self._made += 1
        name = f"user{self._made}"
        with connected(url) as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
            if role:
                connection.execute(f"GRANT {role} TO {name}")
        return self.url(url.rpartition("/")[2], name)

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder is not None
        # The server refuses to run as root.
        unprivileged = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.getuid() == 0 else []
        with (self.folder.parent / f"{self.folder.name}.out").open("a+b") as out:
            # To a file: the server keeps its parent's output open, and a pipe would never end.
            ended = subprocess.run(
                [*unprivileged, str(folder / program), *arguments],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", timeout=60, check=False,
            )  # fmt: skip
            out.seek(0)
            assert ended.returncode == 0, out.read().decode()


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """Run a server inside a `with` block; skip or fail where there is none to run."""
    if programs() is None:
        if os.environ.get(NEEDED):
            pytest.fail(f"PostgreSQL's server is not installed, and {NEEDED} is set")
        pytest.skip("PostgreSQL's server is not installed: initdb is neither in /usr/lib/postgresql nor on PATH")
    folder = Path(tempfile.mkdtemp(prefix="visit-pg-"))  # pytest's own folders are closed to another user
    try:
        server = Server(folder, durable=durable)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        Path(f"{folder}.out").unlink(missing_ok=True)


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """Be connected to a database, each statement on its own."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        yield connection

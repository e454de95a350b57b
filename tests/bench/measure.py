"""Start Rondetafel and its twin as in production, ask them for pages, and see what that cost."""

import atexit
import contextlib
import http.client
import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session

from models import Way
from tests.bench.fill import SECRET, coordinator
from tests.bench.pages import Page
from tests.ports import free_port
from workflows import links, sign_in

RAW_TOKEN = "c" * 40
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CLIENTS = 8


def token() -> str:
    """What the forms of this visitor carry."""
    return str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(RAW_TOKEN))


def cookie_of(app: Flask, session: Session) -> str:
    """The coordinator, signed in: the same visit at both servers."""
    secret = links.new_secret("visit")
    sign_in.open_visit(session, coordinator(session), secret, Way.PASSWORD, "bench")
    session.commit()
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"rondetafel={signer.dumps({'_user_id': secret, '_fresh': True, 'csrf_token': RAW_TOKEN})}"


def cpu_of(pids: list[int]) -> float:
    """CPU seconds of these processes so far, all their threads together."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError):
                total += int(task.read_text().split()[0])
    return total / 1e9


def children(pid: int) -> list[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout
    return [int(one) for one in found.split()]


@dataclass
class Server:
    """One server with its two workers. `database` gives the processes of PostgreSQL, whose work counts too."""

    command: list[str]
    environment: dict[str, str]
    port: int
    cookie: str
    database: Callable[[], list[int]]
    process: Any = None

    def start(self, first: str) -> float:
        """Seconds until it first answered."""
        began = time.perf_counter()
        self.process = subprocess.Popen(
            self.command, env={**os.environ, **self.environment}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        atexit.register(self.stop)
        while time.perf_counter() - began < 30:
            with contextlib.suppress(OSError):
                if self.ask(self.connect(), "GET", first)[0] < 500:
                    return time.perf_counter() - began
            time.sleep(0.02)
        raise RuntimeError(f"{self.command[-1]} did not start")

    def stop(self) -> None:
        """The server and its workers, whatever state they are in."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def pids(self) -> list[int]:
        return [self.process.pid, *children(self.process.pid)]

    def cpu(self) -> float:
        return cpu_of(self.pids())

    def peak(self) -> tuple[int, int]:
        """Peak memory in MiB of the parent, and of its workers together; what they share counts for each of them."""
        texts = [Path(f"/proc/{pid}/status").read_text() for pid in self.pids()]
        parent, *workers = [int(text.split("VmHWM:")[1].split()[0]) / 1024 for text in texts]
        return round(parent), round(sum(workers))

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(
        self, connection: http.client.HTTPConnection, method: str, path: str, form: dict[str, Any] | None = None,
        accept: str = "text/html",
    ) -> tuple[int, bytes]:  # fmt: skip
        headers = {"Cookie": self.cookie, "Accept": accept, **(FORM if form else {})}
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def take(self, path: str, times: int) -> list[float]:
        """Milliseconds of each GET, one after the other on one connection."""
        connection = self.connect()
        return [self.timed(connection, path) for _ in range(times)]

    def timed(self, connection: http.client.HTTPConnection, path: str) -> float:
        began = time.perf_counter()
        status, body = self.ask(connection, "GET", path)
        assert status == 200, (path, status, body[:2000])
        return (time.perf_counter() - began) * 1000


@dataclass
class Cost:
    """What a page cost at one server, over all rounds."""

    cpu: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    together: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def whole(self) -> float:
        """CPU milliseconds a request, the database's included. The median round: a busy machine spoils a few."""
        return statistics.median(a + b for a, b in zip(self.cpu, self.database, strict=True))

    @property
    def per_second(self) -> float:
        return 1000 / statistics.mean(self.alone)

    def p(self, percent: int, *, together: bool = False) -> float:
        took = self.together if together else self.alone
        return statistics.quantiles(took, n=100)[percent - 1] if len(took) > 1 else took[0]


@dataclass
class Site:
    """One database of one size, with both servers on it."""

    rows: int
    url: str
    ours: Server
    twin: Server
    keys: dict[str, Any]

    def both(self, page: Page) -> Iterator[tuple[Server, str]]:
        yield self.ours, page.path.format(**self.keys)
        yield self.twin, page.twin.format(**self.keys)


def rondetafel(url: str, cookie: str, database: Callable[[], list[int]]) -> Server:
    """As `rondetafel serve` starts it."""
    port = free_port()
    settings = {
        "DATABASE_URL": url, "SECRET_KEY": SECRET, "BASE_URL": f"http://127.0.0.1:{port}",
        "MAIL_FROM": "rt@example.invalid", "DEMONSTRATION": "",
    }  # fmt: skip
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port), "--workers", "2"]
    return Server(command, {f"RONDETAFEL_{k}": v for k, v in settings.items()}, port, cookie, database)


def twin(url: str, cookie: str, database: Callable[[], list[int]]) -> Server:
    """Under the same server, with the same workers."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "2",
        "--blocking-threads", "1", "--port", str(port), "--log-level", "error", "tests.bench.twin:make",
    ]  # fmt: skip
    return Server(command, {"TWIN_DATABASE": url, "TWIN_SECRET": SECRET}, port, cookie, database)


def alone(server: Server, cost: Cost, requests: int, work: Callable[[], list[float]]) -> None:
    """One client: the work of one round, with what it cost the server and the database."""
    databases = server.database()
    before, before_database = server.cpu(), cpu_of(databases)
    cost.alone += work()
    cost.database.append((cpu_of(databases) - before_database) * 1000 / requests)
    cost.cpu.append((server.cpu() - before) * 1000 / requests)


def together(server: Server, cost: Cost, path: str, each: int) -> None:
    """Eight clients at once."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for took in pool.map(lambda _: server.take(path, each), range(CLIENTS)):
            cost.together += took
    cost.rates.append(CLIENTS * each / (time.perf_counter() - began))


Costs = dict[tuple[str, int, str], Cost]
"""By page, number of rows, and "ours" or "twin"."""


def measure(sites: list[Site], pages: list[Page], rounds: int, requests: int, crowd: int) -> Costs:
    """Interleaved: what the machine does to one it does to the others, of every size."""
    costs: Costs = {}
    for page in pages:
        for nth in range(rounds + 1):
            for site in sites:
                for name, (server, path) in zip(("ours", "twin"), site.both(page), strict=True):
                    if nth == 0:
                        costs[page.name, site.rows, name] = Cost(size=len(server.ask(server.connect(), "GET", path)[1]))
                        server.take(path, 4)
                        continue
                    cost = costs[page.name, site.rows, name]
                    alone(server, cost, requests, lambda s=server, p=path: s.take(p, requests))  # type: ignore[misc]
        for site in sites if crowd else []:
            for name, (server, path) in zip(("ours", "twin"), site.both(page), strict=True):
                together(server, costs[page.name, site.rows, name], path, crowd)
    return costs

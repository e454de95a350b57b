"""`make bench`: CPU per request, median and 95th percentile, peak memory, and the ratio to the bare twin."""

import atexit
import contextlib
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from app import create_app
from app.demonstration import people
from app.extensions import alembic, session
from config import DemonstrationConfig
from models import Person, Seat, SeatRole, Way, Workgroup
from workflows import links, membership, sign_in

ROUNDS, REQUESTS = 6, 150
PAGES = ["/obmi/people", "/obmi", "/", "/account/sessions"]
TARGET = {"/obmi/people": 1.6, "/": 2.0}


@dataclass
class Server:
    """One server process with its workers."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    cookie: str

    def pids(self) -> list[int]:
        children = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True).stdout
        return [self.process.pid, *map(int, children.split())]

    def cpu(self) -> float:
        """CPU seconds of the server and its workers so far."""
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def peak(self) -> int:
        """Peak memory of all, in MiB."""
        lines = [Path(f"/proc/{pid}/status").read_text() for pid in self.pids()]
        return sum(int(text.split("VmHWM:")[1].split()[0]) for text in lines) // 1024

    def ask(self, path: str, times: int) -> list[float]:
        """Milliseconds of each request, one after the other on one connection."""
        connection, took = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10), []
        for _ in range(times):
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (self.name, path, answer.status)
            took.append((time.perf_counter() - began) * 1000)
        return took


def prepare() -> str:
    """A database with fifty seats, and the cookie of its coordinator."""
    app = create_app(DemonstrationConfig())
    with app.app_context():
        alembic.upgrade()
        people.load(session())
        group = session().scalars(select(Workgroup)).one()
        for nth in range(50 - (session().scalar(select(func.count()).select_from(Seat)) or 0)):
            more = {"name": f"Lezer {nth}", "email": f"lezer{nth}@example.invalid", "organisation": "Gent"}
            people.do(session(), membership.SEAT_EXAMPLE, group, role=SeatRole.READER, **more)
        visitor = session().get_one(Person, 1)
        secret = links.new_secret("visit")
        sign_in.open_visit(session(), visitor, secret, Way.PASSWORD, "bench")
        session().commit()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return f"rondetafel={signer.dumps({'_user_id': secret, '_fresh': True})}"


def start(name: str, port: int, target: str, cookie: str, **environment: str) -> Server:
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "2",
               "--blocking-threads", "1", "--port", str(port), "--log-level", "error", target]  # fmt: skip
    process = subprocess.Popen(granian, env={**os.environ, **environment}, start_new_session=True)
    atexit.register(stop, process)
    server = Server(name, port, process, cookie)
    for _ in range(100):
        try:
            server.ask("/obmi/people", 1)
            break
        except OSError:
            time.sleep(0.1)
    return server


def stop(process: subprocess.Popen[bytes]) -> None:
    """The server and its workers, whatever state they are in."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def measure(server: Server, path: str) -> tuple[float, list[float]]:
    """CPU milliseconds per request, and how long each took."""
    before = server.cpu()
    took = server.ask(path, REQUESTS)
    return (server.cpu() - before) * 1000 / REQUESTS, took


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        os.environ.update(RONDETAFEL_DEMONSTRATION="1", RONDETAFEL_VAR=name)
        url = f"sqlite:///{name}/rondetafel.db"
        os.environ["RONDETAFEL_DATABASE_URL"] = url
        cookie = prepare()
        ours = start("rondetafel", 8461, "app.serving:application", cookie)
        twin = start("twin", 8462, "tests.bench.twin:make", "who=1", TWIN_DATABASE=f"{name}/rondetafel.db")
        report(ours, twin)
        stop(ours.process)
        stop(twin.process)


def report(ours: Server, twin: Server) -> None:
    """Interleaved rounds: what the machine does to one it does to the other."""
    bare = []
    found: dict[str, list[float]] = {page: [] for page in PAGES}
    took: dict[str, list[float]] = {page: [] for page in PAGES}
    for _ in range(ROUNDS):
        bare.append(measure(twin, "/obmi/people")[0])
        for page in PAGES:
            cpu, times = measure(ours, page)
            found[page].append(cpu)
            took[page] += times
    base = statistics.median(bare)
    print(f"bare twin {base:.2f} ms CPU a request; peak {ours.peak()} MiB, twin {twin.peak()} MiB")
    for page in PAGES:
        cpu = statistics.median(found[page])
        p50, p95 = statistics.median(took[page]), statistics.quantiles(took[page], n=20)[18]
        aim = f"target {TARGET[page]}" if page in TARGET else ""
        print(f"{page:20} {cpu:6.2f} ms CPU  p50 {p50:5.1f}  p95 {p95:5.1f}  ratio {cpu / base:4.2f}  {aim}")


if __name__ == "__main__":
    main()

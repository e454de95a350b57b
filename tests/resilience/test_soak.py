"""No worker of the server that we ship dies, whatever six people at once ask of a filled installation.

A worker that dies is replaced, so that nobody need notice: the processes are compared, and the log is read. Only the
garbage collector of the workers is not as we ship it (eager.py): without models/interpreter.py, 900 requests kill one.
`make prove` asks some thousand times. The long form, half an hour:
`SOAK_REQUESTS=30000 .venv/bin/python -m pytest --prove tests/resilience/test_soak.py`
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app import create_app
from app.extensions import db, session
from models import Person, RoundKind, Workgroup
from tests import servers, site
from tests.asked import ask
from tests.bench.measure import children
from tests.conftest import doer
from tests.ports import free_port
from tests.resilience.walking import Walker
from tests.table import Table
from workflows.clock import today

pytestmark = [pytest.mark.prove, pytest.mark.sqlite]

REQUESTS = int(os.environ.get("SOAK_REQUESTS", "4000"))
CLIENTS = 6
"""The coordinator, a deputy, a data protection officer, the vendor, a partner and a representative."""
ITEMS = 60
KINDS = ("", ".docx", ".md", ".pdf", ".xlsx")


class Demonstration:
    """Two workers and a sender, as `make run` starts them, with meetings and dossiers in every state."""

    def __init__(self, folder: Path) -> None:
        self.long = lay_a_long_meeting(folder)
        self.port, self.log = free_port(), folder / "server.log"
        bare = {name: value for name, value in os.environ.items() if not name.startswith("RONDETAFEL_")}
        here = {"RONDETAFEL_VAR": str(folder), "RONDETAFEL_DATABASE_URL": f"sqlite:///{folder / 'site.db'}"}
        command = [sys.executable, "-m", "tests.resilience.eager", "run-demonstration", "--port", str(self.port)]
        self.process: subprocess.Popen[bytes] = servers.start(command, bare | here, self.log)
        servers.first_answer(self.process, self.port, "/demonstration", self.log)

    def processes(self) -> set[int]:
        return set(children(self.process.pid))

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def lay_a_long_meeting(folder: Path) -> str:
    """One that runs, with agreements and rounds on its items: a page of it reads some hundreds of rows that hold each
    other. Returns where it is.
    """

    def lay() -> str:
        app = create_app(site.config_of(folder))
        with app.app_context():
            group = session().scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
            els = session().scalars(select(Person).where(Person.email == "coordinator@example.invalid")).one()
            table = Table(session(), doer(session()), group, els)
            meeting = table.plan(today() - timedelta(days=3))
            for nth in range(ITEMS):
                table.add(meeting, f"Punt {nth}", proposal="Het **voorstel**.\n\n- een\n- twee")
            for nth, item in enumerate(table.items(table.open(meeting))):
                table.write(item, f"Wat er over {nth} gezegd is.\n\n1. een lijst\n! Gent: Nakijken ({nth})")
                if nth % 5 == 0:
                    ask(table.do, group, els, RoundKind.CALL, question=f"Vraag {nth}", item=item)
            number = meeting.number
            session().close()
            db.engine.dispose()
        return f"/obmi/meetings/{number}"

    return site.elsewhere(lay)


@pytest.fixture
def demonstration(tmp_path: Path, tmp_path_factory: Any) -> Iterator[Demonstration]:
    folder = tmp_path / "var"
    shutil.copytree(site.filled(tmp_path_factory, laid=True, dossiers=True), folder)
    served = Demonstration(folder)
    yield served
    servers.stop(served.process, signal.SIGTERM)


def test_no_worker_dies(demonstration):
    before = demonstration.processes()
    address = f"http://127.0.0.1:{demonstration.port}"
    often = [f"{demonstration.long}/papers/minutes.md"]  # what killed most
    walkers = [Walker(address, person, Random(person), often) for person in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda walker: walker.walk(REQUESTS // CLIENTS), walkers))

    assert "exit" not in demonstration.said()
    assert demonstration.processes() == before
    assert [failed for walker in walkers for failed in walker.failed] == []
    for kind in KINDS:
        assert sum(walker.answered[kind] for walker in walkers) > REQUESTS // 200, kind

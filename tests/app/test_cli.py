"""The command line: a real installation from nothing to its first coordinator, and its proof."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests import servers
from tests.ports import free_port

BIN = Path(sys.executable).parent / "rondetafel"


@pytest.fixture
def rondetafel(url, tmp_path):
    """Run a command of the installation; gives what it printed."""
    settings = {
        "RONDETAFEL_DATABASE_URL": url, "RONDETAFEL_SECRET_KEY": "x" * 32, "RONDETAFEL_MAIL_FROM": "rt@example.invalid",
        "RONDETAFEL_BASE_URL": "https://rondetafel.example", "RONDETAFEL_SMTP_URL": "smtp://127.0.0.1:9",
    }  # fmt: skip

    def run(*command: str, status: int = 0, **other: str) -> str:
        done = subprocess.run(
            [str(BIN), *command], env={**os.environ, **settings, **other}, capture_output=True, text=True, cwd=tmp_path
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    return run


@pytest.mark.both
def test_from_nothing_to_the_first_coordinator(rondetafel, url, tmp_path):
    asked = ["--workgroup", "OBMi", "--slug", "obmi", "--prefix", "obmi", "--organisation", "Kenniscentrum",
             "--coordinator", "Els", "--email", "els@stad.example"]  # fmt: skip
    assert "Klaar" in rondetafel("init", *asked)
    assert "al bezet" in rondetafel("init", *asked, status=1)
    assert "0 verstuurd" in rondetafel("jobs", "run")

    head = rondetafel("audit", "head").strip().splitlines()[-1]
    assert "Whole." in rondetafel("audit", "verify", "--head", head)
    rondetafel("audit", "export", "trail.jsonl")
    assert (tmp_path / "trail.jsonl").read_text().count("\n") == int(head.split(":")[0])
    forged = head.split(":")[0] + ":" + "0" * 64
    assert "not in this trail" in rondetafel("audit", "verify", "--head", forged, status=1)

    engine = create_engine(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT prefix, state FROM workgroup")).one() == ("OBMI", "proposed")
        assert connection.execute(text("SELECT email, state FROM person")).one() == ("els@stad.example", "invited")
    engine.dispose()


def test_the_history_is_loaded_up_to_a_day_and_then_whole(rondetafel, url, tmp_path):
    def meetings():
        engine = create_engine(url)
        with engine.connect() as connection:
            found = connection.execute(text("SELECT count(*) FROM meeting")).scalar()
        engine.dispose()
        return found

    assert "geladen" in rondetafel("load-history", "--until", "2020-05-28")
    assert meetings() == 12
    assert "geladen" in rondetafel("load-history")
    assert "geladen" in rondetafel("load-history")
    assert meetings() == 14
    assert "organisations.yaml" in rondetafel("load-history", str(tmp_path), status=1)
    assert "2020-02-31" in rondetafel("load-history", "--until", "2020-02-31", status=2)
    assert "Whole." in rondetafel("audit", "verify")


def test_it_says_in_a_sentence_what_is_not_set(rondetafel):
    said = rondetafel("audit", "head", status=1, RONDETAFEL_SECRET_KEY="short")
    assert said.strip() == "RONDETAFEL_SECRET_KEY: at least 16 characters, and secret"


def test_the_demonstration_runs_without_any_setting(tmp_path):
    """As `make run` starts it: nothing in the environment, a folder of its own, and a page that answers."""
    port, log = free_port(), tmp_path / "said"
    bare = {name: value for name, value in os.environ.items() if not name.startswith("RONDETAFEL_")}
    command = [str(BIN), "run-demonstration", "--port", str(port)]
    process = servers.start(command, bare | {"RONDETAFEL_VAR": str(tmp_path / "var")}, log)
    try:
        status, page = servers.first_answer(process, port, "/demonstration", log)
        assert status == 200
        assert "Vertegenwoordiger Gent" in page
    finally:
        servers.stop(process, signal.SIGTERM)
    assert f"http://127.0.0.1:{port}/demonstration" in log.read_text()


def test_a_worker_that_is_still_starting_can_be_stopped():
    """It inherits a handler that ignores the signal; seen on CI as a server that never ended."""
    code = (
        "import signal; signal.signal(signal.SIGTERM, lambda *_: None)\n"
        "from app.serving import application; application()\n"
        "print(signal.getsignal(signal.SIGTERM) is signal.SIG_DFL)"
    )
    said = subprocess.run(
        [str(BIN.parent / "python"), "-c", code], capture_output=True, text=True,
        env={**os.environ, "RONDETAFEL_DEMONSTRATION": "1"}, timeout=60,
    )  # fmt: skip
    assert said.stdout.strip() == "True", said.stderr

"""Rondetafel's commands on any machine with Python 3.11, pip and venv: `python rt.py run`, `python rt.py test`.

`make` calls this; so does somebody without make. Standard library only.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")


def run(*command: object, **environment: str) -> int:
    """Run it here, showing what it prints. Returns its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}).returncode


def must(*command: object) -> None:
    if code := run(*command):
        sys.exit(code)


def setup(lock: str = "runtime") -> None:
    """The virtual environment with exactly what the lock file says; nothing when it is there already."""
    if sys.version_info < (3, 11):  # any patch release: models/interpreter.py keeps clear of a mistake in each of 3.11
        sys.exit("Rondetafel needs Python 3.11 or newer.")
    requirements = ROOT / "requirements" / f"{lock}.txt"
    wanted = hashlib.sha256(requirements.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = VENV / f"installed-{lock}"
    if stamp.exists() and stamp.read_text() == wanted and PYTHON.exists():
        return
    print(f"Setting up {lock} in .venv (once, a minute or two) …", flush=True)
    if not PYTHON.exists():
        must(sys.executable, "-m", "venv", VENV)
    must(PYTHON, "-m", "pip", "install", "-q", "--retries", "3", "--disable-pip-version-check",
         "--require-hashes", "-r", requirements)  # fmt: skip
    must(PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps",
         "--no-build-isolation", "-e", ".")  # fmt: skip
    stamp.write_text(wanted)
    if lock == "development":
        runtime = (ROOT / "requirements" / "runtime.txt").read_bytes() + (ROOT / "pyproject.toml").read_bytes()
        (VENV / "installed-runtime").write_text(hashlib.sha256(runtime).hexdigest())


def serve() -> int:
    """`run`: set up, migrate, fill a new database, serve on this machine."""
    setup()
    return run(BIN / "rondetafel", "run-demonstration", "--port", os.environ.get("PORT", "8000"))


def test() -> int:
    """`test`: all of it on SQLite, and on PostgreSQL what can go otherwise there."""
    return all_tests()


def prove() -> int:
    """`prove`: everything on both databases, with planted faults and long runs; then write down what was proved.

    A run of some of the tests proves nothing of the others, and writes nothing down.
    """
    failed, some = all_tests("--prove"), bool(sys.argv[2:])
    return failed if failed or some else run(PYTHON, "-m", "tests.proved")


def all_tests(*options: str) -> int:
    """Every part runs, also when an earlier one failed. The slowest tests of each are printed."""
    began = time.monotonic()
    setup("development")
    must(PYTHON, "-m", "tests.chromium")
    pytest = (PYTHON, "-m", "pytest", "-q", "-n", "3", "--dist", "loadgroup", "--durations=20", *options, *sys.argv[2:])
    failed = all_of(
        {
            "checks": check,
            "tests on SQLite": lambda: run(*pytest, "--database=sqlite"),
            "tests on PostgreSQL": lambda: run(*pytest, "--database=postgresql"),
        }
    )
    print(f"── all together: {time.monotonic() - began:.0f} s", flush=True)
    return failed


def check() -> int:
    """Format, lint, types, contracts, templates, migrations in step, generated pages."""
    setup("development")
    return all_of(
        {
            "format": lambda: run(PYTHON, "-m", "ruff", "format", "--check", "-q", "."),
            "lint": lambda: run(PYTHON, "-m", "ruff", "check", "-q", "."),
            "types": lambda: run(PYTHON, "-m", "mypy"),
            "contracts": lambda: run(BIN / "lint-imports"),
            "templates": lambda: run(PYTHON, "-m", "djlint", "app", "--lint", "--quiet"),
            "migrations": migrations,
        }
    )


def migrations() -> int:
    """A new database, migrated, is what the models say."""
    here = VENV / "check"
    here.mkdir(exist_ok=True)
    for old in here.glob("rondetafel.db*"):
        old.unlink()
    demonstration = {"RONDETAFEL_DEMONSTRATION": "1", "RONDETAFEL_VAR": str(here)}
    return run(BIN / "rondetafel", "db", "upgrade", **demonstration) or run(
        BIN / "rondetafel", "db", "check", **demonstration
    )


def all_of(parts: dict) -> int:  # type: ignore[type-arg]
    failed = []
    for name, part in parts.items():
        began = time.monotonic()
        print(f"── {name}", flush=True)
        if part():
            failed.append(name)
        print(f"── {name}: {time.monotonic() - began:.0f} s", flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}.", flush=True)
    return bool(failed)


def module(name: str) -> int:
    setup("development")
    return run(PYTHON, "-m", name, *sys.argv[2:])


def mutants() -> int:
    """Small faults in the code that decides: which do the tests see? Two hours at most."""
    setup("development")
    setup("mutants")
    return module("tests.mutants")


def lock() -> int:
    """Resolve the requirements anew; the lock files hold hashes and no host."""
    setup("development")
    must(PYTHON, "-m", "pip", "install", "-q", "uv")
    for name in ("runtime", "development", "mutants"):
        must(PYTHON, "-m", "uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes",
             "--no-header", "--no-annotate", "--no-emit-index-url", f"requirements/{name}.in",
             "-o", f"requirements/{name}.txt")  # fmt: skip
    return 0


COMMANDS = {
    "setup": lambda: setup("development"),
    "run": serve,
    "test": test,
    "prove": prove,
    "mutants": mutants,
    "check": check,
    "bench": lambda: module("tests.bench"),
    "shots": lambda: module("tests.shots"),
    "document": lambda: module("tests.documents"),
    "words": lambda: module("app.translations"),
    "lock": lock,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"python rt.py {' | '.join(COMMANDS)}")
    sys.exit(COMMANDS[sys.argv[1]]() or 0)

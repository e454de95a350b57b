"""The checks themselves: each contract is seen to fail once, on a copy of the code with a fault planted in it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
GUARDS = ("pyproject.toml", "requirements/development.txt")
"""The contracts, the rules of style, and the tools that read them."""

pytestmark = pytest.mark.planted


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The code as it is; every test plants its fault and takes it out again."""
    folder = tmp_path_factory.mktemp("planted")
    for name in ("app", "models", "workflows", "migrations"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static", "vendor"))
    for name in ("config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]], cwd=folder, capture_output=True, text=True,
        env={"PATH": f"{BIN}:/usr/bin:/bin", "PYTHONPATH": str(folder), "HOME": str(folder)},
    )  # fmt: skip


def planted(folder: Path, file: str, fault: str, *command: str) -> str:
    """What the check prints with the fault in; it must be silent about it without."""
    path = folder / file
    whole = path.read_text()
    assert run(folder, *command).returncode == 0
    path.write_text(whole + fault)
    try:
        found = run(folder, *command)
        assert found.returncode != 0, "the fault was not seen"
        return found.stdout + found.stderr
    finally:
        path.write_text(whole)


@pytest.mark.parametrize(
    ("file", "fault", "contract"),
    [
        ("models/organisation.py", "\nimport workflows.rules\n", "Pages lean on rules"),
        ("workflows/text.py", "\nimport flask\n", "Nouns and rules know nothing of the web"),
        ("models/person.py", "\nimport config\n", "Nouns and rules know nothing of the web"),
        ("workflows/rules.py", "\nimport workflows.command\n", "Rules ask nothing of the engine"),
        ("app/people/views.py", "\nimport sqlalchemy\n", "Pages and forms do not speak SQL"),
        ("app/home/views.py", "\nimport app.people.queries\n", "Features do not lean on each other"),
    ],
)
def test_a_broken_contract_is_named(copy, file, fault, contract):
    assert f"{contract}" in planted(copy, file, fault, "lint-imports", "--no-cache").partition("Broken contracts")[2]


@pytest.mark.parametrize(
    ("file", "fault", "rule"),
    [
        ("workflows/rules.py", '\nimport os\nx = os.environ["X"]\n', "TID251"),
        ("app/home/views.py", "\nimport markdown\n", "TID251"),
        ("models/base.py", "\ndef later():\n    import json\n    return json\n", "PLC0415"),
        ("workflows/seat.py", "\nfrom datetime import datetime\nx = datetime.now()\n", "DTZ005"),
    ],
)
def test_a_broken_rule_of_style_is_named(copy, file, fault, rule):
    assert rule in planted(copy, file, fault, "ruff", "check", ".", "--no-cache", "--ignore", "E402,I001,F811")


def test_an_untyped_rule_is_named(copy):
    fault = "\n\ndef untyped(person, subject):\n    return True\n"
    said = planted(copy, "workflows/rules.py", fault, "mypy", "--cache-dir", str(copy / ".mypy_cache"))
    assert "missing a type annotation" in said


def test_a_template_with_a_fault_is_named(copy):
    fault = '\n<img src="x.png">\n'
    assert "H013" in planted(copy, "app/templates/bare.html", fault, "djlint", "app", "--lint")

"""Every file of the corpus gets the verdict it should, soon and in little memory (trust.md 3.8)."""

import json
import subprocess
import sys

import pytest

from app.files.inspection.judge import judge
from app.files.inspection.kinds import KINDS
from tests.files.good import GOOD
from tests.files.hostile import HOSTILE

MEMORY, SECONDS = 100_000, 2.0
"""kB on top of the program itself; seconds of its own work for each file, whatever else the machine does."""
MEASURE = r"""
import json, re, sys, time
from pathlib import Path
from app.files.inspection.judge import judge

def peak():
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])

before = peak()
for path, name in json.load(sys.stdin):
    began = time.process_time()
    with open(path, "rb") as file:
        judge(file, name)
    print(f"{time.process_time() - began:.3f}", peak() - before, name)
"""
"""The peak of the process itself: that of `resource` counts what its parent held before it began."""


def verdict(tmp_path, name: str, content: bytes):
    path = tmp_path / "file"
    path.write_bytes(content)
    with path.open("rb") as file:
        return judge(file, name)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_what_its_name_says(tmp_path, name):
    said = verdict(tmp_path, name, GOOD[name]())
    assert said.refusal is None, str(said.refusal)
    assert said.media_type == KINDS[name.rpartition(".")[2].lower()].media_type


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence_that_says_why(tmp_path, what):
    name, make, because = HOSTILE[what]
    said = verdict(tmp_path, name, make())
    assert said.media_type is None
    assert because in str(said.refusal), str(said.refusal)


def test_there_is_a_good_file_of_every_kind_and_enough_of_the_others():
    assert {name.rpartition(".")[2].lower() for name in GOOD} == set(KINDS)
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", [name for name in GOOD if not name.endswith((".csv", ".txt", ".md"))])
def test_half_a_good_file_is_never_taken_and_never_breaks(tmp_path, name):
    """Cut anywhere; and with a byte turned anywhere it is taken or refused, but it never breaks the program."""
    whole = GOOD[name]()
    for nth in range(1, 12):
        cut = whole[: len(whole) * nth // 12]
        assert verdict(tmp_path, name, cut).refusal is not None, nth
    for nth in range(40):
        at = len(whole) * nth // 40
        verdict(tmp_path, name, whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])


@pytest.mark.sqlite
def test_in_little_memory_and_soon(tmp_path):
    """In a process of its own, which does nothing else: what it holds at its peak is what looking inside costs."""
    files = [(name, make()) for name, make, _ in HOSTILE.values()] + [(name, make()) for name, make in GOOD.items()]
    asked = []
    for nth, (name, content) in enumerate(files):
        path = tmp_path / str(nth)
        path.write_bytes(content)
        asked.append((str(path), name))
    command = [sys.executable, "-c", MEASURE]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert len(lines) == len(files)
    assert max(int(memory) for _, memory, _ in lines) < MEMORY
    assert [(name, seconds) for seconds, _, name in lines if float(seconds) > SECONDS] == []

"""The verifier on its own: files that were tampered with, damaged or strange, without the program."""

import ast
import contextlib
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.audit_trail import verifier
from models.chain import GENESIS, canonical, commit, instant, link

pytestmark = pytest.mark.both

Row = dict[str, Any]
ENTRY = ("seq", "at", "person_id", "organisation_id", "workgroup_id", "verb", "table", "row_id", "commitment", "prev")
PAYLOAD = ("salt", "payload", "erased_under")
BEGAN = datetime(2026, 11, 21, 1, 2, 3, 4, tzinfo=UTC)
SEED = 20261121
RULE = "regel 7"


def written(length: int, erased: int | None = None) -> list[Row]:
    """A trail as the program writes it, salts from a seed; `erased` names an entry whose payload went."""
    dice, rows, prev = random.Random(SEED), [], GENESIS
    for seq in range(1, length + 1):
        salt, payload = dice.randbytes(32), canonical({"changes": {"titel": [f"één {seq}", 'twee "2"']}})
        row: Row = {
            "seq": seq, "at": instant(BEGAN + timedelta(seconds=seq)), "person_id": seq % 7 or None,
            "organisation_id": 2, "workgroup_id": None, "verb": "changed", "table": "workgroup", "row_id": seq,
            "commitment": commit(salt, payload), "prev": prev,
        }  # fmt: skip
        row["hash"] = prev = link(**row)
        kept = {"salt": salt.hex(), "payload": payload, "erased_under": None}
        rows.append(row | (dict.fromkeys(PAYLOAD, None) | {"erased_under": RULE} if seq == erased else kept))
    return rows


def head_of(rows: list[Row]) -> str:
    return f"{rows[-1]['seq']}:{rows[-1]['hash']}"


def as_lines(rows: list[Row]) -> bytes:
    return "".join(canonical(row) + "\n" for row in rows).encode()


def as_database(rows: list[Row], path: Path) -> Path:
    database = sqlite3.connect(path)
    columns = ", ".join("table_name" if name == "table" else name for name in (*ENTRY, "hash"))
    database.execute(f"CREATE TABLE audit_entry ({columns})")
    database.execute("CREATE TABLE audit_payload (seq, salt, payload, erased_under)")
    for row in rows:
        database.execute(f"INSERT INTO audit_entry VALUES ({','.join('?' * 11)})", [row[n] for n in (*ENTRY, "hash")])
        database.execute("INSERT INTO audit_payload VALUES (?,?,?,?)", [row[n] for n in ("seq", *PAYLOAD)])
    database.commit()
    database.close()
    return path


def alone(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    isolated = () if environment else ("-I",)
    command = [sys.executable, *isolated, "-S", verifier.__file__, *map(str, arguments)]
    found = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    assert "Traceback" not in found.stderr, found.stderr
    return found


def faults(path: Path, content: bytes, *heads: str) -> list[str]:
    path.write_bytes(content)
    return verifier.verify(verifier.read(path), [verifier.parse_head(head) for head in heads], [RULE]).faults


def relinked(rows: list[Row], start: int) -> None:
    prev = rows[start - 1]["hash"] if start else GENESIS
    for seq, row in enumerate(rows[start:], start=start + 1):
        row |= {"seq": seq, "prev": prev}
        row["hash"] = prev = link(**{name: row[name] for name in ENTRY})


def own_hash(row: Row) -> None:
    row["hash"] = link(**{name: row[name] for name in ENTRY})


def rehashed(rows: list[Row]) -> None:
    """The links anew, the numbers as they are."""
    prev = GENESIS
    for row in rows:
        row["prev"] = prev
        own_hash(row)
        prev = row["hash"]


def remove(rows: list[Row], dice: random.Random) -> None:
    del rows[dice.randrange(len(rows) - 1)]


def insert(rows: list[Row], dice: random.Random) -> None:
    at = dice.randrange(len(rows) - 1)
    rows.insert(at, rows[at] | {"verb": "invented"})


def insert_with_its_own_hash(rows: list[Row], dice: random.Random) -> None:
    at = dice.randrange(1, len(rows) - 1)
    rows.insert(at, rows[at] | {"verb": "invented", "prev": rows[at - 1]["hash"]})
    own_hash(rows[at])


def swap(rows: list[Row], dice: random.Random) -> None:
    one, other = dice.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other], rows[one]


def swap_and_renumber(rows: list[Row], dice: random.Random) -> None:
    one, other = dice.sample(range(len(rows)), 2)
    rows[one], rows[other] = rows[other] | {"seq": one + 1}, rows[one] | {"seq": other + 1}


def truncate(rows: list[Row], dice: random.Random) -> None:
    del rows[dice.randrange(len(rows)) :]


def write_anew(rows: list[Row], dice: random.Random) -> None:
    at = dice.randrange(len(rows))
    rows[at]["verb"] = "invented"
    relinked(rows, at)


def erase_without_a_rule(rows: list[Row], dice: random.Random) -> None:
    dice.choice([row for row in rows if row["payload"]]).update(salt=None, payload=None)


KINDS = [
    remove, insert, insert_with_its_own_hash, swap, swap_and_renumber, truncate, write_anew, erase_without_a_rule,
]  # fmt: skip


def test_a_thousand_tamperings_with_the_file_are_found_by_kind(tmp_path):
    """Eight kinds, and a byte of the file itself, the name of an erasing rule included."""
    dice, trail = random.Random(SEED), written(200, erased=17)
    whole, head, file = as_lines(trail), head_of(trail), tmp_path / "trail.jsonl"
    assert faults(file, whole, head) == []
    missed: Counter[str] = Counter()
    for nth in range(1000):
        if nth % 4 == 0:
            kind, at = "byte", dice.randrange(len(whole) - 1)
            content = whole[:at] + bytes([whole[at] ^ dice.randrange(1, 256)]) + whole[at + 1 :]
        else:
            tamper, rows = KINDS[nth % len(KINDS)] if nth % 4 != 2 else dice.choice(KINDS), [{**row} for row in trail]
            tamper(rows, dice)
            kind, content = tamper.__name__, as_lines(rows)
        assert content != whole, f"{kind} changed nothing (seed {SEED})"
        missed[kind] += not faults(file, content, head)
    assert set(missed) == {"byte", *(kind.__name__ for kind in KINDS)}
    assert not missed.total(), f"missed {missed}, seed {SEED}"


def test_a_gap_a_double_number_and_a_foreign_link_are_each_told_by_name():
    """Each alone, in a chain that is otherwise sound: one check must not lean on another."""
    gap = written(5)
    for row in gap[2:]:
        row["seq"] += 2
    rehashed(gap)
    assert verifier.verify(gap, []).faults == ["5: missing: entries 3 to 4 are not there"]

    double = written(5)
    double[2]["seq"] = 2
    rehashed(double)
    assert verifier.verify(double, []).faults == [
        "2: added or out of order: entry 3 was expected here",
        "4: missing: entries 3 to 3 are not there",
    ]

    foreign = written(5)
    foreign[4]["prev"] = "a" * 64
    own_hash(foreign[4])
    assert verifier.verify(foreign, []).faults == ["5: does not follow the entry before it"]


def test_a_payload_that_is_there_cannot_be_called_erased():
    rows = written(3)
    rows[1]["erased_under"] = "regel 7"
    assert verifier.verify(rows, []).faults == ["2: the payload is neither whole nor erased"]


def test_each_bit_of_a_short_trail_matters(tmp_path):
    rows = written(2)
    whole, head, file = as_lines(rows), head_of(rows), tmp_path / "trail.jsonl"
    for at in range(len(whole) - 1):
        for bit in range(8):
            flipped = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]
            assert faults(file, flipped, head), (at, bit)


def test_a_database_and_its_export_get_the_same_report(tmp_path):
    for name, rows in {"whole": written(20, erased=5), "broken": written(20)}.items():
        if name == "broken":
            rows[7]["verb"], rows[11]["payload"] = "invented", "{}"
        file = tmp_path / f"{name}.jsonl"
        file.write_bytes(as_lines(rows))
        paths = (file, as_database(rows, tmp_path / f"{name}.db"))
        told = [alone(path, "--head", head_of(rows), "--rule", RULE) for path in paths]
        assert told[0].stdout == told[1].stdout
        assert [run.returncode for run in told] == [int(name == "broken")] * 2


def test_bytes_that_are_no_text_in_a_database_are_told_with_their_number(tmp_path):
    path = as_database(written(5), tmp_path / "trail.db")
    path.write_bytes(path.read_bytes().replace("één 3".encode(), b"\xff" * 7))
    found = alone(path)
    assert (found.returncode, "3: changed: the payload" in found.stdout) == (1, True), found.stdout


@pytest.mark.parametrize(
    "strange",
    [
        '{"seq":' + "9" * 4300, '{"seq":' + "9" * 5000, '{"seq":-1', '{"seq":true', '{"seq":3.0', '{"seq":"3"',
        '{"note":"added","seq":3', '{"payload":"forged","seq":3',
    ],
)  # fmt: skip
def test_a_strange_line_is_a_fault_with_its_number(tmp_path, strange):
    """A column named twice or too many reads differently in another program than in this one."""
    rows = written(5)
    lines = as_lines(rows).decode().splitlines()
    tail = {name: value for name, value in rows[2].items() if name != "seq"}
    lines[2] = strange + "," + canonical(tail)[1:]
    file = tmp_path / "trail.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = alone(file, "--head", head_of(rows))
    assert (found.returncode, "\n3: malformed entry" in found.stdout) == (1, True), found.stdout


def test_a_head_kept_of_the_empty_trail_holds_for_every_later_one(tmp_path):
    file = tmp_path / "trail.jsonl"
    assert faults(file, as_lines(written(3)), f"0:{GENESIS}") == []
    assert faults(file, as_lines(written(3)), "0:" + "a" * 64) != []


def test_a_rule_with_no_name_erases_nothing():
    rows = written(3, erased=2)
    assert verifier.verify(rows, []).erased == 1
    rows[1]["erased_under"] = ""
    report = verifier.verify(rows, [], None)
    assert (report.erased, len(report.faults)) == (0, 1)


def test_an_erasure_is_refused_unless_its_rule_is_named(tmp_path):
    """Anybody can write a name there, outside the chain: who verifies says which rules there are."""
    file, rows = tmp_path / "trail.jsonl", written(3, erased=2)
    file.write_bytes(as_lines(rows))
    unknown, known, other = alone(file), alone(file, "--rule", RULE), alone(file, "--rule", "regel 8")
    assert (unknown.returncode, known.returncode, other.returncode) == (1, 0, 1)
    assert "2: erased under a rule that is not known: 'regel 7'" in unknown.stdout


def test_a_payload_of_no_entry_is_refused_in_an_export_and_in_a_database(tmp_path):
    rows = written(3)
    loose = {"seq": 9, "salt": "ab" * 32, "payload": "{}", "erased_under": None}
    file, path = tmp_path / "trail.jsonl", as_database(rows, tmp_path / "trail.db")
    file.write_bytes(as_lines([*rows, loose]))
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO audit_payload VALUES (9, ?, '{}', NULL)", ["ab" * 32])
        database.commit()
    for found in (alone(file), alone(path)):
        assert (found.returncode, "9: a payload of which there is no entry" in found.stdout) == (1, True), found.stdout


@pytest.mark.parametrize("payload", ['{"changes":[]}', '{"changes":{"a":1}}', '{"more":1,"changes":{}}', "[]", "x"])
def test_a_payload_of_an_unknown_kind_is_refused_though_the_entry_commits_to_it(payload):
    rows = written(3)
    rows[1] |= {"payload": payload, "commitment": commit(bytes.fromhex(rows[1]["salt"]), payload)}
    relinked(rows, 1)
    assert verifier.verify(rows, []).faults == ["2: the payload is of no kind that is known"]


def test_a_trail_that_contradicts_itself_is_told_with_its_row(tmp_path):
    """Soundly linked, and yet an entry goes on from a value that was never there."""
    rows = written(3)
    rows[2]["row_id"] = 2
    relinked(rows, 2)
    file = tmp_path / "trail.jsonl"
    file.write_bytes(as_lines(rows))
    found = alone(file, "--row", "workgroup:2")
    assert (found.returncode, "NOT WHOLE." in found.stdout) == (1, True)
    assert "workgroup 2: 3: says that 'titel' was something else than was told before" in found.stdout
    assert found.stdout.endswith('workgroup 2\n  titel: "twee \\"2\\""\n'), found.stdout


def test_a_wholly_broken_trail_is_counted_not_remembered():
    broken = [row | {"verb": "invented"} for row in written(1500)]
    report = verifier.verify(broken, [])
    assert len(report.faults) + report.more == 1500
    assert len(report.faults) == verifier.MOST_KEPT
    assert f"and {1500 - verifier.MOST_SHOWN} more faults" in report.text()


def test_a_screen_without_unicode_still_shows_the_report(tmp_path):
    rows = written(3)
    file = tmp_path / "trail.jsonl"
    file.write_bytes(as_lines(rows))
    found = alone(file, "--head", "3:" + "a" * 64, PYTHONIOENCODING="ascii")
    assert (found.returncode, "is not in this trail" in found.stdout) == (1, True)


@pytest.mark.parametrize("head", ["-5:" + "a" * 64, "1:xyz", "1_0:" + "a" * 64, "9" * 5000 + ":" + "a" * 64, "é:1"])
def test_what_is_no_head_cannot_be_read(tmp_path, head):
    file = tmp_path / "trail.jsonl"
    file.write_bytes(as_lines(written(3)))
    assert alone(file, f"--head={head}").returncode == 2


def test_the_verifier_leans_on_the_standard_library_alone():
    tree = ast.parse(Path(verifier.__file__).read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert named
    assert {name.split(".")[0] for name in named} <= sys.stdlib_module_names

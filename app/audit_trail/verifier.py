"""Verify a trail of Rondetafel without Rondetafel: `python verifier.py FILE [--head SEQ:HASH …] [--heads FILE]`.

FILE is a JSON-lines export or an SQLite database. Standard library only, on purpose an implementation of its
own: it shares no line with the program that wrote the trail. The format is in docs/audit-trail.md.
"""

import argparse
import contextlib
import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LINKED = ("seq", "at", "person_id", "organisation_id", "workgroup_id", "verb", "table", "row_id", "commitment", "prev")
NUMBERS = ("person_id", "organisation_id", "workgroup_id", "row_id")
HEX = re.compile(r"[0-9a-f]{64}")
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
HEAD = re.compile(r"(0|[1-9][0-9]{0,18}):([0-9a-f]{64})")
LARGEST = 2**63 - 1
MOST_SHOWN = 50
MOST_KEPT = 1000


@dataclass
class Report:
    """What was found. Without faults the trail is whole, as far as the given heads can tell."""

    entries: int = 0
    erased: int = 0
    first: str = ""
    last: str = ""
    head: str = "0:" + "0" * 64
    heads: int = 0
    faults: list[str] = field(default_factory=list)
    more: int = 0
    """Faults found after the first MOST_KEPT, only counted: a wholly broken trail must not fill the memory."""

    def add(self, faults: Iterable[str]) -> None:
        for fault in faults:
            if len(self.faults) < MOST_KEPT:
                self.faults.append(fault)
            else:
                self.more += 1

    def text(self) -> str:
        lines = [f"{self.entries} entries checked, {self.erased} erased payloads."]
        if self.entries:
            lines.append(f"From {self.first} to {self.last}. Last head {self.head}")
        if not self.heads:
            lines.append("No head was given: entries cut off at the end, or a chain written anew, cannot be seen.")
        lines += self.faults[:MOST_SHOWN]
        if hidden := len(self.faults[MOST_SHOWN:]) + self.more:
            lines.append(f"... and {hidden} more faults.")
        lines.append("NOT WHOLE." if self.faults else "Whole.")
        return "\n".join(lines)


def verify(rows: Iterable[Any], heads: list[tuple[int, str]]) -> Report:
    """Follow the chain from its first link and look each given head up in it."""
    report, expected, prev = Report(heads=len(heads)), 1, "0" * 64
    wanted: dict[int, set[str]] = {}
    for seq, digest in heads:
        wanted.setdefault(seq, set()).add(digest)
    report.add(foreign(0, wanted.pop(0, set()) - {prev}))
    for row in rows:
        if fault := malformed(row):
            report.add([f"{expected}: malformed entry ({fault})"])
            expected += 1
            continue
        seq = row["seq"]
        report.add(f"{seq}: {fault}" for fault in faults_of(row, expected, prev))
        report.add(foreign(seq, wanted.pop(seq, set()) - {row["hash"]}))
        report.entries += 1
        report.erased += row["payload"] is None and row["salt"] is None and bool(row["erased_under"])
        report.first, report.last = report.first or row["at"], row["at"]
        report.head, prev, expected = f"{seq}:{row['hash']}", row["hash"], seq + 1
    report.add(f"{seq}: {unread(seq, expected)}" for seq in sorted(wanted))
    return report


def foreign(seq: int, digests: set[str]) -> Iterator[str]:
    for digest in sorted(digests):
        yield f"{seq}: the given head {digest[:12]}... is not in this trail"


def unread(seq: int, expected: int) -> str:
    if seq < expected:
        return "the entry of this given head cannot be read or is not there"
    return "truncated: the trail ends before this given head"


def faults_of(row: dict[str, Any], expected: int, prev: str) -> Iterator[str]:
    seq = row["seq"]
    if seq > expected:
        yield f"missing: entries {expected} to {seq - 1} are not there"
    elif seq < expected:
        yield f"added or out of order: entry {expected} was expected here"
    if row["prev"] != prev:
        yield "does not follow the entry before it"
    linked = json.dumps({name: row[name] for name in LINKED}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(b"\x00" + linked.encode("utf-8", "surrogatepass")).hexdigest() != row["hash"]:
        yield "changed: the entry is not what its hash says"
    yield from payload_faults(row)


def payload_faults(row: dict[str, Any]) -> Iterator[str]:
    if row["payload"] is None and row["salt"] is None:
        if not row["erased_under"]:
            yield "the payload is gone and no rule is named under which it was erased"
    elif row["payload"] is None or row["salt"] is None or row["erased_under"] is not None:
        yield "the payload is neither whole nor erased"
    elif committed(row["salt"], row["payload"]) != row["commitment"]:
        yield "changed: the payload is not what the entry commits to"


def committed(salt: str, payload: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + payload.encode("utf-8", "surrogatepass")).hexdigest()


def malformed(row: Any) -> str | None:
    if not isinstance(row, dict):
        return "it is not a JSON object"
    if row.keys() != {*LINKED, "hash", "salt", "payload", "erased_under"}:
        return "its columns are not those of a trail"
    if not is_number(row["seq"]) or row["seq"] < 1:
        return "seq"
    if any(row[name] is not None and not is_number(row[name]) for name in NUMBERS):
        return "a number is none"
    if not all(isinstance(row[name], str) and HEX.fullmatch(row[name]) for name in ("commitment", "prev", "hash")):
        return "a hash is none"
    if row["salt"] is not None and not (isinstance(row["salt"], str) and HEX.fullmatch(row["salt"])):
        return "salt"
    if not isinstance(row["at"], str) or not AT.fullmatch(row["at"]) or not isinstance(row["verb"], str):
        return "at or verb"
    texts = (row["table"], row["payload"], row["erased_under"])
    return None if all(text is None or isinstance(text, str) for text in texts) else "a text is none"


def is_number(value: Any) -> bool:
    return type(value) is int and -LARGEST <= value <= LARGEST


def read(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        is_database = file.read(16) == b"SQLite format 3\x00"
    return read_database(path) if is_database else read_lines(path)


def read_lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            try:
                yield json.loads(line.decode("utf-8"), object_pairs_hook=once)
            except (ValueError, RecursionError):
                yield None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A column named twice reads differently in different programs, so it is refused."""
    row = dict(pairs)
    if len(row) != len(pairs):
        raise ValueError("a column is there twice")
    return row


def lenient(stored: bytes) -> str:
    """Bytes that are no UTF-8 are a changed text, to be told with its number, not a file that cannot be read."""
    return stored.decode("utf-8", "surrogateescape")


def read_database(path: Path) -> Iterator[Any]:
    query = (
        "SELECT e.seq, at, person_id, organisation_id, workgroup_id, verb, table_name AS 'table', row_id, commitment,"
        " prev, hash, salt, payload, erased_under FROM audit_entry e LEFT JOIN audit_payload p ON p.seq = e.seq"
        " ORDER BY e.seq"
    )
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        database.text_factory = lenient
        for row in database.execute(query):
            yield dict(row)


def parse_head(text: str) -> tuple[int, str]:
    """`SEQ:HASH`; raises ValueError when it is not."""
    if not (found := HEAD.fullmatch(text.strip())):
        raise ValueError(f"a head is SEQ:HASH, not {text!a}")
    return int(found[1]), found[2]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Verify a trail of Rondetafel.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--head", action="append", default=[])
    parser.add_argument("--heads", type=Path)
    asked = parser.parse_args(arguments)
    try:
        kept = asked.heads.read_text().split() if asked.heads else []
        report = verify(read(asked.file), [parse_head(text) for text in asked.head + kept])
    except (OSError, ValueError, sqlite3.Error) as error:
        print("Cannot read:", str(error).encode("ascii", "backslashreplace").decode())
        return 2
    print(report.text())
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

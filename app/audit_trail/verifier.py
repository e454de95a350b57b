"""Verify a trail of Rondetafel without Rondetafel: `python verifier.py FILE [--head SEQ:HASH …] [--heads FILE]`.

FILE is a JSON-lines export or an SQLite database. Standard library only, on purpose an implementation of its
own: it shares no line with the program that wrote the trail. The format is in docs/audit-trail.md.
"""

import argparse
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
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
MOST_SHOWN = 50


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

    def text(self) -> str:
        lines = [f"{self.entries} entries checked, {self.erased} erased payloads."]
        if self.entries:
            lines.append(f"From {self.first} to {self.last}. Last head {self.head}")
        if not self.heads:
            lines.append("No head was given: entries cut off at the end, or a chain written anew, cannot be seen.")
        lines += self.faults[:MOST_SHOWN]
        if len(self.faults) > MOST_SHOWN:
            lines.append(f"… and {len(self.faults) - MOST_SHOWN} more faults.")
        lines.append("NOT WHOLE." if self.faults else "Whole.")
        return "\n".join(lines)


def verify(rows: Iterable[Any], heads: list[tuple[int, str]]) -> Report:
    """Follow the chain from its first link and look each given head up in it."""
    report, expected, prev = Report(heads=len(heads)), 1, "0" * 64
    wanted: dict[int, set[str]] = {}
    for seq, digest in heads:
        wanted.setdefault(seq, set()).add(digest)
    for row in rows:
        if fault := malformed(row):
            report.faults.append(f"{expected}: malformed entry ({fault})")
            expected += 1
            continue
        seq = row["seq"]
        report.faults += [f"{seq}: {fault}" for fault in faults_of(row, expected, prev)]
        others = wanted.pop(seq, set()) - {row["hash"]}
        report.faults += [f"{seq}: the given head {digest[:12]}… is not in this trail" for digest in sorted(others)]
        report.entries += 1
        report.erased += row["erased_under"] is not None
        report.first, report.last = report.first or row["at"], row["at"]
        report.head, prev, expected = f"{seq}:{row['hash']}", row["hash"], seq + 1
    report.faults += [f"{seq}: truncated: the trail ends before this given head" for seq in sorted(wanted)]
    return report


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
    if not isinstance(row, dict) or not {*LINKED, "hash", "salt", "payload", "erased_under"} <= row.keys():
        return "columns are missing"
    if type(row["seq"]) is not int or row["seq"] < 1:
        return "seq"
    if any(row[name] is not None and type(row[name]) is not int for name in NUMBERS):
        return "a number is none"
    if not all(isinstance(row[name], str) and HEX.fullmatch(row[name]) for name in ("commitment", "prev", "hash")):
        return "a hash is none"
    if row["salt"] is not None and not (isinstance(row["salt"], str) and HEX.fullmatch(row["salt"])):
        return "salt"
    if not isinstance(row["at"], str) or not AT.fullmatch(row["at"]) or not isinstance(row["verb"], str):
        return "at or verb"
    texts = (row["table"], row["payload"], row["erased_under"])
    return None if all(text is None or isinstance(text, str) for text in texts) else "a text is none"


def read(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        is_database = file.read(16) == b"SQLite format 3\x00"
    return read_database(path) if is_database else read_lines(path)


def read_lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            try:
                yield json.loads(line.decode("utf-8"))
            except (ValueError, RecursionError):
                yield None


def read_database(path: Path) -> Iterator[Any]:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    query = (
        "SELECT e.seq, at, person_id, organisation_id, workgroup_id, verb, table_name AS 'table', row_id, commitment,"
        " prev, hash, salt, payload, erased_under FROM audit_entry e LEFT JOIN audit_payload p ON p.seq = e.seq"
        " ORDER BY e.seq"
    )
    for row in database.execute(query):
        yield dict(row)


def parse_head(text: str) -> tuple[int, str]:
    """`SEQ:HASH`; raises ValueError when it is not."""
    seq, _, digest = text.strip().partition(":")
    if not HEX.fullmatch(digest):
        raise ValueError(f"a head is SEQ:HASH, not {text!r}")
    return int(seq), digest


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
        print(f"Cannot read: {error}")
        return 2
    print(report.text())
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

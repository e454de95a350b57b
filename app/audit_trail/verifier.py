"""Verify a trail of Rondetafel without Rondetafel: `python verifier.py FILE [--head SEQ:HASH …] [--heads FILE]`.

FILE is a JSON-lines export or an SQLite database; of a database too only the trail is read, never its tables. With
`--rule NAME` erasures under that rule are known, with `--row TABLE:KEY` it prints what the trail says of one row last.
Standard library only, on purpose an implementation of its own: it shares no line with the program that wrote the
trail. The format, and what is proved and what not, is in docs/audit-trail.md.
"""

import argparse
import contextlib
import hashlib
import itertools
import json
import re
import sqlite3
import sys
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LINKED = ("seq", "at", "person_id", "organisation_id", "workgroup_id", "verb", "table", "row_id", "commitment", "prev")
NUMBERS = ("person_id", "organisation_id", "workgroup_id", "row_id")
HEX = re.compile(r"[0-9a-f]{64}")
AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
HEAD = re.compile(r"(0|[1-9][0-9]{0,18}):([0-9a-f]{64})")
ROW = re.compile(r"([a-z_]+):([0-9]{1,18})")
PAYLOAD = ("seq", "salt", "payload", "erased_under")
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
    notes: list[str] = field(default_factory=list)
    """What more was looked at, a sentence each."""
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
        lines += [*self.notes, *self.faults[:MOST_SHOWN]]
        if hidden := len(self.faults[MOST_SHOWN:]) + self.more:
            lines.append(f"... and {hidden} more faults.")
        lines.append("NOT WHOLE." if self.faults else "Whole.")
        return "\n".join(lines)


def verify(rows: Iterable[Any], heads: list[tuple[int, str]], rules: Container[str] | None = ()) -> Report:
    """Follow the chain from its first link and look each given head up in it.

    `rules`: the names under which payloads may have been erased; None when any name will do.
    """
    report, expected, prev = Report(heads=len(heads)), 1, "0" * 64
    wanted: dict[int, set[str]] = {}
    for seq, digest in heads:
        wanted.setdefault(seq, set()).add(digest)
    report.add(foreign(0, wanted.pop(0, set()) - {prev}))
    for row in rows:
        if is_loose(row):
            report.add([f"{row['seq']!a}: a payload of which there is no entry"])
            continue
        if fault := malformed(row):
            report.add([f"{expected}: malformed entry ({fault})"])
            expected += 1
            continue
        seq = row["seq"]
        report.add(f"{seq}: {fault}" for fault in faults_of(row, expected, prev, rules))
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


def faults_of(row: dict[str, Any], expected: int, prev: str, rules: Container[str] | None) -> Iterator[str]:
    seq = row["seq"]
    if seq > expected:
        yield f"missing: entries {expected} to {seq - 1} are not there"
    elif seq < expected:
        yield f"added or out of order: entry {expected} was expected here"
    if row["prev"] != prev:
        yield "does not follow the entry before it"
    linked = canonical({name: row[name] for name in LINKED})
    if hashlib.sha256(b"\x00" + linked.encode("utf-8", "surrogatepass")).hexdigest() != row["hash"]:
        yield "changed: the entry is not what its hash says"
    yield from payload_faults(row, rules)


def payload_faults(row: dict[str, Any], rules: Container[str] | None) -> Iterator[str]:
    if row["payload"] is None and row["salt"] is None:
        if not row["erased_under"]:
            yield "the payload is gone and no rule is named under which it was erased"
        elif rules is not None and row["erased_under"] not in rules:
            yield f"erased under a rule that is not known: {row['erased_under']!a}"
    elif row["payload"] is None or row["salt"] is None or row["erased_under"] is not None:
        yield "the payload is neither whole nor erased"
    elif committed(row["salt"], row["payload"]) != row["commitment"]:
        yield "changed: the payload is not what the entry commits to"
    elif changes_of(row) is None:
        yield "the payload is of no kind that is known"


def changes_of(row: dict[str, Any]) -> dict[str, Any] | None:
    """What a payload says of each column, [old, new]; of what happened without a row anything. None: unknown."""
    try:
        payload = json.loads(row["payload"] or "")
    except (ValueError, RecursionError):
        return None
    if not isinstance(payload, dict) or payload.keys() != {"changes"} or not isinstance(payload["changes"], dict):
        return None
    changes: dict[str, Any] = payload["changes"]
    pairs = all(isinstance(one, list) and len(one) == 2 for one in changes.values())
    return changes if pairs or row["table"] is None else None


def is_loose(row: Any) -> bool:
    """A payload that belongs to no entry, as an export and a database show it."""
    return isinstance(row, dict) and row.keys() == {*PAYLOAD}


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
    loose = (
        "SELECT seq, salt, payload, erased_under FROM audit_payload"
        " WHERE seq IS NULL OR seq NOT IN (SELECT seq FROM audit_entry) ORDER BY seq"
    )
    with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        database.text_factory = lenient
        for row in database.execute(query):
            yield dict(row)
        for row in database.execute(loose):
            yield dict(row)


def parse_head(text: str) -> tuple[int, str]:
    """`SEQ:HASH`; raises ValueError when it is not."""
    if not (found := HEAD.fullmatch(text.strip())):
        raise ValueError(f"a head is SEQ:HASH, not {text!a}")
    return int(found[1]), found[2]


def parse_row(text: str) -> tuple[str, int]:
    """`TABLE:KEY`; raises ValueError when it is not."""
    if not (found := ROW.fullmatch(text.strip())):
        raise ValueError(f"a row is TABLE:KEY, not {text!a}")
    return found[1], int(found[2])


class Replay:
    """The entries put in the order of their rows, and followed to the last value of every column.

    They lie in a temporary file, so that a trail of any length fits.
    """

    def __enter__(self) -> "Replay":
        self.file = sqlite3.connect("", isolation_level=None)
        self.file.execute("CREATE TABLE entry (of TEXT, row INTEGER, seq INTEGER, verb TEXT, payload TEXT)")
        self.file.execute("BEGIN")
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def kept(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The same rows, each remembered when it is an entry about a row of a table."""
        for row in rows:
            if not is_loose(row) and not malformed(row) and row["table"] is not None and row["row_id"] is not None:
                said = None if changes_of(row) is None else row["payload"]
                named = (row["table"], row["row_id"], row["seq"], row["verb"], said)
                self.file.execute("INSERT INTO entry VALUES (?,?,?,?,?)", [storable(one) for one in named])
            yield row

    def tell(self, report: Report) -> None:
        """Where the trail contradicts itself, and what is not under the digest that the trail tells with it."""
        rows = values = digests = 0
        numbers: dict[int, Any] = {}
        self.file.execute("CREATE INDEX by_row ON entry (of, row, seq)")
        dossiers = ("dossier", "report_template")
        for table in (*dossiers, *(name for name in self.tables() if name not in dossiers)):
            for key, told, faults in self.rows_of(table):
                report.add(f"{table} {key}: {fault}" for fault in faults)
                rows, values = rows + bool(told), values + len(told)
                if table in dossiers:
                    numbers |= {key: told["number"]} if "number" in told else {}
                expected = digest_of(table, told, numbers)
                if expected is not None:
                    digests += 1
                    report.add(
                        [f"{table} {key}: its digest is not that of what it says"] * (expected != told["digest"])
                    )
        report.notes.append(
            f"Replayed to the last value of {values} columns of {rows} rows; {digests} digests recomputed. "
            "An export holds no tables: that these say the same is what `rondetafel audit verify` looks at."
        )

    def tables(self) -> list[str]:
        return [name for (name,) in self.file.execute("SELECT DISTINCT of FROM entry ORDER BY of")]

    def rows_of(self, table: str, key: int | None = None) -> Iterator[tuple[int, dict[str, Any], list[str]]]:
        """Each row: its key, the last values of what is told of it (none when it was deleted), its faults."""
        query = "SELECT row, seq, verb, payload FROM entry WHERE of = ? AND (? IS NULL OR row = ?) ORDER BY row, seq"
        for row, entries in itertools.groupby(self.file.execute(query, (table, key, key)), key=lambda one: one[0]):
            told: dict[str, Any] = {}
            faults: list[str] = []
            for _row, seq, verb, said in entries:
                changes = {} if said is None else json.loads(said)["changes"]
                if verb == "created" or said is None:
                    told = {}
                faults += [f"{seq}: {fault}" for fault in contradictions(verb, changes, told)]
                told = {} if verb == "deleted" else told | {name: new for name, (_old, new) in changes.items()}
            yield row, told, faults

    def row(self, table: str, key: int) -> str:
        """What the trail says of one row last, a line a column."""
        for _key, told, _faults in self.rows_of(table, key):
            lines = [f"  {name}: {json.dumps(told[name])}" for name in sorted(told)]
            return "\n".join([f"{table} {key}", *(lines or ["  it was deleted, or nothing of it can be told"])])
        return f"{table} {key}\n  no entry speaks of it"


def storable(value: Any) -> Any:
    """A text with half a character in it, which no file of SQLite takes, in words that it does take."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def contradictions(verb: str, changes: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
    """An entry that does not go on from where the trail was. Up to 0.6.0 some said null for what had been."""
    for name, (old, _new) in changes.items():
        if name not in told:
            continue
        if verb == "noted":
            yield f"notes {name!a}, which was told before"
        elif old is not None and told[name] != "***" and canonical(old) != canonical(told[name]):
            yield f"says that {name!a} was something else than was told before"


def digest_of(table: str, told: dict[str, Any], numbers: dict[int, Any]) -> str | None:
    """What it must be of a revision, a round or an edition of minutes; None where the trail tells too little."""
    try:
        if table == "revision":
            said: Any = [numbers[told["dossier_id"]], told["text"]]
        elif table == "round" and told["digest"]:
            said = [told["kind"], told["question"], told.get("text", ""), told["options"], told.get("preset")]
        elif table == "edition":
            said = {"content": told["content"], "edition": told["n"], "previous": told["previous"]}
        else:
            return None
    except (KeyError, TypeError):
        return None
    return hashlib.sha256(canonical(said).encode("utf-8", "surrogatepass")).hexdigest() if "digest" in told else None


def canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Verify a trail of Rondetafel.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--head", action="append", default=[])
    parser.add_argument("--heads", type=Path)
    parser.add_argument("--rule", action="append", default=[], help="a rule under which payloads may be erased")
    parser.add_argument("--row", action="append", default=[], help="TABLE:KEY, to print what the trail says of it")
    asked = parser.parse_args(arguments)
    try:
        kept = asked.heads.read_text().split() if asked.heads else []
        heads, shown = [parse_head(text) for text in asked.head + kept], [parse_row(text) for text in asked.row]
        with Replay() as replay:
            report = verify(replay.kept(read(asked.file)), heads, asked.rule)
            replay.tell(report)
            print(report.text())
            for table, key in shown:
                print(replay.row(table, key))
    except (OSError, ValueError, sqlite3.Error) as error:
        print("Cannot read:", str(error).encode("ascii", "backslashreplace").decode())
        return 2
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

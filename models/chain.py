"""The arithmetic of the audit chain, standard library only. The format is in docs/audit-trail.md."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
"""What the first link holds where the others hold the hash of the link before them."""


def canonical(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, accents as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def instant(moment: datetime) -> str:
    """A moment as the chain writes it: `2026-11-21T01:02:03.000004Z`."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def commit(salt: bytes, payload: str) -> str:
    """What a link says of its payload without holding it, so that the payload can be erased."""
    return hashlib.sha256(salt + payload.encode()).hexdigest()


def link(**entry: Any) -> str:
    """The hash of a link over everything in it, the hash of the link before included."""
    return hashlib.sha256(b"\x00" + canonical(entry).encode()).hexdigest()

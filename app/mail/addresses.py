"""Signed plus-addresses: an answer by mail says for whom, for which meeting or for which letter it comes.

`rondetafel+c.45.12.<mark>@host` is the organiser of a calendar invitation, `rondetafel+b.977.<mark>@host` the
sender of an envelope. Who does not know the secret cannot make one; mail systems fold case, so the mark is base32.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

SALT = b"rondetafel mail address 1"
MARK_LENGTH = 20
"""Of base32: 100 bits."""
LOCAL_LIMIT = 64
"""RFC 5321: the longest local part that every mail system takes."""
ID_LIMIT = 2**31 - 1
"""The highest id that a database holds."""

NUMBER = r"([1-9][0-9]{0,9})"
MARKED = re.compile(
    rf"(?:\+|%2b)(?:(c)\.{NUMBER}\.{NUMBER}|(b)\.{NUMBER})\.([a-z2-7]{{{MARK_LENGTH}}})\"?(?:@|%40)",
    re.ASCII | re.IGNORECASE,
)
"""Also as a mailto: address that was percent-encoded."""


@dataclass(frozen=True)
class ToMeeting:
    """What is sent here is about this meeting, and comes from this person or from whom she passed it to."""

    person_id: int
    meeting_id: int


@dataclass(frozen=True)
class ToBounce:
    """What is sent here is what became of this message of the outbox."""

    message_id: int


Token = ToMeeting | ToBounce


def reply_address(base: str, secret: str, person_id: int, meeting_id: int) -> str:
    """The address where the calendar program of this person answers for this meeting."""
    return plus(base, secret, f"c.{person_id}.{meeting_id}")


def bounce_address(base: str, secret: str, message_id: int) -> str:
    """The address to which mail servers return this message."""
    return plus(base, secret, f"b.{message_id}")


def plus(base: str, secret: str, what: str) -> str:
    local, _, host = base.rpartition("@")
    whole = f"{local}+{what}.{mark(secret, what)}"
    if len(whole) > LOCAL_LIMIT:
        raise ValueError(f"{base}: too long to write marks behind it")
    return f"{whole}@{host}"


def mark(secret: str, what: str) -> str:
    """Of the kind and its ids, with the secret of this installation."""
    key = hmac.digest(secret.encode(), SALT, hashlib.sha256)
    signed = hmac.digest(key, what.encode(), hashlib.sha256)
    return base64.b32encode(signed).decode().lower()[:MARK_LENGTH]


def read_address(address: str, secret: str) -> Token | None:
    """What an address says, however it was written: `"Rondetafel" <RONDETAFEL+C.45.12.…@host>`."""
    return next(read_addresses(address, secret), None)


def read_addresses(text: str, secret: str) -> Iterator[Token]:
    """What each address in a line with several of them says; what was not signed here says nothing."""
    for found in MARKED.finditer(text):
        kind, person, meeting, _, message, given = found.groups()
        ids = [int(one) for one in ((person, meeting) if kind else (message,))]
        what = ".".join(["c" if kind else "b", *map(str, ids)])
        if max(ids) <= ID_LIMIT and hmac.compare_digest(mark(secret, what), given.lower()):
            yield ToMeeting(*ids) if kind else ToBounce(*ids)

"""What the links in a mail carry: who it was for and what it is about, signed with the secret of this installation.

Nothing of them is stored. What a link may still do is asked when it is opened: a round that closed or was answered
takes nothing more, so that each link answers at most once (settled.md).
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from models import Delivery, Message, Reason
from workflows.refusals import NotNow
from workflows.words import Words

LONGEST = 400
"""No link of ours is longer."""


@dataclass(frozen=True)
class Stop:
    """Which mail she wants no more of: about one round, about one meeting, or else all of one reason."""

    person_id: int
    reason: Reason
    round_id: int | None = None
    meeting_id: int | None = None


def to_answer(person_id: int, round_id: int) -> str:
    return signed("answer", person_id, round_id)


def to_come(person_id: int, meeting_id: int) -> str:
    return signed("come", person_id, meeting_id)


def to_stop(message: Message) -> str:
    """Of a letter in an overview: to stop the overview, for which the reason `account` stands."""
    if message.delivery is Delivery.DIGEST:
        return signed("stop", message.person_id, 0, 0, Reason.ACCOUNT.value)
    return signed("stop", message.person_id, message.round_id or 0, message.meeting_id or 0, message.reason.value)


def read_pair(purpose: str, token: str) -> tuple[int, int]:
    """The two keys of an `answer` or a `come` link. Raises NotNow when it is not one of ours, or not whole."""
    person_id, other = read(purpose, token, 2)
    return person_id, other


def read_stop(token: str) -> Stop:
    *keys, reason = read("stop", token, 4)
    person_id, round_id, meeting_id = keys
    if reason not in set(Reason):
        raise broken()
    return Stop(person_id, Reason(reason), round_id or None, meeting_id or None)


def signed(purpose: str, *keys: int | str) -> str:
    return str(signer(purpose).dumps(keys))


def read(purpose: str, token: str, length: int) -> list[Any]:
    """The keys as they were signed; a number that no database holds is none of ours."""
    try:
        keys = signer(purpose).loads(token) if len(token) <= LONGEST else None
    except BadSignature:
        keys = None
    if not isinstance(keys, list) or len(keys) != length or any(isinstance(n, int) and n >= 2**31 for n in keys):
        raise broken()
    return keys


def signer(purpose: str) -> URLSafeSerializer:
    secret: str = current_app.config["SECRET_KEY"]
    return URLSafeSerializer(
        secret, salt=f"mail-{purpose}", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
    )


def broken() -> NotNow:
    return NotNow(Words("Deze link is niet volledig. Open de mail opnieuw, of meld je aan: daar wacht dezelfde vraag."))

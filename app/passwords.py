"""Argon2id. Slow on purpose, so it is done outside every transaction and never by more than two at a time."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

AT_ONCE = BoundedSemaphore(2)


def hasher() -> PasswordHasher:
    return PasswordHasher(
        time_cost=current_app.config["ARGON2_TIME"],
        memory_cost=current_app.config["ARGON2_MEMORY_KIB"],
        parallelism=1,
    )


def hashed(password: str) -> str:
    """The hash to store."""
    with AT_ONCE:
        return hasher().hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether it is the password. Costs the same when there is nothing to compare with."""
    if len(password) > 1024:
        return False
    with AT_ONCE:
        try:
            hasher().verify(stored or nobodys(), password)
            return stored is not None
        except (VerificationError, InvalidHashError):
            return False


def nobodys() -> str:
    """A hash of a secret that nobody has, made once with today's cost."""
    here: dict[str, str] = current_app.extensions
    if "nobodys_hash" not in here:
        here["nobodys_hash"] = hasher().hash("nobody has this")
    return here["nobodys_hash"]

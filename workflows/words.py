"""Sentences that wait for their language: a Dutch message id and what goes into it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Translate = Callable[[str, str, int], str]


def as_written(one: str, many: str, n: int) -> str:
    """Dutch is the source language: the message id is the sentence."""
    return one if n == 1 else many


@dataclass
class Voice:
    """Who translates. The app puts its own translator here when it starts."""

    translate: Translate = as_written


voice = Voice()


@dataclass(frozen=True)
class Words:
    """`Words("Dit kan alleen {who}.", who=rule.says)`: said in the reader's language when it is shown."""

    one: str
    given: dict[str, Any] = field(default_factory=dict)
    many: str = ""
    n: int = 1

    def __init__(self, one: str, /, **given: Any) -> None:
        object.__setattr__(self, "one", one)
        object.__setattr__(self, "given", given)
        object.__setattr__(self, "many", one)
        object.__setattr__(self, "n", 1)

    def __str__(self) -> str:
        return voice.translate(self.one, self.many, self.n).format(**self.given)

    def stored(self) -> list[Any]:
        """As JSON can hold it, to be said later; see `from_store`."""
        given = {k: v.stored() if isinstance(v, Words) else v for k, v in self.given.items()}
        return [self.one, given] if self.many == self.one else [self.one, given, self.many, self.n]


def from_store(stored: list[Any]) -> Words:
    """The words that `Words.stored` put away."""
    one, given, *plural = stored
    said = {k: from_store(v) if isinstance(v, list) else v for k, v in given.items()}
    if not plural:
        return Words(one, **said)
    many, n = plural
    return counted(one, many, n, **{k: v for k, v in said.items() if k != "n"})


def counted(one: str, many: str, n: int, **given: Any) -> Words:
    """Words with a number in them: `counted("{n} dag", "{n} dagen", n)`."""
    words = Words(one, n=n, **given)
    object.__setattr__(words, "many", many)
    object.__setattr__(words, "n", n)
    return words

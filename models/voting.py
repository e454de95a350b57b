"""The rules of a vote and what it came to, apart from the round: a workgroup has a usual rule too."""

from enum import StrEnum


class Preset(StrEnum):
    """By which rule a vote is decided: workflows/voting.py."""

    CONSENSUS = "consensus"
    SIMPLE = "simple"
    QUALIFIED = "qualified"
    WRITTEN = "written"
    TACIT = "tacit"


class Verdict(StrEnum):
    """What a vote came to. An objection sends the matter back to the table; an invalid vote decides nothing."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    OBJECTED = "objected"
    INVALID = "invalid"

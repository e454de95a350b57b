"""The arithmetic of votes: pure functions over whole numbers and exact fractions (domain.md, "Voting").

E electors, R recusals: eligible = E - R. Abstention is taking part, never for or against. A tie is a rejection.
No vote against can ever make a proposal pass; the tests try every count.
"""

from dataclasses import dataclass
from fractions import Fraction

from models import Preset, Verdict

TWO_THIRDS = Fraction(2, 3)
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Tally:
    """How many organisations said what. `present`: voting members at the meeting, None when there is none.

    `announced`: it had a date, and who was silent was reminded before it; so it is too when nobody is silent.
    """

    electors: int
    in_favour: int = 0
    against: int = 0
    abstain: int = 0
    recuse: int = 0
    present: int | None = None
    announced: bool = True

    @property
    def eligible(self) -> int:
        return self.electors - self.recuse

    @property
    def silent(self) -> int:
        return self.electors - self.in_favour - self.against - self.abstain - self.recuse


def quorum(electors: int) -> int:
    """At least half of the voting members present: 7 of 14, 7 of 13."""
    return -(-electors // 2)


def has_quorum(preset: Preset, tally: Tally) -> bool:
    """Only the simple majority asks who was there. Written, silence already counts as not in favour."""
    return preset is not Preset.SIMPLE or (tally.present or 0) >= quorum(tally.electors)


def threshold(preset: Preset, tally: Tally) -> int:
    """How many votes in favour it takes, as things stand. Consensus and silence take none."""
    if preset is Preset.SIMPLE:
        return tally.against + 1
    if preset is Preset.QUALIFIED:
        return max(1, _at_least(TWO_THIRDS * tally.eligible))
    if preset is Preset.WRITTEN:
        return int(HALF * tally.eligible) + 1
    return 0


def _at_least(share: Fraction) -> int:
    return -(-share.numerator // share.denominator)


def needed(preset: Preset, tally: Tally) -> int:
    """How many more votes in favour it takes."""
    return max(0, threshold(preset, tally) - tally.in_favour)


def verdict(preset: Preset, tally: Tally) -> Verdict:
    """What these counts come to when no more votes come."""
    if tally.eligible <= 0 or not has_quorum(preset, tally):
        return Verdict.INVALID
    if preset is Preset.TACIT and not tally.announced:
        return Verdict.INVALID
    if preset is Preset.CONSENSUS and tally.silent == tally.eligible:
        return Verdict.INVALID  # silence alone consents only where it was announced
    if preset in (Preset.CONSENSUS, Preset.TACIT):
        return Verdict.OBJECTED if tally.against else Verdict.ADOPTED
    return Verdict.REJECTED if needed(preset, tally) else Verdict.ADOPTED


def is_settled(preset: Preset, tally: Tally) -> bool:
    """Whether no vote of the silent ones can change the verdict any more.

    A vote can be replaced until it is closed, so this only says that there is nobody left to wait for.
    """
    if tally.silent == 0:
        return True
    if preset in (Preset.CONSENSUS, Preset.TACIT):
        return tally.against > 0
    if preset is Preset.SIMPLE:
        lead = tally.in_favour - tally.against
        return lead > tally.silent or -lead >= tally.silent
    return needed(preset, tally) == 0 or needed(preset, tally) > tally.silent

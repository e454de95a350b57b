"""The arithmetic of votes, on every count that five and fourteen members can come to (domain.md, "Voting")."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Preset, Verdict
from workflows import voting
from workflows.voting import Tally

HEADS = ("in_favour", "against", "abstain", "recuse")
ADOPTED, REJECTED, OBJECTED, INVALID = Verdict.ADOPTED, Verdict.REJECTED, Verdict.OBJECTED, Verdict.INVALID
every_preset = pytest.mark.parametrize("preset", Preset)


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to give at most `total` over so many heads."""
    if parts == 0:
        yield ()
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield (first, *rest)


@cache
def every_count(electors: int) -> tuple[Tally, ...]:
    """Every tally there is, with silent members or without, with the quorum or without, announced or not."""
    half = voting.quorum(electors)
    return tuple(
        Tally(electors, *heads, present=present, announced=announced)
        for heads in splits(electors, len(HEADS))
        for present in (None, half - 1, half)
        for announced in (True, False)
    )


def one_more_against(tally: Tally) -> Iterator[Tally]:
    """Somebody who was silent, abstained, was in favour or stayed out of it votes against."""
    if tally.silent:
        yield replace(tally, against=tally.against + 1)
    for head in ("in_favour", "abstain", "recuse"):
        if getattr(tally, head):
            yield replace(tally, against=tally.against + 1, **{head: getattr(tally, head) - 1})


def continuations(tally: Tally) -> Iterator[Tally]:
    """Everything that the silent ones can still do."""
    for more in splits(tally.silent, len(HEADS)):
        yield replace(tally, **{head: getattr(tally, head) + n for head, n in zip(HEADS, more, strict=True)})


tallies = st.integers(1, 60).flatmap(
    lambda electors: st.builds(
        lambda cuts, present, announced: Tally(
            electors, *(b - a for a, b in zip([0, *cuts], cuts, strict=False)), present=present, announced=announced
        ),
        st.lists(st.integers(0, electors), min_size=4, max_size=4).map(sorted),
        st.none() | st.integers(0, electors),
        st.booleans(),
    )
)
"""Of any size up to sixty."""


@every_preset
@pytest.mark.parametrize("electors", [5, 14])
def test_one_more_against_never_makes_it_pass_in_any_count(preset, electors):
    for tally in every_count(electors):
        if voting.verdict(preset, tally) is not ADOPTED:
            for worse in one_more_against(tally):
                assert voting.verdict(preset, worse) is not ADOPTED, (tally, worse)


@settings(derandomize=True, database=None, max_examples=300)
@given(tallies, st.sampled_from(Preset))
def test_one_more_against_never_makes_it_pass_at_any_table(tally, preset):
    if voting.verdict(preset, tally) is not ADOPTED:
        assert all(voting.verdict(preset, worse) is not ADOPTED for worse in one_more_against(tally))


@every_preset
@pytest.mark.parametrize("electors", [5, 14])
def test_what_is_adopted_had_its_quorum_its_majority_and_no_tie(preset, electors):
    for tally in every_count(electors):
        if voting.verdict(preset, tally) is not ADOPTED:
            continue
        assert tally.eligible > 0
        if preset is Preset.SIMPLE:
            assert tally.in_favour > tally.against
            assert 2 * tally.present >= electors
        elif preset is Preset.QUALIFIED:
            assert Fraction(tally.in_favour, tally.eligible) >= Fraction(2, 3)
        elif preset is Preset.WRITTEN:
            assert Fraction(tally.in_favour, tally.eligible) > Fraction(1, 2)
        else:
            assert tally.against == 0
            assert preset is Preset.CONSENSUS or tally.announced


@every_preset
@pytest.mark.parametrize("electors", [5, 14])
def test_what_is_not_adopted_lacked_one_of_these(preset, electors):
    """The other way round: nothing is refused that has everything it takes."""
    for tally in every_count(electors):
        found = voting.verdict(preset, tally)
        if tally.eligible == 0:
            assert found is INVALID
        elif preset is Preset.SIMPLE:
            quorate = tally.present is not None and 2 * tally.present >= electors
            wins = ADOPTED if tally.in_favour > tally.against else REJECTED
            assert found is (wins if quorate else INVALID)
        elif preset in (Preset.QUALIFIED, Preset.WRITTEN):
            share = Fraction(tally.in_favour, tally.eligible)
            wins = share >= Fraction(2, 3) if preset is Preset.QUALIFIED else share > Fraction(1, 2)
            assert found is (ADOPTED if wins else REJECTED)
        elif preset is Preset.TACIT and not tally.announced:
            assert found is INVALID
        elif preset is Preset.CONSENSUS and tally.silent == tally.eligible:
            assert found is INVALID  # silence alone consents only where it was announced
        else:
            assert found is (OBJECTED if tally.against else ADOPTED)


@every_preset
@pytest.mark.parametrize("electors", [5, 14])
def test_what_is_needed_is_enough_and_one_fewer_is_not(preset, electors):
    for tally in every_count(electors):
        needed = voting.needed(preset, tally)
        assert needed >= 0
        if preset in (Preset.CONSENSUS, Preset.TACIT) or tally.eligible == 0 or not voting.has_quorum(preset, tally):
            continue
        if needed <= tally.silent:
            assert voting.verdict(preset, replace(tally, in_favour=tally.in_favour + needed)) is ADOPTED
            for fewer in range(needed):
                assert voting.verdict(preset, replace(tally, in_favour=tally.in_favour + fewer)) is REJECTED
        else:
            best = replace(tally, in_favour=tally.in_favour + tally.silent)
            assert voting.verdict(preset, best) is REJECTED


@every_preset
@pytest.mark.parametrize("electors", [1, 2, 5, 6])
def test_it_is_settled_exactly_when_no_vote_of_the_silent_can_change_it(preset, electors):
    """Exactly, where the votes decide. Without quorum or announcement other things than votes can still change it."""
    for tally in every_count(electors):
        found = voting.verdict(preset, tally)
        fixed = all(voting.verdict(preset, later) is found for later in continuations(tally))
        votes_decide = voting.has_quorum(preset, tally) and (tally.announced or preset is not Preset.TACIT)
        assert fixed or not voting.is_settled(preset, tally), tally
        assert voting.is_settled(preset, tally) == fixed or not votes_decide, tally


def test_seven_against_seven_is_rejected():
    tied = Tally(14, in_favour=7, against=7, present=14)
    assert voting.verdict(Preset.SIMPLE, tied) is REJECTED
    assert voting.verdict(Preset.WRITTEN, tied) is REJECTED
    assert voting.verdict(Preset.QUALIFIED, tied) is REJECTED
    assert voting.needed(Preset.SIMPLE, tied) == 1


def test_every_tie_is_rejected():
    for tally in every_count(14):
        if tally.in_favour == tally.against and tally.eligible:
            assert voting.verdict(Preset.SIMPLE, tally) in (REJECTED, INVALID)
            assert voting.verdict(Preset.WRITTEN, tally) is REJECTED


def test_six_in_favour_and_eight_silent_fails_and_one_more_against_does_not_save_it():
    """The example of domain.md, against which the written procedure was made."""
    for against in range(9):
        assert voting.verdict(Preset.WRITTEN, Tally(14, in_favour=6, against=against)) is REJECTED
    assert voting.verdict(Preset.WRITTEN, Tally(14, in_favour=8, against=6)) is ADOPTED


@pytest.mark.parametrize(
    ("recusals", "eligible", "two_thirds", "more_than_half"),
    [(0, 14, 10, 8), (1, 13, 9, 7), (2, 12, 8, 7), (3, 11, 8, 6), (5, 9, 6, 5), (11, 3, 2, 2), (13, 1, 1, 1)],
)  # fmt: skip
def test_a_recusal_leaves_the_denominator_and_the_fractions_stay_exact(recusals, eligible, two_thirds, more_than_half):
    tally = Tally(14, recuse=recusals)
    assert tally.eligible == eligible
    assert voting.threshold(Preset.QUALIFIED, tally) == two_thirds
    assert voting.threshold(Preset.WRITTEN, tally) == more_than_half
    for preset, needed in ((Preset.QUALIFIED, two_thirds), (Preset.WRITTEN, more_than_half)):
        assert voting.verdict(preset, replace(tally, in_favour=needed)) is ADOPTED
        assert voting.verdict(preset, replace(tally, in_favour=needed - 1)) is REJECTED


def test_a_recusal_changes_nothing_but_the_denominator():
    """It counts for nobody: the verdict is that of a table with one elector fewer, the quorum aside."""
    for tally in every_count(14):
        if tally.recuse:
            smaller = replace(tally, electors=tally.electors - tally.recuse, recuse=0)
            for preset in Preset:
                if preset is not Preset.SIMPLE and tally.eligible:
                    assert voting.verdict(preset, tally) is voting.verdict(preset, smaller)


def test_a_recusal_can_flip_the_result():
    nine = Tally(14, in_favour=9, against=4)
    assert voting.verdict(Preset.QUALIFIED, replace(nine, abstain=1)) is REJECTED
    assert voting.verdict(Preset.QUALIFIED, replace(nine, recuse=1)) is ADOPTED


def test_an_abstention_takes_part_and_is_neither_for_nor_against():
    for tally in every_count(14):
        if tally.silent and tally.silent < tally.eligible:  # the first word makes a consensus possible
            for preset in Preset:
                assert voting.verdict(preset, replace(tally, abstain=tally.abstain + 1)) is voting.verdict(
                    preset, tally
                )


@pytest.mark.parametrize(("electors", "half"), [(1, 1), (2, 1), (5, 3), (13, 7), (14, 7), (15, 8)])
def test_the_quorum_is_at_least_half_of_the_members(electors, half):
    assert voting.quorum(electors) == half
    vote = Tally(electors, in_favour=electors, present=half)
    assert voting.verdict(Preset.SIMPLE, vote) is ADOPTED
    assert voting.verdict(Preset.SIMPLE, replace(vote, present=half - 1)) is INVALID
    assert voting.verdict(Preset.SIMPLE, replace(vote, present=None)) is INVALID


def test_one_objection_sends_it_back_to_the_table():
    for preset in (Preset.CONSENSUS, Preset.TACIT):
        assert voting.verdict(preset, Tally(14, in_favour=3)) is ADOPTED
        assert voting.verdict(preset, Tally(14, in_favour=13, against=1)) is OBJECTED
    assert voting.verdict(Preset.TACIT, Tally(14, in_favour=3, announced=False)) is INVALID


@every_preset
@pytest.mark.parametrize("electors", [0, 5, 14])
def test_where_nobody_may_vote_nothing_is_decided(preset, electors):
    assert voting.verdict(preset, Tally(electors, recuse=electors, present=electors)) is INVALID


def test_who_says_nothing_is_silent_and_counts_for_nothing():
    nobody = Tally(7)
    assert (nobody.eligible, nobody.silent, nobody.in_favour, nobody.against) == (7, 7, 0, 0)


@pytest.mark.parametrize("preset", [Preset.CONSENSUS, Preset.TACIT])
def test_where_no_objection_is_enough_no_vote_in_favour_is_needed(preset):
    assert (voting.threshold(preset, Tally(7)), voting.needed(preset, Tally(7))) == (0, 0)


def test_two_thirds_of_nobody_is_still_one_vote():
    assert voting.threshold(Preset.QUALIFIED, Tally(2, recuse=2)) == 1

"""What is the same in two lists, whatever stands in them, and at what cost."""

from hypothesis import given
from hypothesis import strategies as st

from workflows.alignment import opcodes
from workflows.comparing import Change, compare
from workflows.merge import merge

LISTS = st.lists(st.sampled_from("aabcd"), max_size=25)
TEXTS = st.lists(st.sampled_from(["een", "twee", " ", "  ", "\n", ".", "vier "]), max_size=20).map("".join)


@given(LISTS, LISTS)
def test_the_pieces_are_both_lists_whole_and_in_order(old, new):
    kept, came = [], []
    end = (0, 0)
    for tag, a, b, c, d in opcodes(old, new):
        assert (a, c) == end
        assert (old[a:b] == new[c:d]) == (tag == "equal")
        kept, came, end = kept + old[a:b], came + new[c:d], (b, d)
    assert (kept, came) == (old, new)


@given(LISTS, LISTS)
def test_what_is_said_once_in_both_holds_them_together(before, after):
    """However much of what surrounds it, each time twice, looks alike."""
    held, other = [*before * 2, "midden", *after * 2], [*after * 2, "midden", *before * 2]
    found = [held[a:b] for tag, a, b, *_ in opcodes(held, other) if tag == "equal"]
    assert any("midden" in piece for piece in found)


def test_a_paragraph_that_moved_leaves_the_rest_where_it_is():
    before, after = "een twee drie vier vijf zes".split(), "drie een twee vier vijf zes".split()
    equal = [before[a:b] for tag, a, b, *_ in opcodes(before, after) if tag == "equal"]
    assert equal == [["een", "twee"], ["vier", "vijf", "zes"]]


@given(TEXTS, TEXTS)
def test_two_texts_are_whole_in_what_stayed_came_and_went(before, after):
    pieces = compare(before, after)
    assert "".join(one.text for one in pieces if one.change is not Change.ADDED) == before
    assert "".join(one.text for one in pieces if one.change is not Change.REMOVED) == after


def test_the_same_change_of_two_people_is_made_once():
    assert merge("een\ntwee\ndrie", "een\nTWEE\ndrie\nvier", "nul\neen\nTWEE\ndrie") == "nul\neen\nTWEE\ndrie\nvier"

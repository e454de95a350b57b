"""Every CHECK of the models by hand: what it refuses, and what is at its border and stays allowed.

The key is the table, then the name of the CHECK without its table. A row says only what differs from one in which
each obligatory column has some value and each other column none.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

Row = dict[str, Any]

EVE, DAY = date(2027, 2, 28), date(2027, 3, 1)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2027, 3, 1, 13, tzinfo=UTC)
HEX = "a" * 64


@dataclass(frozen=True)
class Check:
    """Rows that break this rule and no other, and rows that only just keep it."""

    refused: tuple[Row, ...]
    allowed: tuple[Row, ...]


def whole_number(column: str, first: int, last: int) -> Check:
    """From the first to the last; may be left out when the row that is valid leaves it out."""
    return Check(({column: first - 1}, {column: last + 1}), ({column: first}, {column: last}))


def exactly_one(*columns: str) -> Check:
    """One of these is set: neither none nor two, whichever two they are."""
    nothing: Row = dict.fromkeys(columns)
    two = tuple(nothing | {one: 1, other: 1} for one, other in zip(columns, (*columns[1:], columns[0]), strict=True))
    return Check((nothing, *two), tuple(nothing | {one: 1} for one in columns))


def exactly_one_deadline(valid: Row) -> Check:
    """A day, a meeting, or the next meeting; a record of before may have none, and never two."""
    given: Row = {"due_on": DAY, "due_meeting_id": 1, "due_next_id": 1}
    none: Row = valid | dict.fromkeys(given)
    one = tuple(none | {column: value} for column, value in given.items())
    two = tuple(none | {left: value for left, value in given.items() if left != out} for out in given)
    on_record = tuple(row | {"recorded": True} for row in two)
    return Check((none, *two, *on_record), (*one, none | {"recorded": True}))


SUBJECTS_OF_A_STEP = ("of_workgroup_id", "of_meeting_id", "of_minutes_id", "of_round_id", "of_dossier_id")
SUBJECTS_OF_A_SOURCE = (
    "of_organisation_id",
    "of_workgroup_id",
    "of_membership_id",
    "of_meeting_id",
    "of_agenda_item_id",
    "of_decision_id",
    "of_action_id",
    "of_milestone_id",
    "of_theme_id",
    "of_key_figure_id",
    "of_contradiction_id",
    "of_claim_id",
    "of_round_id",
    "of_dossier_id",
)
PARENTS_OF_A_FILE = ("item_id", "block_id", "answer_id", "dossier_id")

AN_ACTION: Row = {"state": "open", "due_on": DAY, "recorded": False}
A_ROUND: Row = {"kind": "status", "state": "draft", "due_on": DAY, "recorded": False}
A_CERTIFIED_ROUND: Row = {"state": "certified", "opened_at": NOON, "digest": HEX, "certified_at": NOON, "result": {}}
AN_ANSWER: Row = {"kind": "status", "capacity": "representative", "person_id": 1}

VALID: dict[str, Row] = {
    "action": AN_ACTION,
    "answer": AN_ANSWER,
    "audit_payload": {"payload": "{}", "salt": HEX, "erased_under": None},
    "comment": {"kind": "remark", "resolution": ""},
    "decision": {"state": "draft", "meeting_id": 1},
    "document": {"item_id": 1, "size": 1},
    "dossier": {"state": "idea"},
    "dossier_link": {"dossier_id": 1, "other_id": 2},
    "mailbox": {"person_id": 1},
    "membership": {"since": DAY},
    "message": {"delivery": "at_once", "state": "waiting"},
    "minute": {"part": "opening"},
    "mute": {"round_id": 1},
    "one_time_link": {"made_at": NOON, "expires_at": LATER},
    "overview_text": {"year": 2027},
    "provenance": {"of_meeting_id": 1},
    "revision": {"text": "x", "digest": HEX},
    "round": A_ROUND,
    "round_link": {"made_at": NOON, "expires_at": LATER},
    "seat": {"since": DAY},
    "step_taken": {"of_meeting_id": 1},
    "theme": {"since_year": 2027},
}
"""What a row needs, beside some value in each obligatory column, to keep all the rules of its table."""

ENDS_AFTER_IT_STARTS = Check(({"until": EVE},), ({"until": DAY}, {"until": None}))
EXPIRES_AFTER_IT_IS_MADE = Check(({"expires_at": NOON}, {"made_at": LATER, "expires_at": NOON}), ())
MINUTES_OF_A_DAY = whole_number("planned_minutes", 0, 600)
CADENCE_IN_WEEKS = whole_number("cadence_weeks", 1, 104)

CHECKS: dict[str, dict[str, Check]] = {
    "action": {
        "ended_with_a_result": Check(
            ({"state": "done", "result": ""}, {"state": "dropped", "result": ""}),
            ({"state": "open", "result": ""}, {"state": "done", "result": "klaar"}),
        ),
        "one_deadline": exactly_one_deadline(AN_ACTION),
    },
    "agenda_item": {"minutes_of_a_day": MINUTES_OF_A_DAY},
    "answer": {
        "a_guest_has_no_account": Check(
            ({"person_id": 1, "capacity": "guest"}, {"person_id": None, "capacity": "representative"}),
            ({"person_id": None, "capacity": "guest"},),
        ),
        "a_vote_that_counts": Check(
            (
                {"kind": "vote", "choice": "yes", "text": "ja"},
                {"kind": "vote", "choice": "against", "text": ""},
                {"kind": "vote", "choice": "recuse", "text": ""},
            ),
            (
                {"kind": "vote", "choice": "for", "text": ""},
                {"kind": "vote", "choice": "abstain", "text": ""},
                {"kind": "vote", "choice": "against", "text": "te vroeg"},
                {"kind": "vote", "choice": "recuse", "text": "betrokken"},
                {"kind": "status", "choice": "yes", "text": ""},
            ),
        ),
    },
    "audit_payload": {
        "whole_or_erased": Check(
            (
                {"payload": None},
                {"salt": None},
                {"payload": None, "salt": None},
                {"erased_under": "AVG"},
                {"payload": None, "erased_under": "AVG"},
            ),
            ({"payload": None, "salt": None, "erased_under": "AVG"},),
        )
    },
    "comment": {
        "a_finding_has_a_weight": Check(
            ({"kind": "finding", "severity": None}, {"kind": "remark", "severity": 1}),
            ({"kind": "finding", "severity": 1},),
        ),
        "answered_in_words": Check(
            ({"resolved_at": NOON, "resolution": ""}, {"resolved_at": None, "resolution": "gedaan"}),
            ({"resolved_at": NOON, "resolution": "gedaan"},),
        ),
        "weight_from_one_to_four": Check(
            ({"kind": "finding", "severity": 0}, {"kind": "finding", "severity": 5}),
            ({"kind": "finding", "severity": 1}, {"kind": "finding", "severity": 4}),
        ),
    },
    "decision": {
        "not_after_itself": Check(({"id": 7, "supersedes_id": 7},), ({"id": 7, "supersedes_id": 8},)),
        "number_when_taken": Check(
            (
                {"state": "draft", "number": 1},
                {"state": "withdrawn", "number": 1},
                {"state": "in_force", "number": None},
                {"state": "rejected", "number": None},
                {"state": "repealed", "number": None},
            ),
            ({"state": "in_force", "number": 1}, {"state": "withdrawn", "number": None}),
        ),
        "taken_somewhere": Check(
            ({"meeting_id": None, "round_id": None},), ({"meeting_id": None, "round_id": 1}, {"round_id": 1})
        ),
    },
    "document": {
        "a_role_in_a_dossier": Check(({"role": "export"},), ({"role": "export", "item_id": None, "dossier_id": 1},)),
        "not_empty": Check(({"size": 0}, {"size": -1}), ()),
        "one_parent": exactly_one(*PARENTS_OF_A_FILE),
        "withdrawn_with_its_reason": Check(
            (
                {"withdrawn_at": NOON, "withdrawn_because": None},
                {"withdrawn_at": None, "withdrawn_because": "dubbel"},
            ),
            ({"withdrawn_at": NOON, "withdrawn_because": "dubbel"},),
        ),
    },
    "dossier": {
        "stopped_with_a_reason": Check(
            ({"state": "stopped", "ended_because": ""},),
            ({"state": "stopped", "ended_because": "geen tijd"}, {"state": "idea", "ended_because": ""}),
        )
    },
    "dossier_link": {"to_another": Check(({"other_id": 1},), ())},
    "dossier_theme": {
        "not_within_itself": Check(({"id": 7, "parent_id": 7},), ({"id": 7, "parent_id": 8},)),
    },
    "mailbox": {
        "away_from_until": Check(
            ({"away_from": DAY, "away_until": None}, {"away_from": None, "away_until": DAY}),
            ({"away_from": DAY, "away_until": DAY},),
        ),
        "away_in_order": Check(({"away_from": DAY, "away_until": EVE},), ({"away_from": DAY, "away_until": DAY},)),
        "deputy_is_another": Check(({"deputy_id": 1},), ({"deputy_id": 2},)),
    },
    "meeting": {
        "ends_after_start": Check(
            (
                {"starts_at": NOON, "ends_at": NOON},
                {"starts_at": LATER, "ends_at": NOON},
                {"starts_at": None, "ends_at": NOON},
            ),
            ({"starts_at": NOON, "ends_at": LATER}, {"starts_at": NOON, "ends_at": None}),
        )
    },
    "membership": {"ends_after_it_starts": ENDS_AFTER_IT_STARTS},
    "message": {
        "about_one_thing": Check(({"round_id": 1, "meeting_id": 1},), ({"round_id": 1}, {"meeting_id": 1})),
        "never_is_withheld": Check(
            ({"delivery": "never"}, {"delivery": "never", "state": "failed"}),
            ({"delivery": "never", "state": "withheld", "withheld_because": "never"},),
        ),
        "sent_at_when_sent": Check(
            ({"state": "sent", "sent_at": None}, {"state": "waiting", "sent_at": NOON}),
            ({"state": "sent", "sent_at": NOON},),
        ),
        "withheld_with_its_reason": Check(
            ({"state": "withheld", "withheld_because": None}, {"state": "waiting", "withheld_because": "muted"}),
            ({"state": "withheld", "withheld_because": "muted"},),
        ),
    },
    "minute": {
        "item_of_an_item": Check(
            ({"part": "item", "item_id": None}, {"part": "opening", "item_id": 1}, {"part": "closing", "item_id": 1}),
            ({"part": "item", "item_id": 1}, {"part": "closing", "item_id": None}),
        )
    },
    "mute": {
        "one_thing": Check(
            ({"round_id": None, "meeting_id": None}, {"round_id": 1, "meeting_id": 1}),
            ({"round_id": None, "meeting_id": 1},),
        )
    },
    "one_time_link": {"expires_after_it_is_made": EXPIRES_AFTER_IT_IS_MADE},
    "organisation": {"code_of_three": Check(({"code": "GN"}, {"code": ""}), ({"code": "GNT"}, {"code": None}))},
    "overview_text": {"a_year": whole_number("year", 1990, 2100)},
    "person": {
        "email_in_lower_case": Check(({"email": "Griet@gent.example"},), ({"email": "griet@gent.example"},)),
    },
    "provenance": {"one_subject": exactly_one(*SUBJECTS_OF_A_SOURCE)},
    "remark": {
        "resolved_with_words": Check(
            ({"resolution": "ja", "accepted": None}, {"resolution": None, "accepted": True}),
            ({"resolution": "ja", "accepted": False},),
        )
    },
    "revision": {
        "a_text": Check(({"text": ""}, {"digest": ""}), ()),
    },
    "round": {
        "a_verdict_of_a_vote": Check(
            ({"verdict": "adopted"},), ({"kind": "vote", "preset": "simple", "verdict": "adopted"},)
        ),
        "a_vote_has_a_rule": Check(
            ({"kind": "vote", "preset": None}, {"kind": "status", "preset": "simple"}),
            ({"kind": "vote", "preset": "simple"},),
        ),
        "cancelled_with_a_reason": Check(
            ({"state": "cancelled", "cancelled_because": ""},),
            ({"state": "cancelled", "cancelled_because": "dubbel"}, {"cancelled_because": ""}),
        ),
        "certified_when": Check(
            (A_CERTIFIED_ROUND | {"certified_at": None}, {"certified_at": NOON}), (A_CERTIFIED_ROUND,)
        ),
        "certified_with_a_result": Check((A_CERTIFIED_ROUND | {"result": None},), (A_CERTIFIED_ROUND,)),
        "one_deadline": exactly_one_deadline(A_ROUND),
        "one_subject": Check(({"item_id": 1, "action_id": 1},), ({"item_id": 1}, {"action_id": 1}, {})),
        "opened_with_its_text": Check(
            (
                {"state": "open", "opened_at": None, "digest": HEX},
                {"state": "open", "opened_at": NOON, "digest": ""},
                {"state": "closed", "opened_at": None, "digest": ""},
            ),
            (
                {"state": "open", "opened_at": NOON, "digest": HEX},
                {"state": "closed", "opened_at": None, "digest": "", "recorded": True},
                {"state": "cancelled", "opened_at": None, "digest": "", "cancelled_because": "dubbel"},
            ),
        ),
    },
    "round_link": {"expires_after_it_is_made": EXPIRES_AFTER_IT_IS_MADE},
    "seat": {"ends_after_it_starts": ENDS_AFTER_IT_STARTS},
    "series": {"cadence_in_weeks": CADENCE_IN_WEEKS},
    "standing_item": {"minutes_of_a_day": MINUTES_OF_A_DAY},
    "step_taken": {"one_subject": exactly_one(*SUBJECTS_OF_A_STEP)},
    "theme": {
        "ends_after_it_starts": Check(({"until_year": 2026},), ({"until_year": 2027}, {"until_year": None})),
    },
    "workgroup": {
        "cadence_in_weeks": CADENCE_IN_WEEKS,
        "slug_in_lower_case": Check(({"slug": "OBMi"},), ({"slug": "obmi"},)),
    },
}

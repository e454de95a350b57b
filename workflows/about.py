"""Letters about a round or a meeting: one subject for all of them, one address to look at, one reason."""

from typing import Any

from models import Audience, Meeting, Reason, Round
from workflows.letters import Letter
from workflows.words import Words


def round_letter(the_round: Round, kind: str, reason: Reason, *paragraphs: Words, proves: int | None = None) -> Letter:
    """About a round: what is asked opens the page to answer on, the rest the page of the round."""
    asked = kind in ("asked", "reminder")
    page = f"/{the_round.workgroup.slug}/rounds/{the_round.id}"
    return Letter(
        kind,
        Words(
            "[{group} ronde {n}] {question}",
            group=the_round.workgroup.prefix, n=the_round.id, question=the_round.question,
        ),
        paragraphs,
        Words(
            "Je krijgt deze mail omdat je antwoordt voor een organisatie in de werkgroep {workgroup}.",
            workgroup=the_round.workgroup.name,
        ),
        Words("Antwoord") if asked else Words("Bekijk de ronde"),
        f"{page}/answer" if asked else page,
        reason=reason, about=the_round, proves=proves,
    )  # fmt: skip


def meeting_letter(
    meeting: Meeting, kind: str, reason: Reason, *paragraphs: Words,
    calendar: dict[str, Any] | None = None, audience: Audience | None = None,
) -> Letter:  # fmt: skip
    """About a meeting; with its calendar entry where that changed, and for how few what it quotes is."""
    return Letter(
        kind,
        Words(
            "[{group} vergadering {number}] {title}",
            group=meeting.workgroup.prefix, number=meeting.number, title=meeting.title,
        ),
        paragraphs,
        Words("Je krijgt deze mail omdat je een zetel hebt in {group}.", group=meeting.workgroup.name),
        Words("Bekijk de vergadering"),
        f"/{meeting.workgroup.slug}/meetings/{meeting.number}",
        reason=reason, about=meeting, calendar=calendar, audience=audience,
    )  # fmt: skip

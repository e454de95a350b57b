"""The rounds of a report template: the vote on its text, the test by one city, the adoption by all of them."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, object_session

from models import (
    Addressees,
    AgendaItem,
    Answer,
    Audience,
    Meeting,
    MeetingState,
    Organisation,
    Person,
    Preset,
    ReportTemplate,
    Round,
    RoundKind,
    RoundParty,
    RoundState,
    Verdict,
    narrowest,
)
from workflows import round as rounds
from workflows.clock import today
from workflows.refusals import NotReady
from workflows.revision import latest
from workflows.words import Words

TIME_TO_ANSWER = timedelta(weeks=6)
"""One meeting further: adoption is asked with this term, and may be answered long after it."""


def open_round(  # noqa: PLR0913
    session: Session, template: ReportTemplate, by: Person, kind: RoundKind, question: Words, text: str, *,
    due_on: date | None = None, preset: Preset | None = None, chosen: Sequence[Organisation] = (),
    previous: Round | None = None,
) -> Round:  # fmt: skip
    """About the text as it stands. At the table of a meeting that goes on it is part of its item.

    What the cities answer stays at the table, also where the text was opened to others.
    """
    item = at_the_table(session, template) if kind is RoundKind.VOTE else None
    revision = latest(template)
    audience = narrowest([template.audience, Audience.PARTNERS]) or Audience.PARTNERS
    the_round = rounds.start(
        session, template.workgroup, by=by, kind=kind, question=str(question)[:300], text=text, preset=preset,
        addressees=Addressees.SELECTION if chosen else Addressees.VOTING, chosen=chosen, audience=audience,
        due_on=due_on or today() + TIME_TO_ANSWER, item=item, previous=previous,
    )  # fmt: skip
    the_round.dossier_id, the_round.revision_id = template.id, revision.id if revision else None
    session.flush()
    if reason := rounds.can_be_opened(the_round):
        raise NotReady(reason)
    rounds.procedure["open"].apply(session, the_round, by, {})
    return the_round


def at_the_table(session: Session, template: ReportTemplate) -> AgendaItem | None:
    """The item under which it is spoken about right now."""
    query = select(AgendaItem).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    return session.scalars(
        query.where(
            AgendaItem.dossier_id == template.id, Meeting.state == MeetingState.RUNNING,
            AgendaItem.dropped_because.is_(None),
        )
    ).first()  # fmt: skip


def last_round(template: ReportTemplate, kind: RoundKind) -> Round | None:
    """The newest of its kind that was not cancelled."""
    session = object_session(template)
    query = select(Round).where(
        Round.dossier_id == template.id, Round.kind == kind, Round.state != RoundState.CANCELLED
    )
    return session.scalars(query.order_by(Round.id.desc()).limit(1)).first() if session else None


def adopted_vote(template: ReportTemplate) -> Round | None:
    """The newest vote that was carried: its revision is the one that was approved."""
    session = object_session(template)
    query = select(Round).where(
        Round.dossier_id == template.id, Round.kind == RoundKind.VOTE, Round.verdict == Verdict.ADOPTED
    )
    return session.scalars(query.order_by(Round.id.desc()).limit(1)).first() if session else None


def verdict_of_the_test(template: ReportTemplate) -> Answer | None:
    """What the testing city says of this text; None while it says nothing."""
    test = last_round(template, RoundKind.TEST)
    session, revision = object_session(template), latest(template)
    if session is None or test is None or revision is None or test.revision_id != revision.id:
        return None
    query = select(Answer).where(Answer.round_id == test.id, Answer.superseded_at.is_(None))
    return session.scalars(query).first()


def end_round(session: Session, the_round: Round | None, by: Person) -> None:
    """Closed where it still takes answers; what was said stays."""
    if the_round is not None and the_round.state is RoundState.OPEN:
        rounds.procedure["close"].apply(session, the_round, by, {})


def objections(session: Session, vote: Round) -> Sequence[Answer]:
    """Why members were against."""
    query = select(Answer).where(Answer.round_id == vote.id, Answer.superseded_at.is_(None), Answer.choice == "against")
    whose = joinedload(Answer.party).joinedload(RoundParty.organisation)
    return session.scalars(query.options(whose).order_by(Answer.id)).all()


USES = ("planned", "building", "online")
"""Who hears of a newer version, and of the end."""


def users(session: Session, template: ReportTemplate) -> list[Organisation]:
    """The organisations that use it or are about to."""
    query = (
        select(Organisation)
        .join(RoundParty, RoundParty.organisation_id == Organisation.id)
        .join(Answer, Answer.party_id == RoundParty.id)
        .join(Round, Round.id == RoundParty.round_id)
        .where(
            Round.dossier_id == template.id, Round.kind == RoundKind.ADOPTION, Answer.choice.in_(USES),
            Answer.superseded_at.is_(None),
        )
        .order_by(Organisation.id)
        .distinct()
    )  # fmt: skip
    return list(session.scalars(query))


def online(session: Session, dossiers: Sequence[int]) -> dict[int, int]:
    """How many organisations have each of these online: the counter "in gebruik"."""
    query = (
        select(Round.dossier_id, func.count())
        .join(Answer, Answer.round_id == Round.id)
        .where(
            Round.dossier_id.in_(dossiers), Round.kind == RoundKind.ADOPTION, Answer.choice == "online",
            Answer.superseded_at.is_(None), Round.state != RoundState.CANCELLED,
        )
        .group_by(Round.dossier_id)
    )  # fmt: skip
    return {key: n for key, n in session.execute(query) if key is not None} if dossiers else {}

"""Why a report template cannot go on yet: each says in words what is missing, or nothing."""

from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from models import (
    AgendaItem,
    CommentKind,
    Document,
    FileRole,
    Meeting,
    MeetingState,
    ReportTemplate,
    Revision,
    RoundKind,
    RoundState,
    Verdict,
)
from workflows.leading import offers
from workflows.published import published
from workflows.revision import latest, nothing_open
from workflows.template_rounds import (
    adopted_vote,
    last_round,
    verdict_of_the_test,
)
from workflows.words import Words, counted

FILE_ROLES = {
    FileRole.EXPORT: Words("het sjabloon zelf"),
    FileRole.INSTRUCTIONS: Words("instructies"),
    FileRole.EXAMPLE: Words("voorbeeld"),
    FileRole.LICENCE: Words("licentie"),
}
NEEDED = (FileRole.EXPORT, FileRole.INSTRUCTIONS)
"""A package without these is of no use to another city."""


def it_came_to_a_meeting(template: ReportTemplate) -> Words | None:
    """De vergadering kiest: it was on the table of one that runs or was held."""
    if template.theme_id is None:
        return Words("Kies eerst een thema bij de gegevens van het dossier.")
    if meeting_of(template, MeetingState.RUNNING, MeetingState.HELD) is None:
        return Words("Zet het dossier op de agenda: het thema wordt gekozen in een vergadering.")
    return None


def it_is_on_an_agenda(template: ReportTemplate) -> Words | None:
    states = (MeetingState.PROPOSED, MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.RUNNING)
    if meeting_of(template, *states, MeetingState.HELD) is None:
        return Words("Zet het voorstel eerst op de agenda van een vergadering.")
    return None


def meeting_of(template: ReportTemplate, *states: MeetingState) -> Meeting | None:
    """The newest meeting in one of these states on whose agenda it stands."""
    session = object_session(template)
    query = select(Meeting).join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
    query = query.where(AgendaItem.dossier_id == template.id, AgendaItem.dropped_because.is_(None))
    found = query.where(Meeting.state.in_(states)).order_by(Meeting.held_on.desc()).limit(1)
    return session.scalars(found).first() if session else None


def now_at_the_table(template: ReportTemplate) -> Meeting | None:
    """The meeting that speaks about it at this moment."""
    return meeting_of(template, MeetingState.RUNNING)


def somebody_offered(template: ReportTemplate) -> Words | None:
    session = object_session(template)
    return None if session and offers(session, template) else Words("Nog geen enkele organisatie bood zich aan.")


def nobody_was_asked(template: ReportTemplate) -> Words | None:
    there = last_round(template, RoundKind.ADOPTION)
    return Words("Dat is al gevraagd: elke stad kan haar antwoord nog wijzigen.") if there else None


def one_is_asked(template: ReportTemplate) -> Words | None:
    return None if template.asked_lead_id else Words("Er is geen organisatie gevraagd om trekker te zijn.")


def a_text_is_written(template: ReportTemplate) -> Words | None:
    return None if latest(template) else Words("De trekker schreef nog geen voorstel of inhoudstafel.")


def every_remark_is_answered(template: ReportTemplate) -> Words | None:
    """Remarks are answered one by one before the proposal is final."""
    left = nothing_open(template, CommentKind.REMARK, CommentKind.QUESTION, CommentKind.BLOCKING)
    if not left:
        return None
    return counted("{n} opmerking wacht op een antwoord.", "{n} opmerkingen wachten op een antwoord.", len(left))


def the_vote_is_carried(template: ReportTemplate) -> Words | None:
    vote, revision = last_round(template, RoundKind.VOTE), latest(template)
    if vote is None or revision is None or vote.revision_id != revision.id:
        return Words("Over deze tekst is niet gestemd.")
    if vote.state is not RoundState.CERTIFIED:
        return Words("De stemming is nog niet vastgesteld.")
    return None if vote.verdict is Verdict.ADOPTED else Words("De stemming keurde de tekst niet goed.")


def the_vote_failed(template: ReportTemplate) -> Words | None:
    vote = last_round(template, RoundKind.VOTE)
    if vote is not None and vote.state in (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED):
        return Words("De stemming is nog niet vastgesteld.")
    return Words("De stemming keurde de tekst goed.") if the_vote_is_carried(template) is None else None


def instructions_are_there(template: ReportTemplate) -> Words | None:
    """De templates en bijhorende instructies worden getest."""
    return None if FileRole.INSTRUCTIONS in roles_of(template) else Words("Voeg de instructies toe: die test men mee.")


def roles_of(template: ReportTemplate) -> dict[FileRole, list[Document]]:
    """The files of its package by what each is for."""
    session = object_session(template)
    found: dict[FileRole, list[Document]] = {}
    query = select(Document).where(Document.dossier_id == template.id, Document.withdrawn_at.is_(None))
    for one in session.scalars(query.order_by(Document.id)) if session else ():
        if one.role is not None:
            found.setdefault(one.role, []).append(one)
    return found


def changes_are_asked(template: ReportTemplate) -> Words | None:
    """The tester says so, or found something that is not settled."""
    said, found = verdict_of_the_test(template), nothing_open(template, CommentKind.FINDING)
    if found or (said is not None and said.choice != "usable"):
        return None
    return Words("Wie test, vond niets dat aangepast moet worden.")


def it_is_usable(template: ReportTemplate) -> Words | None:
    """The tester's verdict, every finding settled, the package whole."""
    said, left = verdict_of_the_test(template), nothing_open(template, CommentKind.FINDING)
    if said is None:
        who = template.tester.name if template.tester else "…"
        return Words("{organisation} gaf nog geen oordeel.", organisation=who)
    if said.choice != "usable":
        return Words("De test besloot: nog niet bruikbaar. Pas het sjabloon aan en laat het opnieuw testen.")
    if left:
        return counted("{n} bevinding wacht op een antwoord.", "{n} bevindingen wachten op een antwoord.", len(left))
    return the_package_is_whole(template)


def the_package_is_whole(template: ReportTemplate) -> Words | None:
    missing = [FILE_ROLES[role] for role in NEEDED if role not in roles_of(template)]
    if not missing:
        return None
    return Words("Het pakket is niet volledig: {what} ontbreekt.", what=", ".join(str(one) for one in missing))


def nothing_blocks(template: ReportTemplate) -> Words | None:
    """No open blocking remark, a whole package, and the text that was approved."""
    left = nothing_open(template, CommentKind.BLOCKING, CommentKind.FINDING)
    if left:
        return counted(
            "{n} blokkerende opmerking staat nog open.", "{n} blokkerende opmerkingen staan nog open.", len(left)
        )
    return the_package_is_whole(template) or no_material_change(template)


def no_material_change(template: ReportTemplate) -> Words | None:
    """A material change after the approval goes back to the vote."""
    if changed_since_approval(template):
        return Words("De tekst is inhoudelijk gewijzigd sinds de goedkeuring: leg hem opnieuw ter goedkeuring voor.")
    return None


def a_material_change(template: ReportTemplate) -> Words | None:
    return (
        None if changed_since_approval(template) else Words("Er is niets inhoudelijks gewijzigd sinds de goedkeuring.")
    )


def changed_since_approval(template: ReportTemplate) -> bool:
    """Whether a material revision came after the one that was approved."""
    session, vote = object_session(template), adopted_vote(template)
    if session is None or vote is None or vote.revision is None:
        return True
    later = select(func.count()).where(
        Revision.dossier_id == template.id, Revision.nth > vote.revision.nth, Revision.material
    )
    return bool(session.scalar(later))


def only_corrected(template: ReportTemplate) -> Words | None:
    """Of one that is out: words were corrected and nothing else, so neither vote nor test is asked again."""
    session = object_session(template)
    if session is None or published(session, template.id) is None:
        return Words("Dit kan alleen voor een sjabloon dat al gepubliceerd is.")
    return no_material_change(template) or every_remark_is_answered(template)

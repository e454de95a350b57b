"""What nobody outside the other workgroup may find: in everything that it keeps, a word with "kanarie" in it."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.blocks import Document, as_data, plain
from models import (
    Addressees,
    AgendaItem,
    CommentKind,
    DossierOccasion,
    DossierState,
    Handling,
    LeadOffer,
    Meeting,
    MinuteBlock,
    Occasion,
    Output,
    Publication,
    Reason,
    Received,
    ReceivedKind,
    Relation,
    RevisionKind,
    RoundKind,
    SavedView,
    SeatRole,
)
from tests.app.world import World, the_world
from tests.asked import ask
from tests.conftest import doer
from tests.files.laid import put_a_file
from tests.table import Table, lay
from workflows import (
    answer,
    calendar_feed,
    comment,
    document,
    dossier,
    links,
    mailbox,
    mandate,
    overview,
    report_template,
    revision,
    seat,
    treatment,
    workgroup,
)
from workflows import round as rounds
from workflows.clock import today
from workflows.engine import set_state


def the_canaries(app: Flask, session: Session) -> dict[str, Any]:
    """A filling (tests/templates.py): the world, with canaries in the other workgroup."""
    filled = the_world(app, session)
    hide(World(app, session, filled["world"]), doer(session))
    return filled


def hide(world: World, do) -> None:
    cast, session = world.cast, world.session
    do(workgroup.DESCRIBE, cast.orba, by=cast.otto, name="ORBA", mandate="kanariemandaat", cadence_weeks=None)
    do(workgroup.procedure.step("start"), cast.orba, by=cast.otto, note="kanarienota")
    place = cast.karim.organisation
    do(
        seat.INVITE, cast.orba, by=cast.otto,
        name="kanarienaam", email="kanarieadres@example.invalid", function="kanariefunctie", organisation=place,
        role=SeatRole.DEPUTY,
    )  # fmt: skip
    lay(Table(session, do, cast.orba, cast.otto, "kanarie"), remarks_by=cast.otto)
    held = session.scalars(select(Meeting).where(Meeting.workgroup_id == cast.orba.id)).first()
    asked = do(mandate.ASK, cast.orba, by=cast.otto, text="kanarievraag")
    do(mandate.REPORT, asked, by=cast.otto, text="kanarierapport", meeting=held, asks_more=True)
    year, content = today().year, as_data(Document("kanarietitel", "nl", blocks=(plain("kanarie-editie"),)))
    do(overview.WRITE, cast.orba, by=cast.otto, year=year, place="intro", text="kanarietekst", basis="", seen=0)
    do(overview.PUBLISH, cast.orba, by=cast.otto, year=year, content=content)
    do(mandate.DELIVER, cast.orba, by=cast.otto, title="kanarieresultaat", link=None)
    ask_in_secret(world, do, place)
    work_in_secret(world, do)
    secret = links.Secret(links.new_secret("calendar"))
    do(calendar_feed.MAKE, world.visit_of("other group"), by=cast.otto, workgroup=cast.orba, secret=secret)
    world.visit_of("other group").agent = "kanarietoestel"
    session.commit()


def ask_in_secret(world: World, do, place) -> None:
    """Rounds of the other group: one that was answered and certified, one that does not concern its party."""
    cast = world.cast
    given = {"addressees": Addressees.SELECTION, "chosen": [place]}
    asked = ask(do, cast.orba, cast.otto, RoundKind.INTEREST, question="kanarieronde", text="kanarieuitleg", **given)
    do(
        answer.RECORD, asked, by=cast.otto, organisation=place, choice="yes", text="kanarieantwoord",
        link="https://kanarie.example", seen=asked.digest,
    )  # fmt: skip
    do(treatment.TREAT, asked.parties[0].current, by=cast.otto, handling=Handling.ACCEPTED, note="kanarieverwerking")
    do(rounds.procedure["close"], asked, by=cast.otto)
    do(rounds.procedure["certify"], asked, by=cast.otto, conclusion="kanariebesluit")
    other = ask(do, cast.orba, cast.otto, RoundKind.QUESTIONNAIRE, question="kanarieronde twee", **given)
    do(rounds.EXCUSE, other.parties[0], by=cast.otto, reason="kanariereden")
    mail_in_secret(world, do, asked)
    third = ask(do, cast.orba, cast.otto, RoundKind.QUESTIONNAIRE, question="kanarieronde drie", **given)
    secret = links.Secret(links.new_secret("guest"))
    do(answer.MAKE_LINK, third.parties[0], by=cast.otto, secret=secret)


def work_in_secret(world: World, do) -> None:
    """A dossier of the other group, with a text, a remark, an offer, a version that is out, and a tie to another."""
    session, otto, orba = world.session, world.cast.otto, world.cast.orba
    one, other = (
        do(report_template.PROPOSE, orba, by=otto, title=title, output=Output.REPORT, about="kanariewaarvoor")
        for title in ("kanariedossier", "kanariedossier twee")
    )
    set_state(one, DossierState.LEAD_CHOSEN)
    session.commit()
    text = do(revision.WRITE, one, by=otto, text="# kanariekop\n\nkanarieversie", kind=RevisionKind.CONTENTS)
    do(comment.SAY, one, by=otto, kind=CommentKind.REMARK, text="kanariecommentaar")
    do(dossier.LINK, one, by=otto, other=other, relation=Relation.BELONGS_WITH)
    at = {"workgroup_id": orba.id}
    session.add(DossierOccasion(**at, dossier_id=one.id, occasion=Occasion.RELEASE))
    session.add(SavedView(**at, person_id=otto.id, name="kanarieweergave", filters="q=kanariefilter", shared=True))
    session.add(
        LeadOffer(workgroup_id=orba.id, dossier_id=one.id, organisation_id=otto.organisation_id, note="kanarieaanbod")
    )
    session.add(
        Publication(
            workgroup_id=orba.id, dossier_id=one.id, revision_id=text.id, version="9.9", licence="kanarielicentie",
            manifest=[], person_id=otto.id,
        )
    )  # fmt: skip
    session.commit()


def mail_in_secret(world: World, do, asked) -> None:
    """Otto gets no more mail about it, and his calendar once said something."""
    do(mailbox.STOP, by=world.cast.otto, reason=Reason.ASKED, round_id=asked.id)
    kind = ReceivedKind.REPLY
    world.session.add(
        Received(message_id="k", kind=kind, outcome="kanarie-uitkomst", person_id=world.cast.otto.id, raw="kanariemail")
    )
    world.session.commit()


def hide_files(world: World, do) -> None:
    """On an item, on a block of minutes, and one that was withdrawn: in the folder of this test."""
    orba, otto = world.cast.orba, world.cast.otto
    item = world.session.scalars(select(AgendaItem).where(AgendaItem.title == "kanariepuntgepland")).one()
    block = world.session.scalars(select(MinuteBlock).where(MinuteBlock.text.like("kanariebezigtekst%"))).one()
    put_a_file(world.app, do, item, by=otto, name="kanariebestand.txt", content=b"kanarieinhoud")
    put_a_file(world.app, do, block, by=otto, name="kanarieverslagbestand.txt", content=b"x")
    gone = put_a_file(world.app, do, item, by=otto, name="weg.txt", content=b"y")
    do(document.WITHDRAW, gone, by=otto, reason="kanarieintrekking")
    assert gone.workgroup_id == orba.id

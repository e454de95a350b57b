"""What nobody outside the other workgroup may find: in everything that it keeps, a word with "kanarie" in it."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.blocks import Document, as_data, plain
from models import (
    Addressees,
    AgendaItem,
    Handling,
    Meeting,
    MinuteBlock,
    Reason,
    Received,
    ReceivedKind,
    RoundKind,
    SeatRole,
)
from tests.app.world import World, the_world
from tests.asked import ask
from tests.conftest import doer
from tests.files.laid import put_a_file
from tests.table import Table, lay
from workflows import answer, calendar_feed, document, links, mailbox, mandate, overview, seat, treatment, workgroup
from workflows import round as rounds
from workflows.clock import today


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

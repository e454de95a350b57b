"""From a theme to a template in use: the procedure of document 002, lines 544 to 560, and everything it refuses."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from models import (
    AgendaItem,
    Audience,
    Comment,
    CommentKind,
    Decision,
    DossierState,
    FileRole,
    Membership,
    Message,
    Output,
    Ownership,
    Preset,
    Publication,
    Relation,
    ReportTemplate,
    Round,
    RoundKind,
    RoundState,
    StepTaken,
)
from models import DossierState as S
from tests.rounds import Rounds
from tests.templates_made import CONTENTS, FINAL, Templates
from workflows import comparing, document, dossier, leading, revision
from workflows import report_template as verbs
from workflows.clock import today
from workflows.refusals import NotAllowed, NotNow, NotReady, Overtaken, Unseen
from workflows.template_guards import roles_of
from workflows.template_rounds import online
from workflows.visibility import seen_by


@pytest.fixture
def made(session, do, cast):
    return Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)


def test_a_theme_becomes_a_template_that_every_city_can_use(made, session, cast):
    one = made.propose()
    assert (one.number, one.state, one.by.name) == ("RAP-001", S.IDEA, "Genk")
    with pytest.raises(NotReady, match="agenda"):
        made.step(one, "choose_theme")
    held = made.at_a_meeting(one)
    assert made.step(one, "choose_theme").state is S.THEME_CHOSEN
    told = session.scalars(select(StepTaken).where(StepTaken.of_dossier_id == one.id)).one()
    assert (told.meeting_id, told.went_to) == (held.id, "theme_chosen")

    made.do(leading.OFFER, made.anew(one), by=cast.griet, note="wij deden het al")
    one = made.step(one, "name_lead", lead=cast.griet.organisation)
    assert (one.state, one.lead.name) == (S.LEAD_CHOSEN, "Gent")
    with pytest.raises(NotReady, match="schreef nog geen"):
        made.step(one, "first_proposal", by=cast.griet)
    first = made.write(one)
    made.step(one, "first_proposal", by=cast.griet)
    assert made.step(one, "discuss", by=cast.griet).state is S.UNDER_DISCUSSION

    remark = made.remark(one, cast.karim, "En de fietsen?", section="Parkeren")
    blocking = made.remark(one, cast.karim, "Zonder bron kan dit niet.", kind=CommentKind.BLOCKING)
    with pytest.raises(NotReady, match="2 opmerkingen wachten"):
        made.step(one, "final_proposal", by=cast.griet)
    second = made.write(one, FINAL, note="fietsen erbij")
    assert (second.nth, second.based_on_id) == (2, first.id)
    assert second.digest != first.digest
    for row in (remark, blocking):
        assert made.resolve(row).resolved_in_id == second.id

    one = made.voted(one, "for", "for")
    assert one.state is S.APPROVED, "the vote that is carried moves it by itself"
    decision = session.scalars(select(Decision)).one()
    assert decision.round.revision_id == second.id

    with pytest.raises(NotReady, match="instructies"):
        made.step(one, "ask_test", tester=cast.karim.organisation, due_on=today())
    made.attach(one, FileRole.INSTRUCTIONS)
    with pytest.raises(NotReady, match="Gent is trekker"):
        made.step(one, "ask_test", tester=cast.griet.organisation, due_on=today())
    one = made.step(one, "ask_test", tester=cast.karim.organisation, due_on=today())
    assert one.state is S.IN_TEST
    with pytest.raises(NotReady, match="Genk gaf nog geen oordeel"):
        made.step(one, "pass_test", by=cast.karim)
    finding = made.remark(one, cast.karim, "De kaart laadt niet.", kind=CommentKind.FINDING, severity=3)
    made.answer(made.round(one, RoundKind.TEST), cast.karim, "after_changes", text="zie de bevinding")
    assert made.step(one, "adapt", by=cast.karim).state is S.BEING_ADAPTED
    made.write(one, FINAL.replace("Waar de wagens", "Waar wagens"), material=False, kind="correction")
    made.resolve(finding)
    made.step(one, "test_again", by=cast.griet, due_on=today())
    made.answer(made.round(one, RoundKind.TEST), cast.karim, "usable")
    with pytest.raises(NotReady, match="het sjabloon zelf ontbreekt"):
        made.step(one, "pass_test", by=cast.karim)
    made.attach(one, FileRole.EXPORT)
    assert made.step(one, "pass_test", by=cast.karim).state is S.READY

    one = made.step(one, "publish", release="1.0", licence="CC BY 4.0", news="De eerste.")
    out = session.scalars(select(Publication)).one()
    assert (one.state, out.version, out.revision.nth) == (S.PUBLISHED, "1.0", 3)
    assert {line["role"] for line in out.manifest} == {"export", "instructions"}
    adoption = made.round(one, RoundKind.ADOPTION)
    assert adoption.state is RoundState.OPEN
    assert {party.organisation.name for party in adoption.parties} == {"Gent", "Genk"}
    assert online(session, [one.id]) == {}
    with pytest.raises(NotReady, match="waar het staat"):
        made.answer(adoption, cast.griet, "online")
    said = made.answer(adoption, cast.griet, "online", link="https://gent.example/mobiliteit")
    assert said.extra == {"version": "1.0"}
    assert online(session, [one.id]) == {one.id: 1}


def test_the_lead_is_asked_and_may_decline(made, session, cast):
    one = made.propose()
    made.at_a_meeting(one)
    made.step(one, "choose_theme")
    with pytest.raises(NotAllowed):
        made.step(one, "accept_lead", by=cast.griet)
    made.step(one, "ask_lead", lead=cast.griet.organisation, note="zoals afgesproken")
    [told] = session.scalars(select(StepTaken).where(StepTaken.step == "ask_lead"))
    assert told.note.startswith("zoals afgesproken\nGent (nog geen ervaring met dit thema vastgelegd; trekt nu geen")
    with pytest.raises(NotAllowed, match="gevraagd is om trekker"):
        made.step(one, "accept_lead", by=cast.karim)
    one = made.step(one, "decline_lead", by=cast.griet, note="geen tijd")
    assert (one.state, one.asked_lead_id, one.lead_id) == (S.THEME_CHOSEN, None, None)
    with pytest.raises(NotReady, match="bood zich aan"):
        made.step(one, "name_lead", lead=cast.karim.organisation)
    with pytest.raises(NotReady, match="stemgerechtigd"):
        made.step(one, "ask_lead", lead=cast.tom.organisation)


def test_a_suggestion_says_why_and_experience_comes_first(made, session, cast):
    made.published(title="Rapport verkeer")
    other = made.propose("Steekkaart mobiliteit", output=Output.FACT_SHEET)
    found = leading.candidates(session, made.anew(other))
    assert [one.organisation.name for one in found] == ["Genk", "Gent"] or [one.organisation.name for one in found] == [
        "Gent",
        "Genk",
    ]
    reasons = {one.organisation.name: "; ".join(map(str, one.reasons)) for one in found}
    assert "trok «RAP-001 Rapport verkeer»" in reasons["Gent"]
    assert "testte «RAP-001 Rapport verkeer»" in reasons["Genk"]
    assert "trekt nu geen dossier" in reasons["Gent"], "what is published is no load any more"
    made.do(leading.OFFER, made.anew(other), by=cast.karim, note="")
    assert leading.candidates(session, made.anew(other))[0].organisation.name == "Genk", "who offers comes first"
    made.do(leading.TAKE_BACK, made.anew(other), by=cast.karim)
    with pytest.raises(NotNow, match="bood zich niet aan"):
        made.do(leading.TAKE_BACK, made.anew(other), by=cast.karim)


def test_the_share_of_each_in_the_effort_is_said(made, session, cast):
    """Gent led a template that Genk tested, and Genk made a dashboard of its own: one of three and two of three."""
    made.published(title="Rapport verkeer")
    own = {"ownership": Ownership.CITY, "output": Output.DASHBOARD, "link": "https://genk.example/wonen"}
    made.propose("Dashboard wonen", **own)
    other = made.propose("Steekkaart mobiliteit", output=Output.FACT_SHEET)
    found = {one.organisation.name: one for one in leading.candidates(session, made.anew(other))}
    assert {name: one.share for name, one in found.items()} == {"Gent": 33, "Genk": 67}
    assert "deed 67 % van alle vastgelegde inspanning" in map(str, found["Genk"].reasons)


def test_an_objection_sends_it_back_as_a_blocking_remark(made, session, cast):
    one = made.discussed()
    one = made.voted(one, "for", "against")
    assert one.state is S.UNDER_DISCUSSION
    blocking = revision.nothing_open(one, CommentKind.BLOCKING)
    assert [(row.text, row.organisation.name) for row in blocking] == [("omdat", "Genk")]
    with pytest.raises(NotReady, match="1 opmerking wacht"):
        made.step(one, "final_proposal", by=cast.griet)
    made.write(one, FINAL)
    made.resolve(blocking[0])
    one = made.voted(one, "for", "for")
    assert one.state is S.APPROVED
    votes = session.scalars(select(Round).where(Round.kind == RoundKind.VOTE).order_by(Round.id)).all()
    assert votes[1].previous_id == votes[0].id
    assert votes[0].revision_id != votes[1].revision_id, "a new text inherits no vote"


def test_a_material_change_after_the_approval_goes_back_to_the_vote(made, cast):
    one = made.tested()
    made.answer(made.round(one, RoundKind.TEST), cast.karim, "not_usable", text="het werkt niet")
    made.step(one, "adapt", by=cast.griet)
    made.write(one, FINAL)
    with pytest.raises(NotReady, match="opnieuw ter goedkeuring"):
        made.step(one, "test_again", by=cast.griet, due_on=today())
    one = made.voted(one, "for", "for")
    assert one.state is S.APPROVED
    one = made.step(one, "ask_test", tester=cast.karim.organisation, due_on=today())
    with pytest.raises(NotReady, match="nog geen oordeel"):
        made.step(one, "pass_test", by=cast.karim)


def test_a_vote_on_an_older_text_moves_nothing(made, session, cast):
    """Somebody who goes past the pages gives the dossier another text while the vote is open."""
    one = made.discussed()
    made.step(one, "final_proposal", by=cast.griet)
    made.step(one, "put_to_vote", preset=Preset.CONSENSUS, due_on=today())
    with pytest.raises(NotNow, match="ligt vast"):
        made.write(one, FINAL)
    with pytest.raises(NotReady, match="niet vastgesteld"):
        made.step(one, "approve")
    rounds = Rounds(session, made.do, cast.obmi, cast.els)
    with pytest.raises(NotNow, match="tekst van een dossier"):
        rounds.edit(made.round(one, RoundKind.VOTE), text="iets anders")


def test_who_is_no_member_any_more_does_not_lead_by_an_old_offer(made, session, do, cast):
    one = made.propose()
    made.at_a_meeting(one)
    made.step(one, "choose_theme")
    do(leading.OFFER, made.anew(one), by=cast.griet)
    gone = session.scalars(
        select(Membership).where(
            Membership.organisation_id == cast.griet.organisation_id, Membership.workgroup_id == cast.obmi.id
        )
    ).one()
    gone.until = today() - timedelta(days=1)
    session.commit()
    with pytest.raises(NotReady, match="bood zich niet aan"):
        made.step(one, "name_lead", lead=cast.griet.organisation)
    with pytest.raises(NotReady, match="stemgerechtigd"):
        made.step(one, "ask_lead", lead=cast.griet.organisation)


def test_nobody_publishes_with_an_open_blocking_remark(made, cast):
    one = made.ready()
    made.remark(one, cast.karim, "Wacht!", kind=CommentKind.BLOCKING)
    with pytest.raises(NotReady, match="1 blokkerende opmerking"):
        made.step(one, "publish", release="1.0", licence="CC BY 4.0", news="")


def test_nobody_publishes_the_same_version_twice(made, cast):
    one = made.published()
    made.step(one, "revise", by=cast.griet)
    made.write(one, FINAL, material=False)
    made.step(one, "corrected", by=cast.griet)
    with pytest.raises(NotReady, match="is er al"):
        made.step(one, "publish", release="1.0", licence="CC BY 4.0", news="")


def test_a_revision_leaves_the_published_version_where_it_is(made, session, cast):
    one = made.published()
    adoption = made.round(one, RoundKind.ADOPTION)
    made.answer(adoption, cast.griet, "online", link="https://gent.example/1")
    one = made.step(one, "revise", by=cast.griet)
    assert one.state is S.UNDER_DISCUSSION
    made.write(one, FINAL)
    with pytest.raises(NotReady, match="inhoudelijk gewijzigd"):
        made.step(one, "corrected", by=cast.griet)
    one = made.voted(one, "for", "for")
    made.step(one, "ask_test", tester=cast.karim.organisation, due_on=today())
    made.answer(made.round(one, RoundKind.TEST), cast.karim, "usable")
    made.step(one, "pass_test", by=cast.karim)
    made.step(one, "publish", release="1.1", licence="CC BY 4.0", news="")
    assert made.round(one, RoundKind.ADOPTION).id == adoption.id, "who uses it is asked once"
    assert made.answer(adoption, cast.karim, "online", link="https://genk.example/1").extra == {"version": "1.1"}
    told = session.scalars(select(Message).where(Message.kind == "users")).one()
    assert told.person == cast.griet, "who uses it hears of the newer version"


def test_a_retired_template_is_not_taken_into_use(made, cast):
    one = made.published()
    adoption = made.round(one, RoundKind.ADOPTION)
    with pytest.raises(NotReady, match="waarom"):
        made.step(one, "retire", reason="  ")
    one = made.step(one, "retire", reason="de bron stopt")
    assert (one.state, one.ended_because) == (S.RETIRED, "de bron stopt")
    with pytest.raises(NotNow, match="afgevoerd"):
        made.answer(adoption, cast.griet, "planned")
    for command, given in ((revision.WRITE, {"text": "x", "kind": "proposal"}), (dossier.PUT_ON_AGENDA, {})):
        with pytest.raises((NotNow, TypeError)):
            made.do(command, made.anew(one), by=cast.els, **given)


def test_it_is_replaced_by_one_that_is_out(made, cast):
    old, other = made.published(), made.propose("Rapport verkeer")
    with pytest.raises(NotReady, match="gepubliceerd"):
        made.step(old, "supersede", successor=other)
    new = made.published(title="Rapport mobiliteit en verkeer")
    made.do(dossier.LINK, made.anew(new), by=cast.griet, other=made.anew(old), relation=Relation.REPLACES)
    assert made.step(old, "supersede", successor=new).state is S.SUPERSEDED


def test_a_city_shows_its_dashboard_and_it_becomes_a_template(made, session, cast):
    with pytest.raises(NotReady, match="adres"):
        made.propose("Dashboard brandweer", ownership=Ownership.CITY, output=Output.DASHBOARD)
    shown = made.propose("Dashboard brandweer", ownership=Ownership.CITY, link="https://genk.example/brandweer")
    assert (shown.state, shown.maker.name) == (S.EXAMPLE, "Genk")
    assert [offer.step.name for offer in verbs.procedure.offers(shown, cast.els)] == ["ask_around", "retire"]
    with pytest.raises(NotReady, match="deze titel"):
        made.propose("dashboard BRANDWEER")
    joint = made.propose("Brandweer voor allen", inspired_by=shown)
    assert joint.state is S.IDEA
    assert "maakte «RAP-001 Dashboard brandweer»" in str(
        next(c for c in leading.candidates(session, joint) if c.organisation.name == "Genk").reasons[0]
    )


def test_two_writers_lose_nothing(made, cast):
    one = made.led()
    first = made.write(one)
    made.write(one, FINAL)
    with pytest.raises(Overtaken, match="nieuwere versie"):
        made.write(one, CONTENTS + "erbij", based_on=first.id, by=cast.els)
    with pytest.raises(NotReady, match="niets veranderd"):
        made.write(one, FINAL)
    with pytest.raises(NotAllowed, match="trekker en de coördinator"):
        made.write(one, "van een ander", by=cast.karim)


def test_what_was_written_never_changes(made, session):
    one = made.published()
    assert one.state is S.PUBLISHED
    for statement in (
        "UPDATE revision SET text = 'anders'", "DELETE FROM revision", "UPDATE publication SET version = '9'",
        "DELETE FROM publication",
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="stays as it is"):
            session.execute(text(statement))
        session.rollback()


def test_a_remark_is_about_a_part_that_is_there(made, cast):
    one = made.led()
    with pytest.raises(NotNow, match="geen tekst"):
        made.remark(one, cast.karim, "te vroeg")
    made.write(one)
    with pytest.raises(NotReady, match="staat niet meer"):
        made.remark(one, cast.karim, "waarover?", section="Luchtvaart")
    with pytest.raises(NotNow, match="wie nu test"):
        made.remark(one, cast.karim, "nu al", kind=CommentKind.FINDING, severity=1)
    row = made.remark(one, cast.karim, "goed", section="Parkeren")
    made.resolve(row)
    with pytest.raises(NotNow, match="al geantwoord"):
        made.resolve(row)
    with pytest.raises(Unseen):
        made.remark(one, cast.tom, "van de leverancier")


def test_a_remark_for_members_is_read_by_members_alone(made, session, cast):
    """A dossier for partners may hold what is said among members: that does not reach further than it says."""
    one = made.discussed(audience=Audience.PARTNERS)
    made.remark(one, cast.griet, "voor iedereen aan tafel")
    made.remark(one, cast.griet, "onder ons", audience=Audience.MEMBERS)
    read = {
        who: set(session.scalars(select(Comment.text).where(seen_by(getattr(cast, who), Comment))))
        for who in ("els", "griet", "dora", "tom", "otto")
    }
    both = {"voor iedereen aan tafel", "onder ons"}
    assert read == {"els": both, "griet": both, "dora": set(), "tom": set(), "otto": set()}


def test_a_withdrawn_file_is_not_in_the_package(made, cast):
    """It is still listed, as withdrawn: it cannot be given to a city to test."""
    one = made.approved()
    made.attach(one, FileRole.EXPORT)
    gone = made.attach(one, FileRole.INSTRUCTIONS)
    made.do(document.WITHDRAW, gone, by=cast.griet, reason="Er stonden namen in")
    assert set(roles_of(made.anew(one))) == {FileRole.EXPORT}
    given = {"tester": cast.karim.organisation, "due_on": today() + timedelta(days=14)}
    with pytest.raises(NotReady, match="instructies"):
        made.step(one, "ask_test", **given)
    made.attach(one, FileRole.INSTRUCTIONS, name="opnieuw.txt")
    assert made.step(one, "ask_test", **given).state is S.IN_TEST


def test_it_comes_back_on_the_agenda_by_itself_until_the_meeting_took_its_step(made, session, table, cast):
    one = made.propose()
    first = table.plan(today() + timedelta(days=7))
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == first.id)).all()
    mine = [item for item in items if item.dossier_id == one.id]
    assert len(mine) == 1
    with pytest.raises(NotReady, match="staat al op de agenda"):
        made.put_on_agenda(one, first)


def test_the_numbers_of_a_group_have_no_gap(made):
    assert [made.propose(f"Rapport {n}").number for n in range(3)] == ["RAP-001", "RAP-002", "RAP-003"]


@pytest.mark.parametrize(
    ("before", "after", "added", "removed"),
    [
        ("een twee drie", "een twee drie", 0, 0),
        ("een twee drie", "een vier drie", 1, 1),
        ("een twee drie", "een drie", 0, 1),
        ("", "een twee", 2, 0),
        ("De rode auto rijdt.", "De groene fiets rijdt.", 2, 2),
        ("# Kop\n\ntekst", "# Kop\n\nnieuwe tekst", 1, 0),
    ],
)
def test_texts_are_compared_word_by_word(before, after, added, removed):
    pieces = comparing.compare(before, after)
    assert comparing.counts(pieces) == (added, removed)
    assert "".join(p.text for p in pieces if p.change != "added") == before
    assert "".join(p.text for p in pieces if p.change != "removed") == after


def test_every_state_has_a_word_and_a_way(session, made):
    assert set(verbs.STATES) == set(DossierState)
    assert roles_of(made.propose()) == {}
    assert session.scalars(select(ReportTemplate)).one().told_as == "of_dossier_id"

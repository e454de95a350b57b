"""To the vendor or the public only the coordinator opens a thing, from its next version on, and the story tells it."""

import pytest
from sqlalchemy import select

from models import (
    AgendaItem,
    Answer,
    Audience,
    AuditEntry,
    Comment,
    LeadOffer,
    Output,
    Publication,
    Revision,
    Round,
    RoundKind,
    StepTaken,
)
from tests.templates_made import FINAL, Templates
from tests.workflows.test_document import NOTE, OTHER
from workflows import agenda, document, leading, report_template, widening
from workflows import round as rounds_of
from workflows.clock import today
from workflows.refusals import NotReady
from workflows.visibility import seen_by, sees

pytestmark = pytest.mark.both
ONLY_SHE = "opent dit alleen de coördinator"


@pytest.fixture
def made(session, do, cast):
    return Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)


def describe(do, one, by, audience):
    names = ("title", "about", "theme", "output", "platform", "level", "link")
    return do(report_template.DESCRIBE, one, by=by, audience=audience, **{name: getattr(one, name) for name in names})


def told(session) -> list[str]:
    return list(session.scalars(select(StepTaken.step).where(StepTaken.step.like("widen%")).order_by(StepTaken.id)))


@pytest.mark.parametrize("audience", [Audience.VENDOR, Audience.PUBLIC])
def test_who_leads_a_dossier_narrows_it_and_does_not_open_it(session, do, cast, made, audience):
    one = made.led()
    with pytest.raises(NotReady, match=ONLY_SHE) as refused:
        describe(do, one, cast.griet, audience)
    assert refused.value.field == "audience"
    assert made.anew(one).audience is Audience.PARTNERS
    describe(do, made.anew(one), cast.griet, Audience.MEMBERS)
    describe(do, made.anew(one), cast.els, audience)
    describe(do, made.anew(one), cast.griet, audience)  # as wide as it is
    assert made.anew(one).audience is audience
    assert told(session) == [f"widen_members_{audience}"]


def test_from_the_vendor_to_the_public_is_hers_too_and_hides_nothing_again(session, do, cast, made):
    one = made.discussed(audience=Audience.VENDOR)
    with pytest.raises(NotReady, match=ONLY_SHE):
        describe(do, one, cast.griet, Audience.PUBLIC)
    describe(do, made.anew(one), cast.els, Audience.PUBLIC)
    assert told(session) == []
    assert sees(session, cast.tom, made.write_of(one))


def test_who_proposes_a_dossier_does_not_open_it(do, cast):
    given = {"title": "Rapport", "output": Output.REPORT, "audience": Audience.VENDOR}
    with pytest.raises(NotReady, match=ONLY_SHE):
        do(report_template.PROPOSE, cast.obmi, by=cast.karim, **given)
    assert do(report_template.PROPOSE, cast.obmi, by=cast.els, **given).audience is Audience.VENDOR


def test_a_text_from_before_it_was_opened_stays_for_whom_it_was(session, do, cast, made):
    """The dossier was for members; the next version is the first that vendor and officer of another city read."""
    one = made.discussed(audience=Audience.MEMBERS)
    one.by_id = cast.griet.organisation_id
    session.commit()
    before = made.write_of(one)
    describe(do, made.anew(one), cast.els, Audience.VENDOR)
    assert sees(session, cast.tom, made.anew(one))
    for who, reads in (("els", True), ("griet", True), ("karim", True), ("tom", False), ("dora", False)):
        assert sees(session, getattr(cast, who), before) == reads, who
    after = made.write(one, FINAL)
    assert [row.nth for row in session.scalars(select(Revision).where(seen_by(cast.tom, Revision)))] == [after.nth]
    assert sees(session, cast.dora, after)


def test_a_partner_reads_what_was_for_partners_and_not_what_was_for_members(session, do, cast, made):
    """Gent is a guest here from now on."""
    texts = {}
    for audience in (Audience.MEMBERS, Audience.PARTNERS):
        one = made.discussed(title=f"Rapport {audience}", audience=audience)
        texts[audience] = made.write_of(one)
        describe(do, made.anew(one), cast.els, Audience.VENDOR)
    place = next(one for one in cast.obmi.memberships if one.organisation.name == "Gent")
    place.role = "guest"
    session.commit()
    assert {audience: sees(session, cast.griet, one) for audience, one in texts.items()} == {
        Audience.MEMBERS: False, Audience.PARTNERS: True
    }  # fmt: skip


def test_a_version_that_went_out_before_stays_for_whom_it_was(session, do, cast, made):
    one = made.published()
    out = session.scalars(select(Publication)).one()
    assert sees(session, cast.griet, out)
    describe(do, made.anew(one), cast.els, Audience.VENDOR)
    assert sees(session, cast.griet, out)
    assert not sees(session, cast.tom, out)


def test_what_is_said_and_added_by_others_stays_at_the_table(session, do, cast, made):
    """Of an opened dossier; the coordinator opens each of them apart."""
    one = made.discussed(audience=Audience.VENDOR)
    said = made.remark(one, cast.karim, "onder ons")
    assert said.audience is Audience.PARTNERS
    with pytest.raises(NotReady, match=ONLY_SHE):
        made.remark(one, cast.karim, "voor allen", audience=Audience.VENDOR)
    assert made.remark(one, cast.els, "voor allen").audience is Audience.VENDOR
    assert set(session.scalars(select(Comment.text).where(seen_by(cast.tom, Comment)))) == {"voor allen"}
    file = do(document.TO_DOSSIER, made.anew(one), by=cast.griet, content=NOTE, audience=None)
    assert file.audience is Audience.PARTNERS
    with pytest.raises(NotReady, match=ONLY_SHE):
        do(document.TO_DOSSIER, made.anew(one), by=cast.griet, content=OTHER, audience=Audience.VENDOR)
    assert (
        do(document.TO_DOSSIER, made.anew(one), by=cast.els, content=OTHER, audience=None).audience is Audience.VENDOR
    )


def test_what_was_noted_before_it_was_opened_stays_for_whom_it_was(session, do, cast, made):
    """Of the story of a dossier the vendor reads from its opening on, and never what a city says of its offer."""
    one = made.propose(audience=Audience.MEMBERS)
    do(leading.OFFER, one, by=cast.griet, note="Gent heeft tijd")
    made.at_a_meeting(one)
    made.step(one, "choose_theme")
    made.step(one, "ask_lead", lead=cast.griet.organisation, note="onder ons")
    describe(do, made.anew(one), cast.els, Audience.VENDOR)
    made.step(one, "accept_lead", by=cast.griet, note="voor allen")
    notes = {
        who: [note for note in session.scalars(steps_of(one, getattr(cast, who))) if note]
        for who in ("griet", "dora", "tom")
    }
    assert "onder ons" in notes["griet"][0]
    assert notes["griet"][-1] == notes["tom"][-1] == "voor allen"
    assert not any("onder ons" in note for note in notes["tom"])
    assert [sees(session, getattr(cast, who), offer_of(session, one)) for who in notes] == [True, False, False]


def steps_of(one, who):
    return select(StepTaken.note).where(StepTaken.of_dossier_id == one.id, seen_by(who, StepTaken)).order_by("id")


def offer_of(session, one) -> LeadOffer:
    return session.scalars(select(LeadOffer).where(LeadOffer.dossier_id == one.id)).one()


def test_a_dossier_that_was_opened_is_voted_tested_and_adopted_at_the_table(session, made, cast):
    """No round of it reaches further than the table, and the vendor reads none of the answers."""
    one = made.published(audience=Audience.VENDOR)
    asked = session.scalars(select(Round).where(Round.dossier_id == one.id)).all()
    assert {row.kind for row in asked} == {RoundKind.VOTE, RoundKind.TEST, RoundKind.ADOPTION}
    assert {row.audience for row in asked} == {Audience.PARTNERS}
    assert not session.scalars(select(Answer).where(seen_by(cast.tom, Answer))).all()


def test_an_item_that_is_opened_stands_in_the_story_by_its_number(session, do, cast, table):
    """Its title is not in there: everyone who sits there reads that story, also when it is narrowed again."""
    meeting = table.plan(today())
    item = table.add(meeting, "Geheime titel")
    names = ("title", "purpose", "item_type", "planned_minutes", "presenting", "presenter", "proposal", "text_follows")
    given = {name: getattr(item, name) for name in names}
    do(agenda.EDIT, item, by=cast.els, **given, audience=Audience.VENDOR)
    [step] = session.scalars(select(StepTaken).where(StepTaken.step == "widen_partners_vendor"))
    assert (step.of_meeting_id, step.note) == (meeting.id, f"#{item.position}")
    assert sees(session, cast.tom, session.get(AgendaItem, item.id))


def test_a_round_that_is_opened_stands_in_its_story_and_in_the_trail(session, do, cast, ask):
    asked = ask(RoundKind.PRESENTATION, audience=Audience.PARTNERS)
    entries = session.scalars(select(AuditEntry.id)).all()
    names = ("question", "text", "options", "preset", "addressees", "due_on")
    given = {name: getattr(asked, name) for name in names} | {"chosen": (), "at_next": asked.due_on is None}
    do(rounds_of.EDIT, asked, by=cast.els, **given, audience=Audience.VENDOR)
    assert told(session) == ["widen_partners_vendor"]
    assert len(session.scalars(select(AuditEntry.id)).all()) > len(entries)
    said = str(widening.SAYS["widen_partners_vendor"])
    assert said == "Ruimer geopend. Eerst: leden en partners. Nu: ook de leverancier."

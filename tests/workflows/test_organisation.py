"""The register of organisations: one name each, found under every name it ever had, part of nothing in a circle."""

import pytest
from sqlalchemy import select

from app.organisations import queries
from models import FormerName, PersonState, StepTaken
from workflows import organisation
from workflows.clock import today
from workflows.refusals import NotAllowed, NotReady


def given(one, **more):
    names = ("name", "code", "abbreviation", "website", "mailbox", "parent", "about")
    return {name: getattr(one, name) for name in names} | more


def test_a_name_that_changes_is_still_found(app, session, cast, do):
    abf = cast.tom.organisation
    do(organisation.DESCRIBE, abf, by=cast.els, **given(abf, name="ABF Research"))
    do(organisation.DESCRIBE, abf, by=cast.els, **given(abf, name="ABF"))
    do(organisation.DESCRIBE, abf, by=cast.els, **given(abf, name="ABF Research"))
    assert [row.name for row in session.query(FormerName)] == ["ABF", "ABF Research"]
    found = session.scalars(queries.organisations(cast.els, "abf")).unique().all()
    assert [one.name for one in found] == ["ABF Research"]


@pytest.mark.parametrize(("field", "value"), [("name", "gent"), ("code", "GNT"), ("website", "https://gent.example")])
def test_what_another_has_is_refused_beside_its_field(session, cast, do, field, value):
    cast.griet.organisation.website = "https://gent.example"
    session.commit()
    genk = cast.karim.organisation
    with pytest.raises(NotReady, match="heeft dit al") as refused:
        do(organisation.DESCRIBE, genk, by=cast.els, **given(genk, **{field: value}))
    assert refused.value.field == field


def test_an_organisation_is_no_part_of_itself(session, cast, do):
    gent, genk = cast.griet.organisation, cast.karim.organisation
    do(organisation.DESCRIBE, gent, by=cast.els, **given(gent, parent=genk))
    for parent in (gent, genk):
        with pytest.raises(NotReady, match="geen deel van zichzelf"):
            do(organisation.DESCRIBE, genk, by=cast.els, **given(genk, parent=gent if parent is gent else genk))


@pytest.fixture
def genk_left(session, cast):
    """Both groups have the same members; Genk left Otto's."""
    genk = cast.karim.organisation
    for place in genk.memberships:
        place.until = today() if place.workgroup_id == cast.orba.id else None
    session.commit()
    return genk


def test_who_coordinates_a_group_of_it_changes_what_the_register_says_and_nobody_else(cast, do, genk_left):
    abf = cast.tom.organisation
    for who, one in ((cast.els, abf), (cast.otto, abf), (cast.els, genk_left)):
        do(organisation.DESCRIBE, one, by=who, **given(one, about=f"Door {who.name}"))
    for who, one in ((cast.otto, genk_left), (cast.karim, genk_left), (cast.rita, genk_left), (cast.tom, abf)):
        with pytest.raises(NotAllowed, match="coördinator van een werkgroep waarvan deze organisatie lid is"):
            do(organisation.DESCRIBE, one, by=who, **given(one, about="Door een ander"))


def test_without_a_group_the_administrator_keeps_it(session, cast, do):
    """A membership that ended is none."""
    genk = cast.karim.organisation
    for place in genk.memberships:
        place.until = today()
    session.commit()
    with pytest.raises(NotAllowed):
        do(organisation.DESCRIBE, genk, by=cast.els, **given(genk, about="Door Els"))
    cast.rita.state = PersonState.ACTIVE
    session.commit()
    assert do(organisation.DESCRIBE, genk, by=cast.rita, **given(genk, about="Door de beheerder")).about


def told(session, group) -> list[tuple[str, str]]:
    steps = session.scalars(select(StepTaken).where(StepTaken.of_workgroup_id == group.id).order_by(StepTaken.id))
    return [(str(organisation.SAYS[one.step]), one.note) for one in steps if one.step in organisation.SAYS]


def test_every_group_where_it_is_a_member_is_told(session, cast, do, browser):
    abf = cast.tom.organisation
    do(organisation.DESCRIBE, abf, by=cast.els, **given(abf, name="ABF Research"))
    do(organisation.DESCRIBE, abf, by=cast.els, **given(abf, website="https://abf.example"))
    do(organisation.DESCRIBE, abf, by=cast.els, **given(abf))
    for group in (cast.obmi, cast.orba):
        assert told(session, group) == [
            ("Een lid heeft een andere naam", "ABF → ABF Research"),
            ("Wat er over een lid staat, is gewijzigd", "ABF Research"),
        ]
    assert "ABF → ABF Research" in browser.as_(cast.otto).get("/orba")
    assert "ABF → ABF Research" in browser.as_(cast.griet).get("/obmi")


def test_a_group_that_it_left_is_not_told(session, cast, do, genk_left):
    do(organisation.DESCRIBE, genk_left, by=cast.els, **given(genk_left, name="Stad Genk"))
    assert (told(session, cast.obmi), told(session, cast.orba)) == (
        [("Een lid heeft een andere naam", "Genk → Stad Genk")], []
    )  # fmt: skip


def test_the_page_offers_it_to_who_may_and_says_who_may_else(cast, browser, genk_left):
    page, form = f"/organisations/{genk_left.id}", f"/organisations/{genk_left.id}/describe"
    assert form in browser.as_(cast.els).get(page)
    otto = browser.as_(cast.otto)
    assert form not in otto.get(page)
    for answer in (otto.open(form), otto.open(form, "POST")):
        assert answer.status_code == 403
        assert "waarvan deze organisatie lid is" in answer.text

"""The register of organisations: one name each, found under every name it ever had, part of nothing in a circle."""

import pytest

from app.organisations import queries
from models import FormerName
from workflows import organisation
from workflows.refusals import NotReady


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

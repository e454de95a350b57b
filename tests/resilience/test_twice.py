"""Twenty hands at once on the same form, at the real server."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from models import Message, Person, Seat

pytestmark = pytest.mark.both

AT_ONCE = 20


def parallel(work, times=AT_ONCE):
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(work, range(times)))


def count(session, model, *where):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model).where(*where))


def invitation(cast, email="mia@stad.example"):
    return {"name": "Mia", "email": email, "organisation": cast.griet.organisation_id, "role": "deputy"}


def test_the_same_form_twenty_times_is_one_invitation(session, cast, production, els):
    form = {**invitation(cast), **els.token(production, "/obmi/people/invite")}
    people, seats = count(session, Person), count(session, Seat)

    answers = parallel(lambda _: production.ask("POST", "/obmi/people/invite", els.cookie, form)[0])

    assert answers == [302] * AT_ONCE
    assert (count(session, Person), count(session, Seat)) == (people + 1, seats + 1)
    assert count(session, Message) == 1


def test_twenty_different_forms_for_one_address_make_one_person(session, cast, production, els):
    token = els.token(production, "/obmi/people/invite")
    forms = [{**invitation(cast), **token, "key": f"key{nth}"} for nth in range(AT_ONCE)]

    answers = parallel(lambda nth: production.ask("POST", "/obmi/people/invite", els.cookie, forms[nth]))

    statuses = sorted(status for status, _ in answers)
    assert statuses == [302] + [422] * (AT_ONCE - 1)
    assert all("al een zetel" in page for status, page in answers if status == 422)
    assert count(session, Person, Person.email == "mia@stad.example") == 1


def test_of_twenty_who_saw_the_same_version_one_saves(session, cast, production, els):
    token = els.token(production, "/obmi/describe")
    version = cast.obmi.version
    forms = [
        {**token, "key": f"k{nth}", "name": "OBMi", "mandate": f"tekst {nth}", "version": version}
        for nth in range(AT_ONCE)
    ]
    answers = parallel(lambda nth: production.ask("POST", "/obmi/describe", els.cookie, forms[nth]))

    assert sorted(status for status, _ in answers) == [302] + [409] * (AT_ONCE - 1)
    for nth, (status, page) in enumerate(answers):
        assert status == 302 or f"tekst {nth}" in page, "what she typed is still there"

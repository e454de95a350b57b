"""Everybody votes at once, while it is closed, changed, and the members come and go (trust.md C1, C1b)."""

import json
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random

import pytest
from sqlalchemy import func, select

from app.extensions import db
from models import (
    Answer,
    AuditEntry,
    AuditPayload,
    MembershipRole,
    OrganisationKind,
    Person,
    Preset,
    Round,
    RoundKind,
    RoundParty,
    RoundState,
)
from tests.conftest import doer
from tests.resilience.conftest import Visitor
from tests.rounds import Rounds
from workflows import answer, membership
from workflows import round as procedure
from workflows.refusals import Refused
from workflows.tally import count

pytestmark = pytest.mark.both

CITIES, THREADS = 40, 32


def test_forty_cities_vote_many_times_at_once_and_forty_votes_count(
    app, session, cast, rounds, cities, production, how_many
):
    """At the real server, each post with a key of its own. Whoever comes second is shown what the first one said."""
    times = how_many(25, 6)
    voters = [cast.griet, cast.karim, *cities(CITIES - 2)]
    vote = rounds.ask(RoundKind.VOTE, preset=Preset.WRITTEN, text="We publiceren alles.")
    path = f"/obmi/rounds/{vote.id}/answer"
    visitors = [Visitor(app, session, voter) for voter in voters]
    names = [voter.organisation.name for voter in voters]
    tokens = [visitor.token(production, path) for visitor in visitors]
    digest = vote.digest
    session.rollback()

    def post(nth):
        who = nth // times
        form = tokens[who] | {"key": f"stem{nth}", "choice": "for", "text": "", "seen": digest, "replaces": ""}
        status, page = production.ask("POST", path, visitors[who].cookie, form)
        return who, status, page

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(post, range(CITIES * times)))

    assert Counter(status for _who, status, _page in answers) == {302: CITIES, 409: CITIES * (times - 1)}
    assert {who for who, status, _page in answers if status == 302} == set(range(CITIES))
    for who, status, page in answers:
        assert status == 302 or f"{names[who]} antwoordde al «voor»" in page
    session.rollback()
    assert session.scalar(select(func.count(Answer.id))) == CITIES
    assert count(session, session.get_one(Round, vote.id)).by_choice == {"for": CITIES}


def test_nothing_counts_that_came_too_late_or_on_another_text(app, session, cast, rounds, how_many):
    """Many rounds, in each a vote, a vote, an end, another text and a new member at the same moment."""
    many = how_many(200, 60)
    made = [rounds.ask(RoundKind.VOTE, preset=Preset.CONSENSUS, question=f"Vraag {n}") for n in range(many)]
    opened = {one.id: (one.digest, sorted(party.organisation_id for party in one.parties)) for one in made}
    people = {name: getattr(cast, name).id for name in ("els", "griet", "karim")}
    session.close()

    def act(task):
        nth, round_id, what = task
        with app.app_context(), db.sessionmaker() as session_:
            els, griet, karim = (session_.get_one(Person, people[name]) for name in ("els", "griet", "karim"))
            one = session_.get_one(Round, round_id)
            own = Rounds(session_, doer(session_), one.workgroup, els)
            try:
                if what == "as it was":
                    own.say(one, griet, "for", seen=opened[round_id][0])
                elif what == "as it is":
                    own.say(one, karim, "against", text="Te duur", seen=one.digest)
                elif what == "close":
                    own.step(one, "close")
                elif what == "edit":
                    own.edit(one, text="Iets heel anders")
                else:
                    own.do(
                        membership.JOIN, one.workgroup, by=els, name=f"Nieuw {nth}", code=None,
                        kind=OrganisationKind.CITY, role=MembershipRole.VOTING, since=date(2020, 1, 1),
                    )  # fmt: skip
            except Refused:
                return round_id, what, False
            return round_id, what, True

    dice = Random(20261121)
    tasks = []
    for nth, round_id in enumerate(opened):
        acts = ["as it was", "as it is", "close", "edit", "join"]
        dice.shuffle(acts)
        tasks += [(nth, round_id, what) for what in acts]
    with ThreadPoolExecutor(8) as pool:
        done = defaultdict(set)
        for round_id, what, accepted in pool.map(act, tasks):
            if accepted:
                done[round_id].add(what)

    moments = in_the_trail(session)
    given = defaultdict(dict)
    for one in session.scalars(select(Answer)):
        given[one.round_id][one.party.organisation_id] = one
    for one in session.scalars(select(Round).order_by(Round.id)):
        digest, electorate = opened[one.id]
        answered = sorted(moments["answer", answer.id] for answer in given[one.id].values())
        assert len(answered) == len(done[one.id] & {"as it was", "as it is"}), "what was acknowledged is kept, no more"
        assert all(at < moments.get(("closed", one.id), at + 1) for at in answered), "nothing after the close"
        assert all(at > moments.get(("digest", one.id), 0) for at in answered), "nothing on the text before"
        assert ("edit" in done[one.id]) == (one.digest != digest)
        assert not ("edit" in done[one.id] and "as it was" in done[one.id]), "nothing on another text"
        assert ("close" in done[one.id]) == (one.state is RoundState.CLOSED)
        assert bool(answered) or one.state is RoundState.OPEN, "not closed while nobody had answered"
        query = select(RoundParty.organisation_id).where(RoundParty.round_id == one.id)
        assert sorted(session.scalars(query)) == electorate
    together = Counter(what for acts in done.values() for what in acts)
    assert together["join"] == many
    assert all(0 < together[what] < many for what in ("as it was", "close", "edit")), together


def test_who_answers_is_not_taken_off_the_list_at_the_same_moment(app, session, cast, rounds):
    """One of the two is first; the other hears so."""
    made = [rounds.ask(RoundKind.INTEREST, question=f"Vraag {n}") for n in range(40)]
    places = {one.id: rounds.place(one, "Genk").id for one in made}
    els, karim = cast.els.id, cast.karim.id
    session.close()

    def act(task):
        round_id, answers = task
        with app.app_context(), db.sessionmaker() as own:
            one, place = own.get_one(Round, round_id), own.get_one(RoundParty, places[round_id])
            try:
                if answers:
                    doer(own)(answer.GIVE, one, by=own.get_one(Person, karim), choice="yes", seen=one.digest)
                else:
                    doer(own)(procedure.EXCUSE, place, by=own.get_one(Person, els), reason="Geen belang")
            except Refused:
                return False
            return True

    tasks = [(round_id, answers) for round_id in places for answers in (True, False)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(act, tasks))

    assert [first + second for first, second in zip(done[::2], done[1::2], strict=True)] == [1] * len(places)
    session.rollback()
    for party in session.scalars(select(RoundParty).where(RoundParty.id.in_(places.values()))):
        assert bool(party.excused) != (party.current is not None)


def in_the_trail(session):
    """Where in the chain an answer came, a round was closed, and its text changed."""
    session.rollback()
    found = {}
    query = select(AuditEntry, AuditPayload.payload).join(AuditPayload, AuditPayload.id == AuditEntry.id)
    for entry, payload in session.execute(query.where(AuditEntry.table_name.in_(["answer", "round"]))):
        changes = json.loads(payload)["changes"]
        if entry.table_name == "answer" and entry.verb == "created":
            found["answer", entry.row_id] = entry.id
        elif entry.verb == "changed" and changes.get("state", [None, None])[1] == "closed":
            found["closed", entry.row_id] = entry.id
        elif entry.verb == "changed" and "digest" in changes and "state" not in changes:
            found["digest", entry.row_id] = entry.id
    return found

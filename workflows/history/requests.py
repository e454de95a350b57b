"""The recorded requests to the cities, as rounds: what was asked, of whom, when. Who answered what, no document says.

A round is about the agreement that was made in the same words: the same meeting and the same lines of the document.
Without one it is about the agenda item in which it came up, and for a request outside a meeting about nothing. Lines
that only overlap are another task: that a few experts look into an overview is not the request for that overview.
"""

from typing import Any

from models import Action, Addressees, AgendaItem, Meeting, Organisation, Round, RoundParty, Workgroup
from models import RoundState as S
from workflows.engine import set_state
from workflows.history import words
from workflows.history.actions import due_at_the_next, following
from workflows.history.ledger import Fact, Ledger, first_line, when
from workflows.roll import voters_on


def load(ledger: Ledger, records: list[Fact], agreements: list[Fact], meetings: list[Fact]) -> None:
    """Each once. One that was loaded as still open ends when a later load knows more."""
    known = {meeting["id"]: meeting for meeting in meetings}
    for record in records:
        agreement = agreement_of(record, agreements)
        the_round = ledger.find(Round, record["id"])
        if the_round is None:
            the_round = load_request(ledger, record, agreement, known.get(record.get("vergadering", "")))
        if the_round is not None:
            come_to_its_state(ledger, the_round, record, agreement)
    ledger.session.flush()


def agreement_of(record: Fact, agreements: list[Fact]) -> Fact | None:
    """The agreement that says the same: made in its meeting, out of the same lines."""
    same = (record.get("vergadering"), record["regels"])
    return next((one for one in agreements if (one["gemaakt_op"], one["regels"]) == same), None)


def item_of(record: Fact, meeting: Fact) -> Fact | None:
    """The item that names it, that begins on the same line, whose speaker was asked, or the only one there is."""
    items: list[Fact] = meeting["agendapunten"]
    for fact in items:
        if fact.get("verwijst_naar", {}).get("verzoek") == record["id"]:
            return fact
    for fact in items:
        begins = first_line(fact.get("regels", ""))
        if begins == first_line(record["regels"]) or (not begins and fact.get("spreker") == record["aan"]):
            return fact
    return items[0] if len(items) == 1 else None


def load_request(ledger: Ledger, record: Fact, agreement: Fact | None, held: Fact | None) -> Round | None:
    """The round and whom it was put to, still a draft. None while the meeting that asked it is not loaded."""
    meeting: Meeting | None = ledger.find(Meeting, held["id"]) if held else None
    group: Workgroup | None = meeting.workgroup if meeting else ledger.find(Workgroup, record.get("werkgroep", ""))
    if group is None or not ledger.knew(record, day_of(record)):
        return None
    asked_on, precision = when(day_of(record))
    by: Organisation | None = ledger.find(Organisation, record["gesteld_door"]) if "gesteld_door" in record else None
    voters = voters_on(ledger.session, group.id, asked_on) if asked_on else []
    parties = asked_of(ledger, record, voters, by) or took_on(ledger, record, held)
    the_round = Round(
        workgroup_id=group.id, kind=words.ROUNDS[record["soort"]], question=record["titel"], recorded=True,
        source_kind=record["soort"], source_asked=whom(ledger, record), asked_by_id=by.id if by else None,
        asked_on=asked_on, asked_precision=precision,
        addressees=Addressees.VOTING if parties and parties == voters else Addressees.SELECTION,
    )  # fmt: skip
    if held and meeting:
        point(ledger, the_round, record, agreement, held)
        if record.get("deadline") == "volgende vergadering":
            due_at_the_next(ledger, the_round, meeting)
    ledger.add(the_round, record["id"], record, remark=about_the_day(record))
    for organisation in parties:
        the_round.parties.append(RoundParty(workgroup_id=group.id, organisation_id=organisation.id))
    ledger.session.flush()
    return the_round


def point(ledger: Ledger, the_round: Round, record: Fact, agreement: Fact | None, held: Fact) -> None:
    """To its action, else to its item, with the audience of that; and with the questions that the item lists."""
    fact = item_of(record, held)
    the_round.options = fact.get("vragen", []) if fact else []
    action: Action | None = ledger.find(Action, agreement["id"]) if agreement else None
    item: AgendaItem | None = ledger.find(AgendaItem, f"{held['id']}/{fact['nr']}") if fact else None
    if about := action or item:
        the_round.audience = about.audience
    the_round.action_id, the_round.item_id = (action.id, None) if action else (None, item.id if item else None)


def day_of(record: Fact) -> Any:
    """When it was asked, else when it was discussed, as the file says it."""
    return record.get("gesteld_op") or record.get("besproken_op")


def asked_of(ledger: Ledger, record: Fact, voters: list[Organisation], by: Organisation | None) -> list[Organisation]:
    """One that is named; the voting members of that day but for who asks; nobody when the words name no one."""
    said = record["aan"]
    if said in words.NOT_NAMED:
        return []
    if said in words.ASKED:
        left_out = {ledger.find(Organisation, name).id for name in words.ASKED[said]} | ({by.id} if by else set())
        return [one for one in voters if one.id not in left_out]
    return [ledger.find(Organisation, said)]


def took_on(ledger: Ledger, record: Fact, held: Fact | None) -> list[Organisation]:
    """The cities that the item names one by one, where the request only counts them."""
    fact = item_of(record, held) if held else None
    return [ledger.find(Organisation, one["stad"]) for one in (fact or {}).get("toewijzing", [])]


def whom(ledger: Ledger, record: Fact) -> str:
    """Whom it was put to, in the words of the source."""
    named: Organisation | None = ledger.find(Organisation, record["aan"])
    return named.name if named else record["aan"]


def about_the_day(record: Fact) -> str:
    """What the day of a recorded request is, when it is not simply the day on which it was asked."""
    if "gesteld_op_zekerheid" in record:
        return f"dag van de vraag {record['gesteld_op_zekerheid']}"
    if "besproken_op" in record:
        return "dag van de bespreking; wanneer het gevraagd werd, is niet vastgelegd"
    return ""


def come_to_its_state(ledger: Ledger, the_round: Round, record: Fact, agreement: Fact | None) -> None:
    """Closed when it was over on the day that is loaded, else open. When exactly it opened or closed is not said."""
    if the_round.state not in (S.DRAFT, S.OPEN):
        return
    if is_over(ledger, record, agreement):
        the_round.conclusion = the_round.conclusion or record.get("resultaat", "")
        set_state(the_round, S.CLOSED)
    elif the_round.state is S.DRAFT:
        set_state(the_round, S.OPEN)


def is_over(ledger: Ledger, record: Fact, agreement: Fact | None) -> bool:
    """Whether it had ended on the day that is loaded.

    Dealt with in a meeting: since that meeting. Without a word on how it ended: since the next meeting, where
    agreements are followed up. Outside a meeting: once its document tells of it, as of something past. Today the
    next meeting of all of them is past, recorded or not: the later documents say that the group went on to meet.
    """
    if ledger.until is None:
        return True
    if "vergadering" not in record:
        return ledger.knew(record)
    if "resultaat" in record or "besproken_op" in record:
        _state, evaluated_in, _nr = words.OUTCOMES.get(agreement["id"] if agreement else "", (None, "", 0))
        return ledger.find(Meeting, evaluated_in or record["vergadering"]) is not None
    then = following(ledger, ledger.find(Meeting, record["vergadering"]))
    return then is not None and then.recorded

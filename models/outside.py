"""What the trail does not tell, each with its reason: `audit verify` cannot see a change by hand in these.

Everything else of every model is told by the trail and compared with it; a test holds this list against the models.
"""

TABLES = {
    "audit_entry": "the trail itself: its chain is checked",
    "audit_payload": "the trail itself: each entry commits to its payload",
    "answered": "keys of forms, for seven days",
    "attempt": "counts tries at a secret, for two days",
    "website_check": "what a website answered last, asked anew each week",
}
"""By name of the table."""

SAVES = "counts saves, also those of nothing that the trail tells"
LETTER = "a letter on its way: the trail tells for whom, why, and what became of it"
PROGRAM = "under which rules the HTML beside it was made; with others it is made anew when read"

COLUMNS = {
    "person.password_hash": "a secret: the trail tells only that it changed",
    "visit.digest": "a secret",
    "visit.seen_at": "moves with every page that is read",
    "one_time_link.digest": "a secret",
    "round_link.digest": "a secret",
    "calendar_feed.digest": "a secret",
    "calendar_feed.read_at": "moves whenever a calendar asks",
    "received.raw": "a mail of somebody that nobody could place: what she wrote is not for the trail",
    "message.letter": LETTER,
    "message.calendar": LETTER,
    "message.tries": LETTER,
    "message.next_try_at": LETTER,
    "message.last_error": LETTER,
    "message.with_id": LETTER,
    "meeting.sequence": "counts what calendars were told",
    "agenda_item.reason": "why the program put it there, made anew with each agenda",
    "agenda_item.proposal_sanitiser": PROGRAM,
    "decision.rationale_sanitiser": PROGRAM,
    "dossier.about_sanitiser": PROGRAM,
    "minute.sanitiser": PROGRAM,
    "revision.sanitiser": PROGRAM,
    "round.sanitiser": PROGRAM,
    "workgroup.about_sanitiser": PROGRAM,
    "workgroup.mandate_sanitiser": PROGRAM,
    **{
        f"{table}.version": SAVES
        for table in (
            "action", "agenda_item", "attendance", "comment", "contradiction", "decision", "dossier", "mailbox",
            "mandate_question", "meeting", "membership", "minute", "minutes", "organisation", "overview_text", "person",
            "remark", "round", "seat", "series", "treatment", "workgroup",
        )
    },
}  # fmt: skip
"""By `table.column`."""

RENDERED = {
    "agenda_item.proposal_html": ("proposal", "proposal_sanitiser"),
    "decision.rationale_html": ("rationale", "rationale_sanitiser"),
    "dossier.about_html": ("about", "about_sanitiser"),
    "minute.html": ("text", "sanitiser"),
    "revision.html": ("text", "sanitiser"),
    "round.html": ("text", "sanitiser"),
    "workgroup.about_html": ("about", "about_sanitiser"),
    "workgroup.mandate_html": ("mandate", "mandate_sanitiser"),
}
"""HTML that is not told but made: from which text, and the column that says under which rules."""

MIGRATED = {
    "message.withheld_because": "006 wrote it for the letters that were withheld before",
}
"""By `table.column`: may be empty, and yet a migration wrote it in rows without an entry."""

FOUNDED = {
    "series": "002 founded the main series of every workgroup of before, which has no other",
}
"""Tables with rows that a migration made without an entry."""

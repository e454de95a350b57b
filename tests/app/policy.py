"""Who may open what: the table that the authorisation tests hold against the program.

Written by hand, on purpose: the program's own declarations are what is being tested.
"""

from typing import Any

EVERYONE, SIGNED_IN, SEATED, COORDINATOR = "everyone", "signed_in", "seated", "coordinator"
SPEAKS, OWNS, TABLE_MATES, REGISTRAR = "speaks", "owns", "table mates", "registrar"

POINTS_OF_VIEW = [
    "nobody", "disabled", "ended visit", "expired visit", "idle visit", "left the group", "other group",
    "administrator", "vendor", "dpo", "deputy", "representative", "coordinator",
]  # fmt: skip
OUTSIDE = set(POINTS_OF_VIEW[:5])
"""To the program these are nobody."""
MAY = {
    EVERYONE: set(POINTS_OF_VIEW),
    SIGNED_IN: set(POINTS_OF_VIEW) - OUTSIDE,
    SEATED: {"vendor", "dpo", "deputy", "representative", "coordinator"},
    COORDINATOR: {"coordinator"},
    SPEAKS: {"deputy", "representative", "coordinator"},
    OWNS: {"deputy", "coordinator"},
    REGISTRAR: {"other group", "coordinator"},
    TABLE_MATES: {"dpo", "deputy", "representative", "coordinator"},
}
"""What is for members and partners the vendor does not see.

The agreement of the examples is one of Gent, for which the deputy speaks here.
"""

POLICY: dict[tuple[str, str], str] = {
    ("home.index", "GET"): SIGNED_IN,
    ("door.sign_in", "GET"): EVERYONE,
    ("door.check_password", "POST"): EVERYONE,
    ("door.ask_link", "POST"): EVERYONE,
    ("door.look_in_mail", "GET"): EVERYONE,
    ("door.link", "GET"): EVERYONE,
    ("door.use_link", "POST"): EVERYONE,
    ("door.invitation", "GET"): EVERYONE,
    ("door.accept", "POST"): EVERYONE,
    ("door.sign_out", "POST"): SIGNED_IN,
    ("door.language", "GET"): EVERYONE,
    ("account.details", "GET"): SIGNED_IN,
    ("account.change_details", "POST"): SIGNED_IN,
    ("account.password", "GET"): SIGNED_IN,
    ("account.change_password", "POST"): SIGNED_IN,
    ("account.sessions", "GET"): SIGNED_IN,
    ("account.end_session", "POST"): SIGNED_IN,
    ("account.mail", "GET"): SIGNED_IN,
    ("account.calendars", "GET"): SIGNED_IN,
    ("account.make_calendar", "POST"): SIGNED_IN,
    ("account.revoke_calendar", "POST"): SIGNED_IN,
    ("calendar_feed.read", "GET"): EVERYONE,
    ("health.health", "GET"): EVERYONE,
    ("health.security_txt", "GET"): EVERYONE,
    ("workgroups.show", "GET"): SIGNED_IN,
    ("workgroups.all", "GET"): SIGNED_IN,
    ("workgroups.describe", "GET"): COORDINATOR,
    ("workgroups.save_description", "POST"): COORDINATOR,
    ("workgroups.add_member", "GET"): COORDINATOR,
    ("workgroups.save_member", "POST"): COORDINATOR,
    ("workgroups.end_membership", "POST"): COORDINATOR,
    ("people.index", "GET"): SEATED,
    ("people.invite", "GET"): COORDINATOR,
    ("people.send_invitation", "POST"): COORDINATOR,
    ("people.show", "GET"): COORDINATOR,
    ("people.give_role", "POST"): COORDINATOR,
    ("people.invite_again", "POST"): COORDINATOR,
    ("people.leave", "POST"): COORDINATOR,
    ("steps.ask", "GET"): COORDINATOR,
    ("steps.take", "POST"): COORDINATOR,
    ("audit_trail.index", "GET"): COORDINATOR,
    ("meetings.index", "GET"): SEATED,
    ("meetings.show", "GET"): SEATED,
    ("meetings.calendar_file", "GET"): SEATED,
    ("minutes.edition", "GET"): SEATED,
    ("decisions.index", "GET"): SEATED,
    ("decisions.show", "GET"): TABLE_MATES,
    ("decisions.draft", "GET"): TABLE_MATES,
    ("actions.index", "GET"): SEATED,
    ("actions.show", "GET"): TABLE_MATES,
    ("workgroups.members_on", "GET"): SEATED,
    ("history.index", "GET"): SIGNED_IN,
    ("history.contradictions", "GET"): SIGNED_IN,
    ("organisations.index", "GET"): SIGNED_IN,
    ("organisations.show", "GET"): SIGNED_IN,
    ("organisations.describe", "GET"): REGISTRAR,
    ("organisations.save_description", "POST"): REGISTRAR,
    ("meetings.plan", "GET"): COORDINATOR,
    ("meetings.save_plan", "POST"): COORDINATOR,
    ("meetings.describe", "GET"): COORDINATOR,
    ("meetings.save_description", "POST"): COORDINATOR,
    ("meetings.move", "GET"): COORDINATOR,
    ("meetings.save_move", "POST"): COORDINATOR,
    ("meetings.add_guest", "GET"): COORDINATOR,
    ("meetings.save_guest", "POST"): COORDINATOR,
    ("agendas.add", "GET"): COORDINATOR,
    ("agendas.save_new", "POST"): COORDINATOR,
    ("agendas.edit", "GET"): COORDINATOR,
    ("agendas.save", "POST"): COORDINATOR,
    ("agendas.drop", "GET"): COORDINATOR,
    ("agendas.save_drop", "POST"): COORDINATOR,
    ("minutes.block", "GET"): COORDINATOR,
    ("minutes.save", "POST"): COORDINATOR,
    ("minutes.resolve", "GET"): COORDINATOR,
    ("minutes.save_resolution", "POST"): COORDINATOR,
    ("minutes.approve", "GET"): COORDINATOR,
    ("minutes.save_approval", "POST"): COORDINATOR,
    ("decisions.describe", "GET"): COORDINATOR,
    ("decisions.save_description", "POST"): COORDINATOR,
    ("decisions.end", "GET"): COORDINATOR,
    ("decisions.save_end", "POST"): COORDINATOR,
    ("actions.change", "GET"): COORDINATOR,
    ("actions.save_change", "POST"): COORDINATOR,
    ("papers.paper", "GET"): SEATED,
    ("actions.sheet", "GET"): SEATED,
    ("decisions.sheet", "GET"): SEATED,
    ("city_sheets.show", "GET"): SEATED,
    ("city_sheets.document", "GET"): SEATED,
    ("overview.index", "GET"): SEATED,
    ("overview.show", "GET"): SEATED,
    ("overview.document", "GET"): SEATED,
    ("overview.edition", "GET"): TABLE_MATES,
    ("overview.edition_document", "GET"): TABLE_MATES,
    ("overview.write", "GET"): COORDINATOR,
    ("overview.save", "POST"): COORDINATOR,
    ("overview.forget", "POST"): COORDINATOR,
    ("overview.keep", "POST"): COORDINATOR,
    ("overview.publish", "POST"): COORDINATOR,
    ("history.add", "GET"): COORDINATOR,
    ("history.save_added", "POST"): COORDINATOR,
    ("mandates.ask", "GET"): COORDINATOR,
    ("mandates.save_question", "POST"): COORDINATOR,
    ("mandates.report", "GET"): COORDINATOR,
    ("mandates.save_report", "POST"): COORDINATOR,
    ("mandates.deliver", "GET"): COORDINATOR,
    ("mandates.save_deliverable", "POST"): COORDINATOR,
    ("history.choose", "GET"): COORDINATOR,
    ("history.save_choice", "POST"): COORDINATOR,
    ("workgroups.found_subgroup", "GET"): COORDINATOR,
    ("workgroups.save_subgroup", "POST"): COORDINATOR,
    ("series.show", "GET"): COORDINATOR,
    ("series.describe", "POST"): COORDINATOR,
    ("series.add_standing", "POST"): COORDINATOR,
    ("series.end_standing", "POST"): COORDINATOR,
    ("meetings.resend", "POST"): COORDINATOR,
    ("meetings.save_attendance", "POST"): COORDINATOR,
    ("agendas.restore", "POST"): COORDINATOR,
    ("agendas.up", "POST"): COORDINATOR,
    ("agendas.down", "POST"): COORDINATOR,
    ("agendas.order", "POST"): COORDINATOR,
    ("agendas.fill", "POST"): COORDINATOR,
    ("agendas.take_up", "POST"): COORDINATOR,
    ("agendas.dispose", "POST"): COORDINATOR,
    ("meetings.reply", "POST"): SPEAKS,
    ("minutes.remark", "GET"): SPEAKS,
    ("minutes.save_remark", "POST"): SPEAKS,
    ("actions.finish", "GET"): OWNS,
    ("actions.save_finish", "POST"): OWNS,
}
"""What comes of it. Steps and agreements declare `seated`: they say themselves who may."""

DECLARED = {
    ("steps.ask", "GET"): SEATED,
    ("steps.take", "POST"): SEATED,
    ("decisions.show", "GET"): SEATED,
    ("decisions.draft", "GET"): SEATED,
    ("actions.show", "GET"): SEATED,
    ("actions.finish", "GET"): SEATED,
    ("actions.save_finish", "POST"): SEATED,
    ("overview.edition", "GET"): SEATED,
    ("overview.edition_document", "GET"): SEATED,
}
DEMONSTRATION = {
    ("demonstration.choose", "GET"): EVERYONE,
    ("demonstration.sign_in_as", "POST"): EVERYONE,
    ("demonstration.mail", "GET"): EVERYONE,
}


def routes(app: Any) -> set[tuple[str, str]]:
    """Every endpoint and method that the application answers, static files aside."""
    return {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }

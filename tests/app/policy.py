"""Who may open what: the table that the authorisation tests hold against the program.

Written by hand, on purpose: the program's own declarations are what is being tested.
"""

from typing import Any

EVERYONE, SIGNED_IN, SEATED, COORDINATOR = "everyone", "signed_in", "seated", "coordinator"

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
}

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
    ("health.health", "GET"): EVERYONE,
    ("health.security_txt", "GET"): EVERYONE,
    ("workgroups.show", "GET"): SIGNED_IN,
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
}
"""What comes of it. `steps.*` declare `seated`: the step itself says who may take it."""

DECLARED = {("steps.ask", "GET"): SEATED, ("steps.take", "POST"): SEATED}
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

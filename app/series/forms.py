"""What is asked about a series."""

from flask_babel import lazy_gettext as _l

from app.forms import EditForm, Form, a_number, line, one_of
from workflows.agenda import PURPOSES, TYPES
from workflows.widening import AUDIENCES


class DescribeForm(EditForm):
    name = line(_l("Naam"))
    cadence_weeks = a_number(
        _l("Streefritme in weken"),
        1,
        104,
        description=_l("Hieruit volgt de voorgestelde dag van de volgende vergadering. Mag leeg blijven."),
    )


class StandingForm(Form):
    title = line(_l("Onderwerp"), longest=300)
    item_type = one_of(_l("Soort punt"), TYPES, default="discussion")
    purpose = one_of(_l("Bedoeling"), PURPOSES, default="discuss")
    audience = one_of(_l("Voor wie"), AUDIENCES, default="partners")
    planned_minutes = a_number(_l("Minuten"), 0, 600)

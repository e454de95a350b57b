"""What is asked about the history of a workgroup: what happened, what it was about, figures, and choices."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, NumberRange

from app.forms import EditForm, Form, NumberField, PickField, a_day, a_number, at_most, line, one_of, required, sound
from workflows.milestone import PRECISIONS


class ChooseForm(EditForm):
    claim = PickField(_l("Bewering"))
    ground = TextAreaField(_l("Waarom"), validators=[sound, required, at_most(5_000)], render_kw={"rows": 3})


def document(description: Any) -> Any:
    return line(_l("Waar het staat"), longest=300, optional=True, description=description)


class MilestoneForm(Form):
    title = line(_l("Wat gebeurde er"), longest=500)
    happened_on = a_day(_l("Wanneer"))
    precision = one_of(
        _l("Hoe precies is dat"), PRECISIONS, description=_l("Van een maand of een jaar telt de eerste dag.")
    )
    source = document(_l("Het document of de vergadering. Mag leeg blijven."))


class ThemeForm(Form):
    name = line(_l("Thema"), longest=300)
    since_year = NumberField(
        _l("Jaar"),
        validators=[
            InputRequired(_l("Vul een jaar in.")),
            NumberRange(1990, 2100, message=_l("Kies een getal van %(min)s tot %(max)s.")),
        ],
    )
    until_year = a_number(_l("Tot en met"), 1990, 2100, description=_l("Als het meer dan een jaar duurt."))
    source = document(_l("Het document of de vergadering. Mag leeg blijven."))


class FigureForm(Form):
    title = line(_l("Wat wordt er geteld"), longest=300, description=_l("Bijvoorbeeld: jaarbudget van het platform."))
    value = line(_l("Cijfer"), longest=300, description=_l("Zoals het document het schrijft, met de eenheid."))
    year = a_number(_l("Jaar"), 1990, 2100)
    source = document(_l("Altijd nodig: een cijfer zonder document is niet na te kijken."))

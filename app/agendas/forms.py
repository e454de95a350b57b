"""What is asked about a line of an agenda."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from app.forms import EditForm, Form, PickField, a_number, line, one_of, prose
from models import Disposition
from workflows.agenda import DISPOSITIONS, PURPOSES, TYPES
from workflows.widening import AUDIENCES


class ItemFields:
    """What an item has, whether it is new or there already."""

    title = line(_l("Onderwerp"), longest=300)
    purpose = one_of(_l("Bedoeling"), PURPOSES, default="discuss")
    item_type = one_of(_l("Soort punt"), TYPES, default="discussion")
    planned_minutes = a_number(_l("Minuten"), 0, 600)
    presenting = PickField(_l("Voorgesteld door"), none=_l("niemand in het bijzonder"))
    presenter = line(_l("Spreker van buiten"), optional=True, description=_l("Functie of organisatie volstaat."))
    audience = one_of(_l("Voor wie"), AUDIENCES, default="partners")
    proposal = prose(
        _l("Voorstel"), description=_l("Wat de vergadering wordt voorgelegd. Markdown mag."), render_kw={"rows": 6}
    )
    text_follows = BooleanField(_l("De tekst volgt"))


class AddForm(ItemFields, Form):
    """A new item."""


class EditItemForm(ItemFields, EditForm):
    """An item that is there."""


class DropForm(EditForm):
    reason = prose(_l("Waarom"), longest=2_000, description=_l("Blijft bij de vergadering staan."))


class OrderForm(Form):
    ids = HiddenField()


class DisposeForm(Form):
    disposition = SelectField(
        _l("Uitkomst"),
        choices=[SelectChoice("", "…"), *(SelectChoice(one.value, words) for one, words in DISPOSITIONS.items())],
        coerce=lambda value: Disposition(value) if value else None,
        validators=[Optional()],
    )

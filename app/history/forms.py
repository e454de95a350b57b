"""What is asked when a contradiction is settled otherwise."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.forms import EditForm, PickField, at_most, required, sound


class ChooseForm(EditForm):
    claim = PickField(_l("Bewering"))
    ground = TextAreaField(_l("Waarom"), validators=[sound, required, at_most(5_000)], render_kw={"rows": 3})

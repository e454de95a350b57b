"""What is asked about minutes."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from app.forms import EditForm, Form, NumberField, PickField, at_most, prose, required, sound


class BlockForm(Form):
    """A block with the version it was read at."""

    base = NumberField(widget=HiddenInput(), validators=[InputRequired()])
    written = prose(_l("Verslag"), longest=100_000)


class RemarkForm(Form):
    text = TextAreaField(_l("Opmerking"), validators=[sound, required, at_most(10_000)])


class ResolveForm(EditForm):
    accepted = BooleanField(_l("De opmerking is verwerkt in het verslag"))
    resolution = TextAreaField(_l("Wat ermee gebeurde"), validators=[sound, required, at_most(5_000)])


class ApproveForm(EditForm):
    meeting = PickField(_l("Goedgekeurd in"), none=_l("geen vergadering: stilzwijgend, na de aangekondigde dag"))

"""What is asked about a view."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from app.forms import Form, line


class ViewForm(Form):
    name = line(_l("Naam"), 80, description=_l("Zoals «Wat wij trekken» of «Stories die online staan»."))
    shared = BooleanField(_l("Voor de hele werkgroep"))
    filters = HiddenField()

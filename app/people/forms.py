"""What is asked about a seat."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Email, Length

from app.forms import EditForm, Form, PickField, line, one_of, required, sound
from workflows.seat import ROLES


class InviteForm(Form):
    name = line(_l("Naam"), render_kw={"autocomplete": "off"})
    email = StringField(
        _l("E-mailadres op het werk"),
        validators=[required, sound, Length(max=254), Email(_l("Dit is geen e-mailadres."))],
        filters=[lambda value: value.strip() if value else value],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    function = line(_l("Functie"), optional=True)
    organisation = PickField(_l("Organisatie"))
    role = one_of(_l("Rol"), ROLES, default="representative")


class RoleForm(EditForm):
    role = one_of(_l("Rol"), ROLES)

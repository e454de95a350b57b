"""What the door asks."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.forms import Form, required, sound

EMAIL = {"autocomplete": "username", "inputmode": "email", "spellcheck": "false"}


class LinkForm(Form):
    email = StringField(_l("E-mailadres"), validators=[required, sound, Length(max=254)], render_kw=EMAIL)
    next = HiddenField()


class PasswordForm(LinkForm):
    password = PasswordField(
        _l("Wachtwoord"), validators=[InputRequired(_l("Vul je wachtwoord in."))],
        render_kw={"autocomplete": "current-password"},
    )  # fmt: skip


class PressForm(Form):
    """Only a button: a mail scanner that opens the link does nothing."""


class AcceptForm(Form):
    password = PasswordField(
        _l("Wachtwoord (mag leeg blijven)"),
        description=_l("Minstens 12 tekens. Zonder wachtwoord meld je je aan met een link in je mail."),
        render_kw={"autocomplete": "new-password"},
    )

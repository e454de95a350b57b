"""What is asked about the yearly overview."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Regexp

from app.forms import EditForm, prose


class AboutForm(EditForm):
    """`version` is that of the text she read: 0 when there was none. `basis` is the sentence that stood there."""

    basis = HiddenField(
        validators=[Regexp(r"\A([0-9a-f]{64})?\Z", message=_l("Dit formulier is beschadigd. Open de pagina opnieuw."))]
    )

    @property
    def seen_version(self) -> None:
        """That of the workgroup is not asked: the version here is the text's own, and goes with the inputs."""
        return


class ForgetForm(EditForm):
    """A button about the version that was read."""


class WriteForm(AboutForm):
    text = prose(
        _l("Jouw tekst"), longest=20_000, render_kw={"rows": 8},
        description=_l("Markdown mag. Laat je dit leeg, dan staan hier alleen de afspraken en tabellen."),
    )  # fmt: skip

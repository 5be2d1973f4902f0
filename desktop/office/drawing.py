"""Forms drawn on the bench, in the print that the person chose. Nothing is written."""

import io
from collections.abc import Callable

from desktop.custody.blocks import Form
from desktop.custody.hand import Hand
from desktop.custody.register import Register
from desktop.office.office import Office
from desktop.office.procedure import Procedure, Step

Compose = Callable[[Register, Hand], Form]


def drawing(office: Office, compose: Compose) -> Procedure[bytes]:
    """Draw a form on the bench; nothing is written."""
    form = compose(office.register, office.hand())
    large = office.large_print
    data: bytes = yield Step("bench", lambda _progress: _drawn(form, large=large), "Drawing")
    return data


def _drawn(form: Form, *, large: bool) -> bytes:
    from desktop.paper import forms  # noqa: PLC0415 - 100 ms that no start of the program should wait for

    target = io.BytesIO()
    forms.draw(form, target, large=large)
    return target.getvalue()

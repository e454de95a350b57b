"""`rondetafel`, its workers with a garbage collector that looks at everything, and often.

What is let go wrongly shows within some hundred requests; as Python sets the collector, it can take hours.
"""

import gc

from flask import Flask

from app import cli, serving
from tests.resilience.walking import TOKEN

made = serving.application


def application() -> Flask:
    """The application is put out of the collector's sight: what a request makes is found in each collection."""
    app = made()
    come_in(app)
    gc.freeze()
    gc.set_threshold(2_000, 0, 0)
    return app


def come_in(app: Flask) -> None:
    """The first to come signs in: a page that reads much, then one that writes.

    What a worker does first decides for which attributes of a row's state CPython 3.11 keeps room, and so whether its
    mistake shows at all (models/interpreter.py).
    """
    visitor, base = app.test_client(), app.config["BASE_URL"]
    token = TOKEN.search(visitor.get("/demonstration", base_url=base).text)
    form = {"csrf_token": token[1] if token else "", "person": "1"}
    visitor.post("/demonstration/sign-in", data=form, base_url=base)


if __name__ == "__main__":
    serving.application = application  # the workers are forked from here, and find this one
    cli.cli()

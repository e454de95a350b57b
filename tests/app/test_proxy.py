"""A proxy that nobody said may be believed is noticed, and who runs the program is told once."""

import pytest
from structlog.testing import capture_logs

PASSED_ON = {"X-Forwarded-For": "192.0.2.7"}


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_a_proxy_that_nobody_trusts_is_told_of_once(header, browser):
    with capture_logs() as said:
        browser.get("/sign-in")
        assert said == []
        for _ in range(2):
            browser.open("/sign-in", headers={header: "192.0.2.7"})
    [line] = said
    assert line["log_level"] == "critical"
    assert line["header"] == header
    assert "RONDETAFEL_TRUSTED_PROXIES" in line["mend"]


def test_nothing_is_told_of_a_proxy_that_is_trusted(app, browser):
    app.config["TRUSTED_PROXIES"] = 1
    with capture_logs() as said:
        browser.open("/sign-in", headers=PASSED_ON)
    assert said == []

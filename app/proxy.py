"""The proxy that stands before the program: trusted for as many hops as the settings say, else seen and told."""

import ipaddress

import structlog
from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

HEADERS = ("X-Forwarded-For", "Forwarded")
log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Believe the proxies that the settings name (trust.md D16); where none is named, look out for one."""
    if hops := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    else:
        app.before_request(warn_once)


def warn_once() -> None:
    """Once for each process: visitors cannot be told apart, and who runs it can mend that with one setting."""
    here = current_app.extensions
    if speaks_for_another() and "told_of_the_proxy" not in here:
        here["told_of_the_proxy"] = True
        log.critical(
            "behind a proxy that is not trusted: visitors cannot be told apart",
            header=next(name for name in HEADERS if name in request.headers),
            mend="set RONDETAFEL_TRUSTED_PROXIES to how many proxies stand before the program",
        )


def speaks_for_another() -> bool:
    """Whether this request says that it was passed on, and nobody said that this may be believed."""
    return not current_app.config["TRUSTED_PROXIES"] and any(name in request.headers for name in HEADERS)


def visitor_address() -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Where the visitor is; None where that cannot be known.

    Not when a proxy nearby passed it on that is not trusted: then it is the proxy's, the same for everybody. A header
    from far away hides nobody, or whoever guesses would put one in.
    """
    try:
        address = ipaddress.ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:  # a socket, or a proxy that writes a port behind the address
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return None if speaks_for_another() and (address.is_private or address.is_loopback) else address

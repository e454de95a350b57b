"""At the real server: a body that is far too large, or does not say how large it is, is refused without being read."""

import http.client
import socket

import pytest

from tests.files.laid import a_file, packed
from workflows.clock import today


@pytest.fixture
def path(session, table):
    item = table.items(table.open_with(today(), "Werkplan"))[-1]
    session.rollback()
    return f"/obmi/files/item/{item.id}/add"


def said_to(production, head: str) -> bytes:
    """What the server answers to a head alone, while the body never comes."""
    with socket.create_connection(("127.0.0.1", production.port), timeout=10) as line:
        line.sendall(head.replace("\n", "\r\n").encode())
        return line.recv(64)


def head_of(production, els, path: str, more: str) -> str:
    return (
        f"POST {path} HTTP/1.1\nHost: 127.0.0.1:{production.port}\nCookie: {els.cookie}\n"
        f"Content-Type: multipart/form-data; boundary=x\n{more}\n\n"
    )


@pytest.mark.parametrize(
    ("says", "status"), [("Content-Length: 2147483648", b"413"), ("Transfer-Encoding: chunked", b"411")]
)
def test_it_is_refused_on_its_head_alone(production, els, path, says, status):
    assert said_to(production, head_of(production, els, path, says)).split()[1] == status
    assert production.ask("GET", "/health")[0] == 200


def test_a_file_goes_in_and_comes_out(production, els, path):
    content = b"stad;cijfer\n" * 200_000
    token = els.token(production, path)
    asked = packed(file=a_file("veel.csv", content), audience="partners", **token)
    connection = http.client.HTTPConnection("127.0.0.1", production.port, timeout=30)
    connection.request("POST", path, asked["data"], {"Cookie": els.cookie, "Content-Type": asked["content_type"]})
    answer = connection.getresponse()
    assert answer.status == 302, answer.read()
    connection.close()
    connection.request("GET", "/obmi/files/1", headers={"Cookie": els.cookie})
    answer = connection.getresponse()
    assert (answer.status, answer.read() == content) == (200, True)
    assert answer.headers["Content-Disposition"] == "attachment; filename=veel.csv"
    connection.close()

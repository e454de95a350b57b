"""A port for a server of the tests.

Not one of those the system hands out by itself: while a server is down between two starts, a client that tries it
again could be given that very port, and then it would talk to itself, or keep the server from coming back.
"""

import random
import socket

LOWEST, HIGHEST = 20_000, 32_000


def free_port() -> int:
    """One on which nobody listens now, other for each process that asks at the same time.

    Raises:
        OSError: none was free in a hundred tries.

    """
    for _ in range(100):
        port = random.SystemRandom().randrange(LOWEST, HIGHEST)
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")

"""The supervisor as a process of its own; what keeps it from starting is left in the home for whoever started it."""

import os
import sys

from mutoscope.errors import MutoscopeError
from mutoscope.laptop.home import Failure, Home
from mutoscope.laptop.loopback import keep_proxies_off
from mutoscope.laptop.supervisor import supervise
from mutoscope.settings import settings


def main() -> int:
    keep_proxies_off()
    # Whatever the studio's programs write is nobody else's: letters, logs, what workers have at hand.
    os.umask(0o077)
    home = Home(settings().home)
    try:
        home.prepare()
        home.record_failure(None)
        supervise(settings())
    except MutoscopeError as error:
        home.record_failure(Failure(code=error.code, message=error.message, hint=error.advice))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

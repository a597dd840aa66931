"""The API's process: the whole API is loaded first, then served on loopback.

Nothing is looked for to throw away while hundreds of modules load: all of it stays, and looking took a tenth of the
start.
"""

import gc


def main() -> None:
    gc.disable()
    # Loaded here and not above, so that the line before comes first.
    from mutoscope.laptop.api import serve

    gc.freeze()
    gc.enable()
    serve()


if __name__ == "__main__":
    main()

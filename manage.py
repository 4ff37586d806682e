#!/usr/bin/env python
import os
import sys


def main() -> None:
    # Imported here, so that Ctrl-C in the first second, while it is still loading, ends in silence too.
    from django.core.management import execute_from_command_line

    from core import reach

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # A command is run by whoever keeps the service.
    with reach.everything():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)

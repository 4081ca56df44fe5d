"""The commands behind the Makefile: `python -m tools run`, `test`, `check` and the others."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - says it in words before newer syntax fails
    sys.exit(
        "Regimen needs Python 3.11 or later; this is {}.{}. Install a newer one "
        "and name it: make run PYTHON=python3.12".format(*sys.version_info)
    )

from tools.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

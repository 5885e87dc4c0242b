"""``python -m communique`` is the command ``communique``."""

from communique.cli import run

run()

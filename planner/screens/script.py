"""What ``planner app`` runs: the page, from wherever the package lies."""

from planner.screens.main import run

run()

"""Streamlit's entry script: draws the planner's page."""

from planner.screens.main import run

run()

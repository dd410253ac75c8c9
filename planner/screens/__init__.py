"""The screens: one case in the browser. Only this package imports streamlit and altair."""

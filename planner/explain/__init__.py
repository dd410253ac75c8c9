"""Explanations: every figure of a ledger and every measure as a formula that can be run again (design 11)."""

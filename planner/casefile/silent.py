"""What a loan's document leaves open, as the rulebook of the case says it: words, switches and shares, and what nobody says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from planner.casefile.models_charges import PenaltyForm
from planner.casefile.models_loan import CardForm, LoanForm
from planner.rules import Dated, Rulebook

WORDS: Final = {"days": "interest_days", "first_penalty_day": "first_penalty_day", "penalty_day_count": "penalty_day_count"}
"""Conventions that are one word, each with the rule that gives it where the document does not."""
COMPOUNDING: Final = ("compound_rate", "compound_rate_before_maturity", "compound_on_penalty", "compound_on_compound")
"""Keys of a penalty that mean something only where unpaid interest bears some."""


def default(loan: LoanForm, book: Rulebook, code: str) -> Dated | None:
    """What the rulebook says of a loan of this kind on the day of its opening, or of its statement; else its latest."""
    on = loan.opened or (None if loan.statement is None else loan.statement.date)
    return book.first_or_on(code, on or dt.date.max, loan.kind)


def words(loan: LoanForm, book: Rulebook) -> dict[str, Any]:
    """The conventions of one word: as the document says, else the book, else the first value of docs/loan.md."""
    found = {name: default(loan, book, code) for name, code in _open_words(loan).items()}
    return {name: getattr(loan, name) for name in WORDS} | {name: rule.word for name, rule in found.items() if rule is not None}


def compounds(loan: LoanForm, book: Rulebook) -> bool:
    """Whether unpaid interest bears some: as the document says, by a rate of it or in words, else the book."""
    if _says_compound(loan):
        return (loan.penalty or PenaltyForm()).compound != "none"
    rule = default(loan, book, "compound_base")
    return rule is not None and rule.word != "none"


def on_penalty(loan: LoanForm, book: Rulebook) -> bool:
    """Whether penalty bears compound interest: as the document says, else the book, else not."""
    form = loan.penalty or PenaltyForm()
    if "compound_on_penalty" in form.model_fields_set:
        return form.compound_on_penalty
    rule = default(loan, book, "compound_on_penalty") if compounds(loan, book) else None
    return rule is not None and rule.word == "on"


def minimum(loan: LoanForm, book: Rulebook) -> int:
    """The share (1e-8) of purchases that a statement asks."""
    rule = default(loan, book, "card_minimum")
    return loan.minimum if loan.minimum is not None else 0 if rule is None else rule.number


def statement_day_counted(loan: LoanForm, book: Rulebook) -> bool:
    """Whether a card charges the statement day itself: as the document says, else the book, else not."""
    own = loan.card or CardForm()
    rule = None if "statement_day_counted" in own.model_fields_set else default(loan, book, "card_statement_day")
    return own.statement_day_counted if rule is None else rule.word == "on"


def left(loan: LoanForm, book: Rulebook) -> dict[str, str]:
    """Conventions that the document leaves to the book, by the names under which they are echoed, with the codes of their rules."""
    form, codes = loan.penalty or PenaltyForm(), dict(_open_words(loan))
    if not _says_compound(loan):
        codes["compound_rate"] = "compound_base"
    if "compound_on_penalty" not in form.model_fields_set and compounds(loan, book):
        codes["compound_on_penalty"] = "compound_on_penalty"
    if loan.statement_day is not None and loan.minimum is None:
        codes["card.minimum"] = "card_minimum"
    if loan.statement_day is not None and "statement_day_counted" not in (loan.card or CardForm()).model_fields_set:
        codes["card.statement_day_counted"] = "card_statement_day"
    return codes


def lacking(loan: LoanForm, book: Rulebook) -> Iterator[str]:
    """Keys that decide what is owed and that neither the document nor the book gives."""
    form = loan.penalty or PenaltyForm()
    if form.uplift is form.rate is None and default(loan, book, "penalty_uplift_default") is None:
        yield "penalty.uplift"
    if not _says_compound(loan) and default(loan, book, "compound_base") is None:
        yield "penalty.compound"
    if loan.kind == "card" and loan.statement_day is not None and loan.minimum is None and default(loan, book, "card_minimum") is None:
        yield "minimum"


def _open_words(loan: LoanForm) -> dict[str, str]:
    """The words that the document does not say; how the days of instalments count means nothing on statements."""
    of_statements = {"days"} if loan.statement_day is not None else set()
    return {name: code for name, code in WORDS.items() if name not in loan.model_fields_set | of_statements}


def _says_compound(loan: LoanForm) -> bool:
    form = loan.penalty or PenaltyForm()
    return bool(form.model_fields_set & {"compound", *COMPOUNDING})

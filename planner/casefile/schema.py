"""The JSON Schema of a case file, made from the forms that read it."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from planner.casefile.fields import REPRICING, order_schema, word_schema
from planner.casefile.form import Form
from planner.casefile.models import CaseForm
from planner.casefile.terms import TERMS

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema of a case file as a TOML-aware editor reads it: dates are strings of format ``date``."""
    forms: list[type[BaseModel]] = [CaseForm, *TERMS.values()]
    _, whole = models_json_schema([(form, "validation") for form in forms], ref_template="#/$defs/{model}")
    definitions: dict[str, Any] = whole["$defs"]
    for form in _all_forms(Form):
        if form.__name__ in definitions:
            _tidy(definitions[form.__name__], form)
    for key, form in TERMS.items():
        definitions[form.__name__]["required"] = [key, *form.needs]
    _short_forms(definitions)
    return {"$schema": DIALECT, **definitions.pop("CaseForm"), "$defs": definitions}


def _all_forms(form: type[Form]) -> list[type[Form]]:
    return [form, *(inner for child in form.__subclasses__() for inner in _all_forms(child))]


def _tidy(definition: dict[str, Any], form: type[Form]) -> None:
    """Required keys as the reader requires them; no nulls, which TOML cannot write, and no titles."""
    definition.pop("title", None)
    definition["required"] = list(form.needs)
    for name, field in definition.get("properties", {}).items():
        choices = [choice for choice in field.get("anyOf", ()) if choice != {"type": "null"}]
        kept = {key: value for key, value in field.items() if key not in {"anyOf", "title", "default"}}
        inner = choices[0] if len(choices) == 1 else {"anyOf": choices} if choices else {}
        definition["properties"][name] = {**kept, **inner}


def _short_forms(definitions: dict[str, Any]) -> None:
    """Terms, and the four tables that may be written as a single value."""
    terms = [{"$ref": f"#/$defs/{form.__name__}"} for form in TERMS.values()]
    for plan in ("PlanForm", "AgreedForm"):
        definitions[plan]["properties"]["terms"] = {"type": "array", "minItems": 1, "items": {"anyOf": terms}}
    loan, statement = definitions["LoanForm"]["properties"], definitions["StatementForm"]["properties"]
    loan["allocation"] = {"anyOf": [order_schema(), loan["allocation"]]}
    loan["repricing"] = {"anyOf": [word_schema(REPRICING), loan["repricing"]]}
    definitions["PrepayTerm"]["properties"]["fee"] = {"anyOf": [statement["accrued"], definitions["PrepayTerm"]["properties"]["fee"]]}
    statement["deferred"] = {"anyOf": [statement["accrued"], statement["deferred"]]}

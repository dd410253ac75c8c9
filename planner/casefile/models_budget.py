"""Tables of the borrower's month: what comes in, what it costs, what must be left to live on."""

from __future__ import annotations

from collections.abc import Iterator

from planner.case import Floor, IncomeRisk
from planner.casefile.fields import Amount, People, Persons, ShareRange
from planner.casefile.form import Form, Trouble, at_most_one


class FloorForm(Form):
    """The least to live on: an amount, or the local living allowance a person, or a minimum wage and the allowance a dependant."""

    amount: Amount | None = None
    allowance: Amount | None = None
    persons: Persons | None = None
    minimum_wage: Amount | None = None
    dependants: People | None = None

    def troubles(self) -> Iterator[Trouble]:
        """One of the three ways, and nothing of another."""
        if self.amount is None and self.allowance is None and self.minimum_wage is None:
            yield "neither", "amount", {"one": "amount", "other": "allowance"}
        for key in ("allowance", "persons", "minimum_wage", "dependants") if self.amount is not None else ():
            yield from at_most_one(self.amount, getattr(self, key), ("amount", key))
        yield from at_most_one(self.minimum_wage, self.persons, ("minimum_wage", "persons"))
        for key, needed in (("persons", "allowance"), ("dependants", "minimum_wage")):
            if self.amount is None and getattr(self, key) is not None and getattr(self, needed) is None:
                yield "needs_key", key, {"key": key, "needed": needed}


class HouseholdForm(Form):
    """The borrower's month."""

    income: Amount | None = None
    essential_costs: Amount = 0
    priority_debts: Amount = 0
    other_debts: Amount = 0
    dependants: People = 0
    floor: FloorForm | None = None

    def troubles(self) -> Iterator[Trouble]:
        """The floor counts as many people as there are, and has an allowance for each dependant."""
        floor = self.floor
        if floor is None:
            return
        counted = self.dependants if floor.dependants is None else floor.dependants
        if floor.minimum_wage is not None and floor.allowance is None and counted:
            yield "needs_key", "floor.minimum_wage", {"key": "minimum_wage", "needed": "allowance"}
        if "dependants" not in self.model_fields_set:
            return
        if floor.dependants is not None and floor.dependants != self.dependants:
            yield "floor_dependants", "floor.dependants", {"counted": str(floor.dependants), "dependants": str(self.dependants)}
        if floor.persons is not None and floor.persons <= self.dependants:
            yield "floor_persons", "floor.persons", {"counted": str(floor.persons), "dependants": str(self.dependants)}

    def least(self) -> Floor | None:
        """The floor it stands for; people who are not counted are the borrower and the dependants."""
        floor = self.floor
        if floor is None:
            return None
        if floor.amount is not None:
            return Floor(floor.amount)
        if floor.minimum_wage is not None:
            return Floor(floor.minimum_wage, floor.allowance or 0, self.dependants if floor.dependants is None else floor.dependants)
        return Floor(0, floor.allowance or 0, self.dependants + 1 if floor.persons is None else floor.persons)


class IncomeForm(Form):
    """What is assumed of a month's income: how much it varies, and how often it does not come."""

    volatility: ShareRange = (0, 0)
    lost_month: ShareRange = (0, 0)

    def risk(self) -> IncomeRisk:
        """The assumptions."""
        return IncomeRisk(self.volatility, self.lost_month)

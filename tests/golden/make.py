"""Write the golden tables from the oracle and the plain calendar beside this file: ``python -m tests.golden.make``.

Nothing here imports the planner, so that the tables stay an independent witness of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tests.golden import books, classes, figures, heads, paper, promises, published, tables
from tests.golden.figures import View, finish_of, yuan
from tests.golden.paper import PARTS, Sheet
from tests.oracle import Record, roll

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
SCHEDULES = {
    "consumer_missed_instalments": "停息分期 60 期", "overdue_interest_formula": "免罚息复利，本金分两期",
    "principal_only_instalments": "停息分期 60 期", "card_9000_overdue": "首付 1,800 元，其余 24 期",
    "mortgage_income_drop": "先息后本 12 期", "small_loan_eight_years": "本息 1,240 元分 10 期",
    "second_negotiation": "降息 6 %，36 期", "high_fee_consumer_loan": "改为等额本息 12 期",
    "business_quarterly_interest": "欠息并入本金，展期一年",
}  # fmt: skip
"""Of each example, the plan whose whole schedule is kept."""
MEASURES = (
    "first_payment", "typical_payment", "highest_payment", "payments", "finish", "total_paid", *figures.NAMES, "waived",
    "waived_conditional", "less_than_nothing", "annual_rate", "effective_rate", "life_rate", "debt_to_income", "left_to_live_on",
    "npv", "claim", "recovery", "concession", "expected_npv", "breakeven_redefault", "modification_gain", "modification_share",
    "risk_class", "observation_end",
)  # fmt: skip
SCHEDULE = ("due", "opening", *PARTS, "released", "waived", "payment", "closing")


def position(state: Record, per_day: Record) -> tables.Sections:
    """What is owed, by instalment and part; the sums; what one more day costs."""
    rows = [[str(dt.date.fromordinal(due["due"])), *map(yuan, due["amount"]), yuan(sum(due["amount"]))] for due in state["dues"]]
    rest = [state["principal"], state["accrued"], 0, 0, 0]
    total = paper.owed(state)
    overdue = sum(due["amount"][0] for due in state["dues"])
    days = state["date"] - min((due["due"] for due in state["dues"]), default=state["date"])
    sums = [["principal_overdue", yuan(overdue)], *([part, yuan(total[k])] for k, part in enumerate(PARTS)), ["total", yuan(sum(total))]]
    grown = [per_day["accrued"], per_day["penalty"], per_day["compound"]]
    more = [[name, yuan(x)] for name, x in zip((*PARTS[1:4], "total"), [*grown, sum(grown)], strict=True)]
    return {
        "dues": [["due", *PARTS, "total"], *rows, ["not due", *map(yuan, rest), yuan(sum(rest))]],
        "position": [["figure", "yuan"], *sums, ["days_past_due", str(days)]],
        "one more day": [["figure", "yuan"], *more],
    }


def schedule(rows: list[Record]) -> tables.Rows:
    """One row a date on which something is billed, paid or waived."""
    found, opening = [list(SCHEDULE)], sum(rows[0]["opening"])
    for row in rows:
        paid = [a + b for a, b in zip(row["allocated"], row["prepaid"], strict=True)]
        if not any(paid + row["waived"] + row["billed"]):
            continue
        back = [min(a, b) for a, b in zip(row["released"], paid, strict=True)]
        own = [a - b for a, b in zip(paid, back, strict=True)]
        closing = sum(row["closing"])
        cells = [opening, *own, sum(back), sum(row["waived"]), sum(paid), closing]
        found.append([str(dt.date.fromordinal(row["date"])), *map(yuan, cells)])
        opening = closing
    return found


class Desk:
    """One example with all its ways out, rolled."""

    def __init__(self, path: Path) -> None:
        """Read the file, roll history, standard scenarios and plans."""
        self.case = paper.document(path)
        self.as_of: dt.date = self.case["as_of"]
        loan = self.case["loan"][0]
        self.own, self.state, self.future = paper.stand(loan, self.as_of)
        fee = promises.early_fee(loan.get("prepayment_fee", {}), self.own, self.state["principal"], self.as_of)
        sheets = {"catch_up": promises.catch_up(self.future, self.as_of), "pay_off": promises.pay_off(self.future, self.as_of, fee)}
        starts = {"do_nothing": self.as_of, "catch_up": self.as_of, "pay_off": self.as_of}
        for plan in self.case["plan"]:
            sheets[plan["name"]], starts[plan["name"]] = promises.plan(plan, self.future), plan["start"]
        self.starts, self.rows = starts, {name: self.rolled(sheet) for name, sheet in sheets.items()}
        ends = [end for plan in self.case["plan"] if (end := finish_of(self.rows[plan["name"]], self.as_of))]
        self.waiting = self._waiting(max(ends))
        self.view = View(self.case, self.as_of, sum(paper.owed(self.state)), self._lent(loan), self.idle)
        idle = [row for row in self.waiting if row["date"] <= max(ends).toordinal()]
        self.rows = {"do_nothing": idle, **self.rows}

    def rolled(self, sheet: Sheet) -> list[Record]:
        """The oracle's rows of a sheet from today on."""
        return roll(self.own.oracle | {"stages": list(sheet.stages)}, self.state, sheet.steps(self.as_of))[0]

    def _lent(self, loan: Record) -> list[tuple[dt.date, int]]:
        """Money out and back before today; nothing is known of it where the bank only states what stands."""
        if "payments" not in loan:
            return []
        return [(self.own.opened, -self.own.principal), *((p["date"], paper.cents(p["amount"])) for p in loan["payments"])]

    def _waiting(self, until: dt.date) -> list[Record]:
        """Nobody pays, up to a day, with a step tomorrow and on every day on which some scenario ends."""
        sheet = promises.copied(self.future)
        ends = [finish_of(rows, self.as_of) for rows in self.rows.values()]
        for day in (until, self.as_of + dt.timedelta(days=1), *filter(None, ends)):
            sheet.mark(day)
        return self.rolled(sheet)

    def idle(self, day: dt.date) -> int:
        """What is owed on a day if nobody pays."""
        return sum([row for row in self.waiting if row["date"] <= day.toordinal()][-1]["closing"])

    def tomorrow(self) -> Record:
        """What one more day adds."""
        return self.waiting[1]

    def _classed(self, name: str) -> dict[str, str]:
        """Class and observation of one scenario; a plan is signed on its start, and nothing is paid until then."""
        start = self.starts[name]
        late = [due["due"] for due in self.state["dues"] if sum(due["amount"])]
        days = start.toordinal() - min(late) if late and min(late) < self.as_of.toordinal() else 0
        return classes.classed(name, self.rows[name], start, self.case["loan"][0], days)

    def _changed(self, name: str) -> dict[str, str]:
        """Gain or loss on what a plan changes."""
        if name in classes.STANDARD:
            return {}
        annual = books.lent_at(self.case["loan"][0], self.own, self.as_of)
        return books.changed(self.rows[name], self.starts[name], self.as_of, annual)

    def comparison(self) -> tables.Rows:
        """Every measure of every scenario."""
        found = {
            name: figures.figures(rows, self.starts[name], self.view) | self._changed(name) | self._classed(name)
            for name, rows in self.rows.items()
        }
        return [["measure", *found], *([code, *(own.get(code, figures.NONE) for own in found.values())] for code in MEASURES)]


def sections(name: str) -> tables.Sections:
    """All tables of one example."""
    desk = Desk(EXAMPLES / f"{name}.toml")
    chosen = SCHEDULES[name]
    return position(desk.state, desk.tomorrow()) | {f"schedule of {chosen}": schedule(desk.rows[chosen]), "comparison": desk.comparison()}


def pages() -> Iterator[tuple[str, str]]:
    """File name and text of every page."""
    for name in SCHEDULES:
        yield f"{name}.txt", tables.page(heads.head(name), sections(name))
    for name in published.LOANS:
        yield f"published_{name}.txt", tables.page(*published.page(name))


def main() -> None:
    """Write them all."""
    for name, text in pages():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

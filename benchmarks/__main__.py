"""``python -m benchmarks``: how fast the planner is here, and how much faster than its peers, in one run.

Figures are the best of several rounds of processor time, interleaved; ratios are what to quote.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import arrears, book, cases, peers
from planner import casefile
from planner.book import Timeline
from planner.engine import roll_forward
from planner.money import ONE, Ints
from planner.offers import Axes, search
from planner.scenarios import compare

LOANS, CHUNK = 200_000, 16_000


def best(run: Callable[[], object], rounds: int) -> float:
    """Least processor time of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def say(what: str, figure: str, target: str = "") -> None:
    """One line of the report."""
    print(f"{what:<62}{figure:>22}  {target}")


def one_case(rounds: int) -> None:
    """A case with history and four plans, everything from the nouns on."""
    case = cases.four_plans()
    compare(case)
    say("one case, four plans", f"{best(lambda: compare(case), rounds) * 1e3:.1f} ms", "target 30 ms")


def candidates(rounds: int) -> None:
    """A thousand plans of up to 60 instalments on the loan axis, their timelines included."""
    run = cases.candidates(1000)
    run()
    say("1,000 candidate plans of 60 steps, timelines included", f"{best(run, rounds) * 1e3:.1f} ms", "target 15 ms")


def offers(rounds: int) -> None:
    """Ten thousand offers of 60 instalments weighed against each other, and the whole search on an example."""
    case = cases.four_plans()
    space = Axes((60,), tuple(range(0, 10_000_000, 500_000)), ((0, 0, 0, 0, 0), (0, 0, ONE, ONE, 0)), tuple(range(0, 250 * 40_000, 40_000)))
    run = partial(search, case, space)
    found = run()
    seconds = best(run, rounds)
    what = f"{found.candidates.count:,} offers of 60 instalments, {found.feasible:,} feasible"
    say(what, f"{seconds * 1e3:.0f} ms", "target 1,000 ms")
    example = casefile.read(Path(__file__).resolve().parents[1] / "examples" / "consumer_missed_instalments.toml")
    search(example)
    say("search for offers, consumer_missed_instalments", f"{best(partial(search, example), rounds) * 1e3:.0f} ms", "target 1,000 ms")


def whole_book(loans: int, rounds: int) -> dict[str, float]:
    """A book of loans from a statement, in chunks, without ledgers: seconds a loan, paid as billed and doing nothing."""
    position, loan = book.loans(loans)
    found = {}
    for name, timeline in zip(("paid as billed", "doing nothing"), book.timelines(loan), strict=True):
        chunks = [slice(a, a + CHUNK) for a in range(0, loans, CHUNK)]

        def run(timeline: Timeline = timeline, chunks: list[slice] = chunks) -> None:
            for rows in chunks:
                roll_forward(*book.chunk(position, timeline, rows), keep="flows")

        found[name] = best(run, rounds) / loans
        target = "target 0.6" if name == "paid as billed" else "target 0.3"
        say(f"{loans:,} loans of {book.STEPS} steps, {name}", f"{1e-6 / found[name]:.2f} million/s", target)
    return found


def _written_and_rolled(history: tuple[Ints, Ints, Ints, Ints], rows: Ints) -> tuple[float, float]:
    """Processor time of writing the timelines of some loans, and of rolling them."""
    start = time.process_time()
    position, timeline = arrears.written(history, rows)
    begun = time.process_time()
    roll_forward(position, timeline, keep="flows")
    return begun - start, time.process_time() - begun


def replayed(loans: int, rounds: int) -> None:
    """Histories of loans that each pay in their own way: the rolls alone, and with the writing of their timelines."""
    history = arrears.loans(loans)

    spent = np.zeros(2)
    for rows in arrears.chunks(history, arrears.CHUNK):
        spent += np.min([_written_and_rolled(history, rows) for _ in range(rounds)], axis=0)
    written, rolled = spent / loans
    say(
        f"{loans:,} loans, {arrears.DUES} dues and {arrears.PAYMENTS} irregular payments each", f"{1e-6 / rolled:.3f} million/s",
        "target 0.05; prototypes: NumPy 0.035-0.042, numba 0.58",
    )  # fmt: skip
    say("  nanoseconds an event", f"{rolled / arrears.EVENTS * 1e9:.0f}")
    say("  the same with their timelines written", f"{1e-6 / (rolled + written):.3f} million/s")
    some = np.arange(0, loans, max(loans // 20, 1))
    exact = peers.oracle(*arrears.written(history, some), np.arange(some.size))
    say("  exact scalar loop (tests/oracle.py), replaying", f"x {exact / rolled:,.0f} slower")


def memory(loans: int) -> None:
    """Peak memory of rolling one chunk, and of rolling the whole book chunk by chunk, the book itself left out."""
    position, loan = book.loans(loans)
    _, nothing = book.timelines(loan)

    def peak(upto: int) -> float:
        tracemalloc.start()
        for a in range(0, upto, CHUNK):
            roll_forward(*book.chunk(position, nothing, slice(a, a + CHUNK)), keep="flows")
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most / 2**20

    say("  peak memory: one chunk, the whole book", f"{peak(CHUNK):.0f}, {peak(loans):.0f} MiB", "bounded by the chunk")


def against_peers(found: dict[str, float]) -> None:
    """The same loans through an exact scalar loop and through numpy-financial."""
    position, loan = book.loans(400)
    paid, nothing = book.timelines(loan)
    for name, timeline in (("paid as billed", paid), ("doing nothing", nothing)):
        exact = peers.oracle(position, timeline, np.arange(0, 400, 40))
        say(f"  exact scalar loop (tests/oracle.py), {name}", f"x {exact / found[name]:,.0f} slower")
    financial = peers.numpy_financial(position, loan, 40)
    say("  numpy-financial's schedule (floats, no arrears)", f"x {financial / found['paid as billed']:,.1f} slower")


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--loans", type=int, default=LOANS)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    one_case(asked.rounds * 3)
    candidates(asked.rounds * 3)
    offers(asked.rounds)
    found = whole_book(asked.loans, asked.rounds)
    memory(asked.loans)
    replayed(asked.loans // 2, asked.rounds)
    against_peers(found)


if __name__ == "__main__":
    main()

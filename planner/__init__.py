"""What an overdue loan owes, and what every way out would cost: one position rolled forward along timelines."""

__version__ = "0.1.0"

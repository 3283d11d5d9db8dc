"""The version of visit, that answers and ledger entries name."""

__version__ = "0.9.0"

"""The week's pairs, all at once: as many people served as can be, then the most value, within every limit."""

from tisserand.engine.allocation.week import Allocation, allocate, check_pairs

__all__ = ["Allocation", "allocate", "check_pairs"]

"""What a number of right answers says."""

from __future__ import annotations

import math
from dataclasses import dataclass

Z_95 = 1.959963984540054  # the 97.5 % point of the standard normal distribution


@dataclass(frozen=True, slots=True)
class Score:
    """`correct` of `total` items, 0 of 0 where nothing counted."""

    correct: int
    total: int

    @property
    def share(self) -> float:
        """0..1; 0 where nothing counted."""
        return self.correct / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of `share`, each bound 0..1: see `wilson`."""
        return wilson(self.correct, self.total)


def wilson(correct: int, total: int, *, z: float = Z_95) -> tuple[float, float]:
    """Where the true share lies with 95 % confidence, as bounds 0..1; (0, 1) for no items.

    Raises ValueError unless 0 <= correct <= total.

    Source: Wilson 1927, "Probable inference, the law of succession, and statistical inference",
    doi 10.1080/01621459.1927.10502953; the score interval, without continuity correction.
    """
    if not 0 <= correct <= total:
        raise ValueError(f"{correct} of {total} is no score")
    if total == 0:
        return 0.0, 1.0
    share = correct / total
    centre = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # At the ends the formula gives 0 and 1 exactly, but for rounding.
    low = 0.0 if correct == 0 else (centre - half) / scale
    high = 1.0 if correct == total else (centre + half) / scale
    return low, high

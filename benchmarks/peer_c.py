"""The core day in C, built with gcc when asked for and called through ctypes."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from core_day import Outcome, mean_topic
from people import People

TOPICS = 8
SOURCE = Path(__file__).resolve().parent / "core.c"
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-shared", "-fPIC", "-Wall")
PARAMETERS = [
    "open_need",
    "open_satisfaction",
    "open_belonging",
    "open_fatigue",
    "open_momentum",
    "open_newcomer",
    "open_newcomer_days",
    "first_weekday",
    "talk_audience",
    "talk_audience_half",
    "talk_redundancy",
    "talk_redundancy_half",
    "talk_chill",
    "rules_strictness",
    "rules_explained",
    "talk_belonging",
    "talk_satisfaction",
    "talk_overload",
    "talk_fatigue",
    "talk_intrinsic",
    "talk_base",
    "trust_peers",
    "trust_gain",
    "trust_loss",
    "trust_satisfaction",
    "trust_drift",
    "trust_product",
    "trust_complaint",
    "product_quality",
    "buy_variability",
    "buy_complaint",
    "buy_experience",
    "buy_social",
    "buy_trust",
    "buy_need",
    "buy_fatigue",
    "buy_price",
    "price_log2",
    "buy_base",
    "buy_unprompted",
    "stay_satisfaction",
    "stay_belonging",
    "stay_trust",
    "stay_fatigue",
    "stay_absence",
    "stay_base",
    "stay_mute_base",
]
FLOATS = [
    "activity",
    "need",
    "belonging",
    "fatigue",
    "satisfaction",
    "intrinsic",
    "experience",
    "trust",
    "attention",
    "sociability",
    "first_trust",
    "price_sensitivity",
    "restlessness",
]
GROUP = np.dtype(
    [
        (name, "i4")
        for name in [
            "first",
            "members",
            "openers",
            "messages",
            "bought",
            "left",
            "openers_before",
            "messages_before",
            "bought_before",
            "pleased_before",
            "all_openers",
            "all_messages",
            "all_orders",
        ]
    ]
    + [("topic", "i4", (TOPICS,))]
)
ALIGN = 16
"""Groups start at multiples of this many members, as in the engine."""


def layout() -> str:
    """The header that tells the C code where things are."""
    members = "\n".join(f"    float *{name};" for name in FLOATS)
    group = "\n".join(f"    int32_t {name};" for name in GROUP.names or () if name != "topic")
    return f"""#define TOPICS {TOPICS}
typedef struct {{ float {", ".join(PARAMETERS)}; float weekday[7]; }} Parameters;
typedef struct {{
    uint64_t *key;
{members}
    float *taste[TOPICS];
    int32_t *joined, *last_open;
    uint8_t *here, *was_open, *muted;
}} Columns;
typedef struct {{
{group}
    int32_t topic[TOPICS];
}} Group;
"""


def compiler() -> str | None:
    """The C compiler, or None."""
    return shutil.which("gcc")


@cache
def library() -> Any:
    """Build core.c for this processor and load it. Raises CalledProcessError with the compiler's words."""
    folder = Path(tempfile.mkdtemp(prefix="commsim-floor-"))
    try:
        (folder / "layout.h").write_text(layout(), encoding="utf-8")
        built = folder / "core.so"
        subprocess.run([compiler() or "gcc", *FLAGS, f"-I{folder}", str(SOURCE), "-lm", "-o", str(built)], check=True)
        return ctypes.CDLL(str(built))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class CDay:
    """Columns padded group by group, and pointers to them."""

    def __init__(self, people: People, worlds: int = 1) -> None:
        self.worlds, self.groups = worlds, self._groups(people)
        size = int(self.groups["first"][-1] + -(-self.groups["members"][-1] // ALIGN) * ALIGN)
        rows = self.groups["first"][people.group] + np.arange(people.key.size) - np.searchsorted(people.group, people.group)
        self.arrays = [self._spread(people.key, rows, size)]
        self.arrays += [self._spread(people.columns[name], rows, size) for name in FLOATS]
        self.arrays += [self._spread(people.taste[k], rows, size) for k in range(TOPICS)]
        self.arrays += [
            self._spread(people.joined, rows, size),
            np.zeros(size, np.int32),
            self._spread(np.ones(people.key.size, np.uint8), rows, size),
        ]
        self.arrays += [np.zeros(size, np.uint8), np.zeros(size, np.uint8)]
        self.pointers = (ctypes.c_void_p * len(self.arrays))(*(array.ctypes.data for array in self.arrays))
        numbers = [people.p[name] for name in PARAMETERS] + [people.p[f"weekday{k}"] for k in range(7)]
        self.p = np.array(numbers, np.float32)

    @staticmethod
    def _groups(people: People) -> np.ndarray:
        groups = np.zeros(people.groups, GROUP)
        groups["members"] = np.bincount(people.group, minlength=people.groups)
        padded = -(-groups["members"] // ALIGN) * ALIGN
        groups["first"] = np.cumsum(padded) - padded
        return groups

    @staticmethod
    def _spread(values: np.ndarray, rows: np.ndarray, size: int) -> np.ndarray:
        column = np.zeros(size, values.dtype)
        column[rows] = values
        return column

    def run(self, days: int) -> Outcome:
        """Days 1 … days."""
        per_world = self.groups.size // self.worlds
        floor = library().run
        floor(
            ctypes.c_void_p(self.p.ctypes.data),
            self.pointers,
            ctypes.c_void_p(self.groups.ctypes.data),
            per_world,
            self.worlds,
            1,
            days + 1,
        )
        return self.outcome()

    def outcome(self) -> Outcome:
        """What happened."""
        g, here, muted = self.groups, self.arrays[-3] > 0, self.arrays[-1]
        trust = self.arrays[1 + FLOATS.index("trust")][here].mean(dtype=np.float64)
        sums = [float(g[name].sum()) for name in ("all_openers", "all_messages", "all_orders", "left")]
        return Outcome(*sums, float(muted.sum()), float(trust), mean_topic(g["topic"].sum(axis=0)))

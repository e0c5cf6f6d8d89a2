"""Rewrite the golden runs on purpose, with `python tools/update_golden.py`.

Each arm of each shipped experiment is run for a few days; the hash covers every integer of the daily record, the whole
series. After an intended change of results run this and add a "Regression" line to CHANGELOG.md that says why.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from commsim.scenario.experiment import load
from commsim.simulate import simulate

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "engine" / "golden.json"
EXPERIMENTS = ("official_account", "group_size", "ad_frequency", "early_or_gradual_monetisation", "incentives_on_and_off", "moderation")
DAYS, SEED = 60, 7


def hashes(experiment: str) -> dict[str, str]:
    """Hash of the daily record of each arm of an experiment."""
    arms = load(experiment).arms
    record = simulate(list(arms.values()), [SEED] * len(arms), DAYS)
    return {arm: hashlib.sha256(daily.astype("<i8").tobytes()).hexdigest()[:16] for arm, daily in zip(arms, record.daily, strict=True)}


def main() -> None:
    """Write all hashes."""
    GOLDEN.write_text(json.dumps({name: hashes(name) for name in EXPERIMENTS}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Run every experiment and write what came out into experiments/README.md, with a small chart of each in docs/images/experiments.

Run `python tools/make_gallery.py`, or with names to make only those anew; `replicates=N` for more or fewer runs per arm.
Nothing in the gallery is typed by hand: questions and arms come from the files, answers and charts from the runs.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from commsim.metrics.amounts import percent
from commsim.metrics.registry import METRICS
from commsim.report import draw
from commsim.report.images import rendered
from commsim.report.style import drawing
from commsim.scenario import places
from commsim.scenario.experiment import Experiment, load
from commsim.study.compare import compare
from commsim.study.comparison import Comparison
from commsim.study.response import Sweep
from commsim.study.sweep import sweep
from commsim.study.words import goals, numbers_of

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "experiments" / "README.md"
IMAGES = ROOT / "docs" / "images" / "experiments"
DPI, MOST_BYTES = 60, 60_000
REPLICATES = 20
"""Runs per arm: enough for signs and sizes, and a gallery made in a few minutes."""
KINDS = {
    "Brands of the documents": (
        "luckin perfect_diary genki_forest three_squirrels master_kong coca_cola mengniu uni_president nongfu_spring daliyuan"
    ),
    "Types of brands and communities": "official_account fast_moving_goods durable_goods saas new_consumer_brand health_food_community",
    "Structure and people": "group_size one_big_or_five_small vip_admission ad_group helpers moderation",
    "Selling": (
        "ad_frequency ad_frequency_by_group_size early_or_gradual_monetisation incentives_on_and_off monetisation_forms group_buying "
        "second_product product_range sales_season"
    ),
    "Plans and risks": "twelve_month_plan first_four_months adaptive_or_fixed winback crisis",
}
"""Headings of the gallery; what is named under none of them comes last."""


def main(arguments: list[str]) -> int:
    """Run the experiments named, or all; write images and README; the exit code."""
    settings = [text for text in arguments if "=" in text] or [f"replicates={REPLICATES}"]
    named = [text for text in arguments if "=" not in text]
    experiments = {name: load(name, settings) for name in ordered(places.experiments())}
    text = README.read_text(encoding="utf-8")
    entries = entries_of(text)
    for name in named or for_planners(experiments):
        entries[name] = made(experiments[name])
        print(f"{name}: {entries[name].splitlines()[-1]}", flush=True)
    README.write_text(with_gallery(text, experiments, entries), encoding="utf-8")
    return 0


def ordered(names: Iterable[str]) -> list[str]:
    """The experiments in the order of the gallery."""
    known = list(names)
    listed = [name for kind in KINDS.values() for name in kind.split() if name in known]
    return listed + sorted(set(known) - set(listed))


def for_planners(names: Iterable[str]) -> list[str]:
    """Those a planner asks; what lies in a folder of its own (validation/) is listed in the table only."""
    return [name for name in names if "/" not in name]


def entries_of(text: str) -> dict[str, str]:
    """The entries the README has already, by name of the experiment."""
    parts = re.split(r"^### `(\w+)`$", part(text, "gallery"), flags=re.MULTILINE)
    return {name: re.split(r"^## ", body, flags=re.MULTILINE)[0].strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def part(text: str, name: str) -> str:
    """What stands between the marks of a part that this tool writes."""
    return text.partition(begin(name))[2].partition(end(name))[0]


def with_part(text: str, name: str, content: str) -> str:
    """The text with a part replaced."""
    before, after = text.partition(begin(name))[0], text.partition(end(name))[2]
    return f"{before}{begin(name)}\n\n{content.strip()}\n\n{end(name)}{after}"


def begin(name: str) -> str:
    """The mark before a part."""
    return f"<!-- {name}: made by tools/make_gallery.py -->"


def end(name: str) -> str:
    """The mark after a part."""
    return f"<!-- end of {name} -->"


def with_gallery(text: str, experiments: dict[str, Experiment], entries: dict[str, str]) -> str:
    """The README with its table and its gallery."""
    sweeps = {name: " (a sweep: `commsim sweep experiment=…`)" if one.axes else "" for name, one in experiments.items()}
    rows = [f"| `{name}` | {one.question['en']}{sweeps[name]} | {METRICS[one.primary].label['en']} |" for name, one in experiments.items()]
    table = "\n".join(["| name | question | decided by |", "|---|---|---|", *rows])
    return with_part(with_part(text, "table", table), "gallery", gallery(for_planners(experiments), entries))


def gallery(names: list[str], entries: dict[str, str]) -> str:
    """All entries under their headings."""
    lines, left = [], dict.fromkeys(names)
    for kind, listed in (*KINDS.items(), ("Others", " ".join(names))):
        here = [name for name in listed.split() if name in left]
        if here:
            lines.append(f"\n## {kind}\n")
        for name in here:
            lines.append(f"### `{name}`\n\n{entries.get(name, '')}\n")
            del left[name]
    return "\n".join(lines)


def made(experiment: Experiment) -> str:
    """Run an experiment, write its image; the entry: question, what is compared, chart, answer."""
    result = sweep(experiment) if experiment.axes else compare(experiment)
    chart = "heat_map" if len(experiment.axes) == 2 else "response" if experiment.axes else "difference"
    title = write_image(experiment.name, result, chart)
    reading = f" {experiment.answer['en']}" if experiment.answer else ""
    lines = [
        f"{experiment.question['en']} Compared: {compared(experiment)}.{reading}",
        "",
        f"![{title}](../docs/images/experiments/{experiment.name}.png)",
        "",
        " ".join([f"**{title}.**", *([*targets(result), *goals(result, "en")] if isinstance(result, Comparison) else [])]),
    ]
    return "\n".join(lines)


def compared(experiment: Experiment) -> str:
    """The arms by their labels, or the axes of a sweep."""
    if experiment.axes:
        return " × ".join(f"`{axis.path}` {', '.join(map(str, axis.values))}" for axis in experiment.axes)
    return " · ".join(label["en"] for label in experiment.labels.values())


def write_image(name: str, result: Comparison | Sweep, chart: str) -> str:
    """Draw the chart that answers, small; returns its title. Raises ValueError if the file would be too large."""
    figure = draw(result, chart)
    with drawing():
        image = rendered(figure, "png", DPI)()
    if len(image) > MOST_BYTES:
        raise ValueError(f"{name}: {len(image)} bytes, at most {MOST_BYTES}")
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(image)
    return str(figure.get_label())


def targets(result: Comparison) -> list[str]:
    """A sentence a target: in how many of the runs each arm but doing nothing reaches it."""
    table = result.summary().set_index(["metric", "arm"])
    sentences = []
    for metric, target in result.experiment.targets.items():
        shares = [
            f"{label['en']} {percent(float(table.loc[(metric, arm), 'chance_to_reach_target']), 0)}"
            for arm, label in result.experiment.labels.items()
            if arm in result.experiment.doing
        ]
        aim = numbers_of(result.experiment, "en").amount(target, METRICS[metric].unit)
        sentences.append(f"{METRICS[metric].label['en']} of {aim} or better is reached in this share of the runs: {', '.join(shares)}.")
    return sentences


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Make the examples that are no texts to write by hand: workbooks of the group SOPs, a members' file and WeCom groups of invented people.

python tools/make_examples.py
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
TODAY = date(2026, 6, 1)
CHINA = timezone(timedelta(hours=8))
GROUPS = ("旗舰店1群", "旗舰店2群", "宝妈群")
HEADS = ("id", "group", "joined", "last active", "messages in 30 days", "orders", "spent", "last order", "invited by")


def numbers() -> Iterator[int]:
    """Numbers that look like chance and are the same each time."""
    state = 7
    for _ in count():
        state = (state * 1_103_515_245 + 12_345) % 2**31
        yield state >> 8


LUCK = numbers()


def below(most: int) -> int:
    """A number from 0 to most − 1."""
    return next(LUCK) % most


def member(number: int) -> list[Any]:
    """One invented member, who may have been invited by an earlier one."""
    tenure = 5 + below(300)
    since = 0 if number == 0 else min(tenure, 1 + below(6) if below(3) == 0 else 1 + below(90))
    orders = (0, 0, 0, 1, 1, 2, 4)[below(7)]
    last = (TODAY - timedelta(1 + below(min(tenure, 80)))).isoformat() if orders else ""
    inviter = f"{below(number):05d}" if number and below(3) == 0 else ""
    dates = [(TODAY - timedelta(days)).isoformat() for days in (tenure, since)]
    return [f"{number:05d}", GROUPS[below(3)], *dates, below(25) if since < 20 else 0, orders, orders * 89, last, inviter]


def seconds(days_ago: int, hour: int) -> int:
    """Unix seconds of an hour in China."""
    return int(datetime.combine(TODAY - timedelta(days_ago), time(hour), CHINA).timestamp())


def customer(group: int, number: int) -> dict[str, Any]:
    """One invented customer, added by staff, by an earlier customer or through a code."""
    scene = 1 + below(3)
    person = {
        "userid": f"wm_invented_{group}_{number:03d}",
        "type": 2,
        "join_time": seconds(below(110), 8 + below(12)),
        "join_scene": scene,
    }
    if scene < 3:
        person["invitor"] = {"userid": "lina" if number == 0 or below(2) else f"wm_invented_{group}_{below(number):03d}"}
    return person


def chat(group: int) -> dict[str, Any]:
    """The details of one group, as the interface answers."""
    staff = [{"userid": name, "type": 1, "join_time": seconds(120, 9), "join_scene": 1} for name in ("lina", f"wangwei{group}")]
    details = {
        "chat_id": f"wr_invented_{group}",
        "name": f"示例群{group + 1}",
        "owner": "lina",
        "create_time": seconds(120, 9),
        "member_list": [*staff, *(customer(group, number) for number in range(30))],
        "admin_list": [{"userid": f"wangwei{group}"}],
    }
    return {"errcode": 0, "errmsg": "ok", "group_chat": details}


def main() -> None:
    """Write the files."""
    sys.path.insert(0, str(ROOT / "src"))
    from commsim.desk.workbook import written

    for language in ("en", "zh"):
        with (EXAMPLES / f"group_sop_{language}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        (EXAMPLES / f"group_sop_{language}.xlsx").write_bytes(written("SOP", rows, [10 <= column <= 16 for column in range(len(rows[0]))]))
    with (EXAMPLES / "members.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADS, *(member(number) for number in range(160))])
    text = json.dumps([chat(group) for group in range(2)], ensure_ascii=False, indent=1)
    (EXAMPLES / "wecom_groups.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

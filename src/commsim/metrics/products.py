"""What is sold beside the first product, and who buys more than one."""

from __future__ import annotations

import numpy as np

from commsim.metrics.metric import Metric, Values, ever_members, ratio, total
from commsim.record.record import Record
from commsim.scenario.counts import MORE_PRODUCTS


def more_products_share(record: Record) -> Values:
    """Revenue from further products as a share of all; nan where none was on sale."""
    return _where_there_were_any(record, ratio(total(record, *(f"revenue_{n}" for n in MORE_PRODUCTS)), total(record, "revenue")))


def cross_buyers_share(record: Record) -> Values:
    """Members who bought more than one product; nan where there was only one."""
    return _where_there_were_any(record, ratio(total(record, "cross_buyers"), ever_members(record)))


def _where_there_were_any(record: Record, values: Values) -> Values:
    """The values of worlds with further products on sale on any day; nan elsewhere. [worlds] → [worlds]."""
    return np.where((record["more_products"] > 0).any(axis=1), values, np.nan)


METRICS: tuple[Metric, ...] = (
    Metric(
        name="more_products_share",
        label={"en": "Revenue from further products", "zh": "其他商品销售占比"},
        definition="Share of revenue that comes from products other than the first; undefined where only one was on sale.",
        definition_zh="销售额中来自首个商品以外的商品的比例；只有一个商品在售时无定义。",
        numerator="revenue from further products",
        denominator="revenue",
        window="whole run",
        unit="share",
        better="neutral",
        compute=more_products_share,
    ),
    Metric(
        name="cross_buyers_share",
        label={"en": "Members who bought several products", "zh": "跨商品购买率"},
        definition="Share of all who were members on any day who bought a second of the products; undefined where only one was on sale.",
        definition_zh="所有曾在群成员中购买过两种及以上商品的比例；只有一个商品在售时无定义。",
        numerator="members who bought a second of the products",
        denominator="members who had joined before day 0 and all who joined since",
        window="whole run",
        unit="share",
        better="higher",
        compute=cross_buyers_share,
    ),
)

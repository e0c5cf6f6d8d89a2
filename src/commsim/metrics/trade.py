"""Who buys, what it brings, what the programme costs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from commsim.metrics.metric import MONTH, Better, Metric, Values, at_end, ever_members, ratio, total, yuan
from commsim.record.record import Record
from commsim.scenario.counts import COUNTS

RUN = "whole run"
COSTS: tuple[str, ...] = tuple(count.name for count in COUNTS if count.name.startswith("cost_"))
"""Columns that together are the cost of the programme."""
EARNED, GIVEN = ("revenue", "partner_income"), ("goods_cost", "commission", "shared_income")
"""Columns whose difference is the gross margin."""


def conversion(record: Record, windows: slice) -> Values:
    """Buyers among the members of the first day of 30-day windows; `windows` chooses among the complete ones."""
    months = record.days // MONTH
    shape = (record.worlds, months, MONTH)
    buyers = record["window_buyers"][:, : months * MONTH].reshape(shape)[:, windows].sum(axis=(1, 2))
    members = record["window_members"][:, : months * MONTH].reshape(shape)[:, windows].sum(axis=(1, 2))
    return ratio(buyers, members)


def first_purchase_share(record: Record) -> Values:
    """Members who ever ordered."""
    return ratio(total(record, "first_orders"), ever_members(record))


def orders_per_member(record: Record) -> Values:
    """Orders per member."""
    return ratio(total(record, "orders"), ever_members(record))


def repurchase_rate(record: Record) -> Values:
    """Buyers who ordered a second time."""
    return ratio(total(record, "second_orders"), total(record, "first_orders"))


def cost(record: Record) -> Values:
    """Cost of the programme, yuan."""
    return yuan(record, COSTS)


def gross_margin(record: Record) -> Values:
    """Revenue and partners' fees less cost of goods, commissions and income shared, yuan."""
    return yuan(record, EARNED) - yuan(record, GIVEN)


def profit(record: Record) -> Values:
    """Gross margin less the cost of the programme, yuan."""
    return gross_margin(record) - cost(record)


def satisfaction_with_product(record: Record) -> Values:
    """Orders whose product was better than expected."""
    return ratio(total(record, "orders_pleased"), total(record, "orders"))


def complaint_rate(record: Record) -> Values:
    """Complaints per order."""
    return ratio(total(record, "complaints"), total(record, "orders"))


def renewal_rate(record: Record) -> Values:
    """Memberships renewed among those that came to their end."""
    renewed = total(record, "renewals")
    return ratio(renewed, renewed + total(record, "memberships_ended"))


def group_fill_rate(record: Record) -> Values:
    """Group purchases that filled."""
    return ratio(total(record, "group_filled"), total(record, "group_drops"))


def left_out(record: Record, column: str) -> Values:
    """Planned items that were left out for the reason a column counts."""
    planned = total(record, "brand_items", "items_dropped_staff", "items_dropped_budget")
    return ratio(total(record, column), planned)


def return_on_cost(record: Record) -> Values:
    """Gross margin per unit of cost."""
    return ratio(gross_margin(record), cost(record))


def cost_per_retained_member(record: Record) -> Values:
    """Cost per member at the end, yuan."""
    return ratio(cost(record), at_end(record, "members"))


def payback_day(record: Record) -> Values:
    """First day from which cumulated gross margin covers cumulated cost until the end; nan if never."""
    if record.days == 0:
        return np.full(record.worlds, np.nan)
    spent = np.sum([record[name] for name in COSTS], axis=0)
    margin = sum(record[name] for name in EARNED) - sum(record[name] for name in GIVEN)
    short = np.cumsum(margin - spent, axis=1) < 0
    days_after_last_short_one = np.argmax(short[:, ::-1], axis=1)
    first = np.where(short.any(axis=1), record.days - days_after_last_short_one, 0).astype(np.float64)
    return np.where(short[:, -1], np.nan, first)


def _money(
    name: str, label: dict[str, str], definition: dict[str, str], what: str, better: Better, compute: Callable[[Record], Values]
) -> Metric:
    """A sum of money over the run."""
    return Metric(name, label, definition["en"], definition["zh"], what, "–", RUN, "yuan", better, compute)


def _left_out(reason: str, want: str, want_zh: str) -> Metric:
    """Share of what was planned and not done."""
    return Metric(
        name=f"left_out_{reason}",
        label={"en": f"Left out for want of {want}", "zh": f"因{want_zh}未执行"},
        definition=f"Share of the planned content, events, offers and ads that were left out for want of {want}.",
        definition_zh=f"计划的内容、活动、优惠与广告中，因{want_zh}而未执行的比例。",
        numerator=f"planned items left out for want of {want}",
        denominator="planned items",
        window=RUN,
        unit="share",
        better="lower",
        compute=partial(left_out, column=f"items_dropped_{reason}"),
    )


METRICS: tuple[Metric, ...] = (
    Metric(
        name="conversion_30d",
        label={"en": "Conversion in 30 days", "zh": "30天转化率"},
        definition="Share of the members present on the first day of a 30-day window who order at least once in it.",
        definition_zh="30天窗口首日在群成员中，窗口内至少下单一次的比例。",
        numerator="members present on the first day who ordered in the window",
        denominator="members present on the first day of the window",
        window="complete, consecutive 30-day windows from day 0, pooled",
        unit="share",
        better="higher",
        compute=partial(conversion, windows=slice(None)),
    ),
    Metric(
        name="conversion_last_30d",
        label={"en": "Conversion, last 30 days", "zh": "末期30天转化率"},
        definition="Share of the members present on the first day of the last complete 30-day window who order at least once in it.",
        definition_zh="最后一个完整30天窗口首日在群成员中，窗口内至少下单一次的比例。",
        numerator="members present on the first day who ordered in the window",
        denominator="members present on the first day of the window",
        window="last complete 30-day window counted from day 0",
        unit="share",
        better="higher",
        compute=partial(conversion, windows=slice(-1, None)),
    ),
    Metric(
        name="first_purchase_share",
        label={"en": "Members who bought", "zh": "首购率"},
        definition="Share of all who were members on any day who ordered at least once.",
        definition_zh="所有曾在群成员中至少下单一次的比例。",
        numerator="first orders",
        denominator="members who had joined before day 0 and all who joined since",
        window=RUN,
        unit="share",
        better="higher",
        compute=first_purchase_share,
    ),
    Metric(
        name="orders_per_member",
        label={"en": "Orders per member", "zh": "人均订单数"},
        definition="Orders per person who was a member on any day.",
        definition_zh="每位曾在群成员的订单数。",
        numerator="orders",
        denominator="members who had joined before day 0 and all who joined since",
        window=RUN,
        unit="orders",
        better="higher",
        compute=orders_per_member,
    ),
    Metric(
        name="repurchase_rate",
        label={"en": "Repurchase rate", "zh": "复购率"},
        definition="Share of buyers who ordered a second time within the run.",
        definition_zh="首购成员中在模拟期内第二次下单的比例。",
        numerator="second orders",
        denominator="first orders",
        window=RUN,
        unit="share",
        better="higher",
        compute=repurchase_rate,
    ),
    _money(
        "revenue",
        {"en": "Revenue", "zh": "销售额"},
        {"en": "Paid by members.", "zh": "成员支付的金额。"},
        "payments",
        "higher",
        partial(yuan, columns=("revenue",)),
    ),
    _money(
        "gross_margin",
        {"en": "Gross margin", "zh": "毛利"},
        {
            "en": "Revenue and partners' fees less the cost of what was sold, commissions and income shared with members.",
            "zh": "销售额与合作广告收入减去商品成本、佣金与分享给成员的收益。",
        },
        "revenue + partner income − cost of goods − commission − shared income",
        "higher",
        gross_margin,
    ),
    _money(
        "cost",
        {"en": "Cost of the programme", "zh": "运营成本"},
        {
            "en": "Content, events, incentives, ads and offers, paid inflow, tier benefits, win-back, helpers, personal choice and staff.",
            "zh": "内容、活动、激励、广告与优惠推送、付费拉新、会员权益、召回、志愿者、个性化与人力的成本之和。",
        },
        "all costs of the programme",
        "lower",
        cost,
    ),
    _money(
        "profit",
        {"en": "Profit of the programme", "zh": "运营利润"},
        {"en": "Gross margin less the cost of the programme.", "zh": "毛利减去运营成本。"},
        "gross margin − cost",
        "higher",
        profit,
    ),
    _money(
        "paid_revenue",
        {"en": "Revenue from services", "zh": "服务与会员收入"},
        {"en": "Paid for services, knowledge and memberships; part of revenue.", "zh": "付费服务、知识与会员费，包含在销售额内。"},
        "payments for services, knowledge, memberships",
        "higher",
        partial(yuan, columns=("paid_revenue",)),
    ),
    _money(
        "partner_income",
        {"en": "Partners' fees", "zh": "合作广告收入"},
        {"en": "Paid by partners for their ads; not part of revenue.", "zh": "合作品牌支付的广告费，不计入销售额。"},
        "partners' payments",
        "higher",
        partial(yuan, columns=("partner_income",)),
    ),
    Metric(
        name="satisfaction_with_product",
        label={"en": "Satisfied with the product", "zh": "商品满意率"},
        definition="Share of orders whose product was better than expected.",
        definition_zh="商品体验好于预期的订单比例。",
        numerator="orders better than expected",
        denominator="orders",
        window=RUN,
        unit="share",
        better="higher",
        compute=satisfaction_with_product,
    ),
    Metric(
        name="complaint_rate",
        label={"en": "Complaints per order", "zh": "每单投诉率"},
        definition="Complaints and after-sales questions per order.",
        definition_zh="每个订单的投诉与售后问题数。",
        numerator="complaints",
        denominator="orders",
        window=RUN,
        unit="share",
        better="lower",
        compute=complaint_rate,
    ),
    Metric(
        name="renewal_rate",
        label={"en": "Renewal rate", "zh": "续费率"},
        definition="Share of paid memberships that came to their end and were renewed before or within 30 days after.",
        definition_zh="到期会员中，在到期前或到期后30天内续费的比例。",
        numerator="renewals",
        denominator="renewals and memberships that ended 30 days ago without one",
        window=RUN,
        unit="share",
        better="higher",
        compute=renewal_rate,
    ),
    Metric(
        name="group_fill_rate",
        label={"en": "Group purchases filled", "zh": "拼团成团率"},
        definition="Share of group purchases offered that found enough buyers in their group.",
        definition_zh="发起的拼团中凑够人数的比例。",
        numerator="group purchases filled",
        denominator="group purchases offered, once per group",
        window=RUN,
        unit="share",
        better="higher",
        compute=group_fill_rate,
    ),
    Metric(
        name="return_on_cost",
        label={"en": "Return on cost", "zh": "投入产出比"},
        definition="Gross margin divided by the cost of the programme.",
        definition_zh="毛利除以运营成本。",
        numerator="gross margin",
        denominator="cost of the programme",
        window=RUN,
        unit="ratio",
        better="higher",
        compute=return_on_cost,
    ),
    Metric(
        name="cost_per_retained_member",
        label={"en": "Cost per member kept", "zh": "单个留存成员成本"},
        definition="Cost of the programme per member present at the end.",
        definition_zh="运营成本除以期末在群成员数。",
        numerator="cost of the programme",
        denominator="members present on the last day",
        window=RUN,
        unit="yuan",
        better="lower",
        compute=cost_per_retained_member,
    ),
    Metric(
        name="payback_day",
        label={"en": "Payback day", "zh": "回本日"},
        definition="First day from which cumulated gross margin covers cumulated cost until the end; undefined if that never happens.",
        definition_zh="累计毛利不低于累计成本并一直保持到期末的第一天；未回本则无定义。",
        numerator="day, counted from 0",
        denominator="–",
        window=RUN,
        unit="days",
        better="lower",
        compute=payback_day,
    ),
    _left_out("staff", "staff hours", "人力不足"),
    _left_out("budget", "budget", "预算不足"),
)

"""Short Chinese names of the levers and uncertainties that are swept most; English ones are the schema's own meanings."""

from __future__ import annotations

CHINESE: dict[str, str] = {
    "community.groups.count": "开局群数",
    "community.groups.capacity": "每群人数上限",
    "community.groups.most": "最多开群数",
    "community.initial_members": "初始成员数",
    "community.seeds.per_group": "每群种子用户数",
    "rules.strictness": "群规执行力度",
    "rules.entry_filter": "入群审核力度",
    "rules.explained": "处罚当面说明的比例",
    "strategy.notify": "@所有人推送比例",
    "strategy.staff.hours_per_group": "每群每天人力（小时）",
    "strategy.staff.answering": "答疑人力占比",
    "strategy.staff.moderating": "管理人力占比",
    "strategy.staff.prompting": "管理员带动力度",
    "strategy.staff.owner_influence": "群主影响力",
    "strategy.welcome.strength": "入群欢迎力度",
    "strategy.welcome.gift": "入群礼价值（元）",
    "strategy.acquisition.effort": "拉新力度（倍）",
    "strategy.acquisition.invitation_reward": "裂变邀请奖励（元）",
    "strategy.content.per_week": "每周内容条数",
    "strategy.content.form": "内容形式",
    "strategy.content.quality": "内容质量",
    "strategy.content.usefulness": "内容有用程度",
    "strategy.content.fun": "内容有趣程度",
    "strategy.content.variety": "内容形式更新比例",
    "strategy.content.personal": "个性化内容占比",
    "strategy.events.check_in.per_month": "每月打卡活动次数",
    "strategy.events.q_and_a.per_month": "每月答疑次数",
    "strategy.events.topic_challenge.per_month": "每月话题挑战次数",
    "strategy.events.lottery.per_month": "每月抽奖次数",
    "strategy.events.trial.per_month": "每月试用次数",
    "strategy.events.vote.per_month": "每月投票次数",
    "strategy.events.live.per_month": "每月直播次数",
    "strategy.events.offline.per_month": "每月线下活动次数",
    "strategy.incentives.coupon_per_month": "每月发券次数",
    "strategy.incentives.coupon_discount": "优惠券折扣",
    "strategy.incentives.first_order_discount": "首单优惠",
    "strategy.ads.per_week": "每周广告条数",
    "strategy.ads.relevance": "广告匹配度",
    "strategy.ads.cap_per_week": "每人每周广告上限",
    "strategy.ads.start_day": "广告开始日",
    "strategy.offers.per_week": "每周优惠推送条数",
    "strategy.offers.relevance": "优惠匹配度",
    "strategy.offers.discount": "优惠力度",
    "strategy.winback.per_month": "每月沉睡召回次数",
    "strategy.budget.per_month": "每月预算（元）",
    "market.product.price": "商品价格（元）",
    "market.product.quality": "商品质量",
    "market.product.margin": "毛利率",
    "market.product.cycle_days": "复购周期（天）",
}


def axis_label(path: str, language: str) -> str:
    """What is swept, in words; the key itself where we have no words for it."""
    if language == "zh":
        return CHINESE.get(path, path)
    from commsim.scenario.describe import levers

    return next((lever.meaning for lever in levers() if lever.path == path), path)

"""Whatever is wrong ends in one line that names the key, the value, what is accepted and the nearest known name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commsim.scenario.describe import levers
from commsim.scenario.errors import ConfigError, nearest
from commsim.scenario.schema import Config
from helpers.rich import action, product
from helpers.scenarios import default, variant

BAD = {
    "unknown key": (
        "strategy.ads.per_weak=1",
        ["strategy.ads.per_weak", "did you mean strategy.ads.per_week?", "(value 1)", "cap_per_week"],
    ),
    "unknown key behind +": ("+strategy.ads.per_weak=1", ["did you mean strategy.ads.per_week?"]),
    "unknown key behind ++": ("++strategy.ads.per_weak=1", ["did you mean strategy.ads.per_week?"]),
    "unknown key at the top": ("+typo=1", ["typo: unknown key", "strategy"]),
    "unknown key in the middle": ("strategy.add.per_week=1", ["did you mean strategy.ads.per_week?"]),
    "known key in the wrong place": ("strategy.per_week_cap.x=1", ["unknown key", "did you mean"]),
    "key below a value": ("days.x=1", ["days.x: unknown key", "no keys below days"]),
    "unknown key in a mapping": ("strategy.ads={per_weak: 1}", ["strategy.ads.per_weak: unknown key", "did you mean per_week?"]),
    "unknown group option": ("strategy=stedy", ["'stedy' is no option", "`commsim list levers`", "did you mean steady?"]),
    "path for an option": ("strategy=../../../etc/passwd", ["is no option"]),
    "number for an option": ("strategy=3", ["strategy: 3 is no option"]),
    "text for a number": ("days=many", ["days: 'many'", "whole number from 0 to 36500 (days)"]),
    "text that looks like a number": ("days='180'", ["days: '180'", "whole number"]),
    "octal": ("days=010", ["days: '010'", "whole number"]),
    "hexadecimal": ("days=0x10", ["days: '0x10'", "whole number"]),
    "clock": ("days=12:30", ["'12:30'", "12:30 as 750", "a plain number"]),
    "fraction for a whole number": ("days=1.5", ["days: 1.5", "whole number"]),
    "whole fraction for a whole number": ("days=2.0", ["days: 2.0", "whole number"]),
    "true for a number": ("strategy.notify=true", ["strategy.notify: True", "number from 0 to 1 (share)"]),
    "number for true": ("report.charts=1", ["report.charts: 1", "true or false"]),
    "yes for true": ("report.charts=yes", ["report.charts: 'yes'", "true or false"]),
    "null": ("strategy.notify=null", ["strategy.notify: None", "number from 0 to 1 (share)"]),
    "nothing": ("strategy.notify=", ["strategy.notify: ''", "number from 0 to 1 (share)"]),
    "nan": ("strategy.notify=nan", ["strategy.notify: nan", "number from 0 to 1 (share)"]),
    "inf": ("strategy.budget.per_month=inf", ["strategy.budget.per_month: inf", "number from 0 to 1000000000 (yuan/month)"]),
    "minus inf": ("strategy.notify=-inf", ["strategy.notify: -inf", "number from 0 to 1 (share)"]),
    "too large": ("strategy.ads.per_week=71", ["strategy.ads.per_week: 71", "number from 0 to 70 (ads/week)"]),
    "too small": ("community.groups.count=0", ["community.groups.count: 0", "whole number from 1 to 100000 (groups)"]),
    "too large for any computer": (f"seed={10**30}", ["seed", "whole number"]),
    "unknown name": ("strategy.content.form=vidoe", ["'vidoe'", "one of text, voice, image, video"]),
    "list for a number": ("strategy.notify=[1]", ["strategy.notify: [1]", "number from 0 to 1 (share)"]),
    "number for a list": ("strategy.content.topic=1", ["strategy.content.topic: 1", "list of numbers of 8 items"]),
    "list too short": ("strategy.content.topic=[1,1]", ["strategy.content.topic", "list of numbers of 8 items"]),
    "item out of range": ("strategy.content.topic=[1,1,1,1,1,1,1,2]", ["strategy.content.topic.7: 2", "number from 0 to 1 (weights)"]),
    "item of a persona": ("members.personas.0.taste=[1,1,1,1,1,1,1,-1]", ["members.personas.0.taste.7: -1"]),
    "unknown persona": (
        "members.personas.lurcer.share=0",
        ["members.personas.lurcer.share", "did you mean members.personas.lurker.share?"],
    ),
    "position beyond the list": ("members.personas.99.share=0", ["members.personas.99.share", "enthusiast"]),
    "persona out of range": ("members.personas.lurker.share=2", ["members.personas.3.share: 2", "number from 0 to 1 (share)"]),
    "bad format list": ("report.formats=[png,gif]", ["report.formats.1: 'gif'", "each one of png, svg"]),
    "no format": ("report.formats=[]", ["report.formats"]),
    "removal": ("~days", ["~days", "cannot be removed"]),
    "several values": ("days=1,2", ["days=1,2: several values", "-m key=a,b"]),
    "range": ("days=range(1,3)", ["several values"]),
    "unquoted Chinese": ("output=结果", ["output=结果: not understood", """'output="结果"'"""]),
    "no value": ("days", ["days: no key=value", "key=value"]),
    "unclosed bracket": ("strategy.content.topic=[1,2", ["not understood"]),
    "shuffled": ("strategy.content.topic=shuffle([1,0,0,0,0,0,0,0])", ["would be different each time"]),
    "endless brackets": ("strategy.content.topic=" + "[" * 3_000, ["too long or too deep"]),
    "endless text": ("output=" + "x" * 5_000, ["too long or too deep"]),
    "another package": ("strategy@rules=steady", ["would be code"]),
    "interpolation": ("output=${oc.env:HOME}", ["would be code, another file or an interpolation"]),
    "interpolation in a list": ("report.formats=[${x}]", ["would be code"]),
    "target": ("+_target_=os.system", ["would be code"]),
    "target below": ("+strategy._target_=os.system", ["would be code"]),
    "target in a mapping": ("strategy.ads={_target_: os.system}", ["would be code"]),
    "target deep in a mapping": ("strategy={ads: [{_partial_: true}]}", ["would be code"]),
    "hydra": ("hydra.run.dir=/tmp/x", ["would be code"]),
    "hydra group": ("hydra/launcher=joblib", ["would be code"]),
    "defaults": ("+defaults=[x]", ["would be code"]),
    "unknown product": (
        "strategy.offers.product=gift",
        ["strategy.offers.product: no product 'gift' on the market", "accepted: first, all"],
    ),
    "almost a product": ("strategy.ads.product=frist", ["no product 'frist'", "did you mean first?"]),
    "no product at all": ("strategy.monetise.group_buying.product=''", ["strategy.monetise.group_buying.product: no product ''"]),
    "home folder": ("output='~/results'", ["output", "~ is not expanded"]),
    "address": ("store='http://example.org/x'", ["store", "addresses are not opened"]),
}


@pytest.mark.parametrize(("override", "said"), BAD.values(), ids=BAD)
def test_a_bad_override_is_said_in_one_line(override, said, compose):
    with pytest.raises(ConfigError) as caught:
        compose([override])
    text = str(caught.value)
    assert text.count("\n") == 0
    assert text.startswith("override: ")
    assert [part for part in said if part not in text] == []


def test_all_problems_are_said_at_once(compose):
    with pytest.raises(ConfigError) as caught:
        compose(["days=x", "strategy.notify=2", "rules.explained=no"])
    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == ["strategy.notify", "rules.explained", "days"]


def test_a_long_value_is_cut(compose):
    with pytest.raises(ConfigError) as caught:
        compose([f"report.language={'x' * 1000}"])
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("text", ["\udc80", "a\nb", "\x00"])
def test_strange_text_is_bad_input_and_no_fault(text, compose):
    with pytest.raises(ConfigError) as caught:
        compose([f'report.language="{text}"'])
    assert "\n" not in str(caught.value)


VALUES = (
    st.text(max_size=12)
    | st.integers().map(str)
    | st.floats().map(str)
    | st.sampled_from(["[1,2]", "{a: 1}", "'x'", "null", "1,2", "glob(*)", "range(1,3)"])
)


@given(
    st.sampled_from(["", "+", "++", "~"]),
    st.sampled_from([lever.path for lever in levers()]) | st.text(max_size=20),
    st.sampled_from(["", "="]),
    VALUES,
)
def test_anything_else_is_fine_or_said_in_one_line(compose, sign, key, equals, value):
    try:
        assert isinstance(compose([f"{sign}{key}{equals}{value}"]), Config)
    except ConfigError as error:
        assert "\n" not in str(error)
        assert "accepted: " in str(error)


CONTRADICTIONS = {
    "fewer groups than open": (["community.groups.most=1"], "community.groups.most: 1 is below community.groups.count"),
    "more people than places": (["community.groups.capacity=50"], "community.initial_members: 500 and 5 seeds per group do not fit"),
    "more people than there are": (["market.population=100"], "community.initial_members: 500 is above market.population"),
    "tiers upside down": (["strategy.tiers.core_score=1"], "strategy.tiers.core_score: 1 is below strategy.tiers.ordinary_score"),
    "more than all hours": (["strategy.staff.answering=0.9"], "strategy.staff.answering: 0.9 and strategy.staff.moderating 0.2"),
    "content about nothing": (["strategy.content.topic=[0,0,0,0,0,0,0,0]"], "strategy.content.topic: all weights zero"),
    "persona of no taste": (["members.personas.social.taste=[0,0,0,0,0,0,0,0]"], "members.personas.2.taste: all zero (social)"),
    "nobody": ([f"members.personas.{n}.share=0" for n in range(5)], "members.personas: shares sum to 0"),
    "two of a name": (["members.personas.1.name=enthusiast"], "members.personas.1.name: enthusiast given twice"),
    "removed before muted": (["rules.strikes_to_mute=9"], "rules.strikes_to_remove: 4 is below rules.strikes_to_mute"),
}


@pytest.mark.parametrize(("overrides", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_values_that_do_not_go_together_are_refused(overrides, said, compose):
    with pytest.raises(ConfigError) as caught:
        compose(overrides)
    assert said in str(caught.value)
    assert "accepted: " in str(caught.value)


def test_the_message_names_the_file_that_holds_the_other_value(compose):
    with pytest.raises(ConfigError, match=r"^configs/rules/default\.yaml: rules\.strikes_to_remove") as caught:
        compose(["rules.strikes_to_mute=9"])
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [("plna", ["plan", "today"], "plan"), ("PLAN", ["plan"], "plan"), ("zebra", ["plan"], None), ("x", [], None)],
)
def test_nearest(name, known, expected):
    assert nearest(name, known) == expected


PRODUCT = (
    "{name: NAME, price: 60.0, reference_price: 60.0, margin: 0.4, quality: 0.6, cycle_days: 20.0, need_at_join: 0.5, demand: 1.0, "
    "overlap: 0.0, start_day: 0}"
)
PRODUCTS = {
    "twice": (["tea", "tea"], ["market.more_products.0.name: 'tea' is named twice", "a name of its own"]),
    "taken": (["first"], ["market.more_products.0.name: 'first' is taken"]),
    "all": (["all"], ["market.more_products.0.name: 'all' is taken"]),
    "too many": (["a", "b", "c", "d"], ["market.more_products", "at most 3 items"]),
    "no name": (["Tea"], ["market.more_products.0.name: 'Tea'"]),
}


@pytest.mark.parametrize(("names", "said"), PRODUCTS.values(), ids=PRODUCTS)
def test_bad_names_of_products(names, said, compose):
    with pytest.raises(ConfigError) as caught:
        compose([f"market.more_products=[{', '.join(PRODUCT.replace('NAME', name) for name in names)}]"])
    first = str(caught.value).splitlines()[0]
    assert [part for part in said if part not in first] == []


def test_an_action_is_about_a_product_that_is_there_and_only_where_it_sells():
    world = {"market.more_products": [product("gift_box")]}
    for row, said in (
        (action("offer", product="gift_bix"), "did you mean gift_box"),
        (action("offer", product="all"), "no product 'all' on the market"),
        (action("live", product="gift_box"), "live is about no product"),
    ):
        with pytest.raises(ValueError, match=said):
            variant(default(), {**world, "strategy.calendar": [row]})
    variant(default(), {**world, "strategy.calendar": [action("ad", product="gift_box")], "strategy.offers.product": "gift_box"})

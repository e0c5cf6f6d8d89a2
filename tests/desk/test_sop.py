"""A group SOP becomes a strategy and goes back without loss; what cannot be read is named with its place."""

import datetime as dt

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from commsim.desk import cells, tables, words, workbook
from commsim.desk.plan import plan_of
from commsim.desk.sop import sop_of
from commsim.desk.sop_rates import as_tree, rates_of
from commsim.desk.sop_table import number_columns, sop_rows
from commsim.scenario.actions import Action
from commsim.scenario.compose import Composer
from commsim.scenario.describe import levers
from commsim.scenario.errors import ConfigError
from commsim.scenario.overrides import choose
from commsim.scenario.schema import Config
from commsim.scenario.validate import config

CHOICES = {lever.path.rpartition(".")[2]: lever for lever in levers() if lever.path.startswith("strategy.calendar[]")}


@pytest.fixture(scope="module")
def steady() -> Config:
    return config(Composer().root((choose("strategy", "steady", "test"),)), lambda path: path)


def value_of(lever):
    """Any value a key of an action may have."""
    if lever.choices:
        return st.sampled_from(lever.choices)
    if lever.type == "text":
        return st.text(
            st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn", "Zs")) | st.sampled_from(" \n'=+-@"), max_size=20
        )
    low, high = lever.low, lever.high
    return st.floats(low, high) if lever.type == "number" else st.integers(int(low), int(high))


PRODUCTS = st.sampled_from(["first", "gift_box"])


def fits(action):
    last = {"weekly": 6, "monthly": 29}.get(action.timing, 100_000)
    text = action.title + action.note
    return action.day <= last and action.from_day <= action.until_day and "${" not in text and "\ufffd" not in text


ACTIONS = st.builds(
    Action, **{name: value_of(lever) for name, lever in CHOICES.items()} | {"day": st.integers(0, 6), "product": PRODUCTS}
).filter(fits)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_round_trip_loses_nothing(steady, language, kind, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sop")

    @settings(max_examples=100 if kind == "csv" else 25)
    @given(st.lists(ACTIONS, min_size=1, max_size=4))
    def check(actions):
        strategy = steady.strategy.model_copy(update={"calendar": tuple(actions)})
        rows = sop_rows(strategy, language)
        path = folder / f"t.{kind}"
        path.write_bytes(workbook.written("SOP", rows, number_columns()) if kind == "xlsx" else tables.to_csv(rows).encode("utf-8-sig"))
        found = sop_of(tables.read(path), cells.Style())
        assert found.actions == tuple(actions)
        assert found.rates == tuple(rates_of(strategy))

    check()


@pytest.mark.parametrize("name", ["steady", "engaging", "hard_sell", "official_account_plan", "do_nothing"])
def test_the_rates_of_a_shipped_strategy_come_back(name, tmp_path):
    shipped = config(Composer().root((choose("strategy", name, "test"),)), lambda path: path).strategy
    rows = sop_rows(shipped, "zh")
    if len(rows) == 1:
        assert list(rates_of(shipped)) == []
        return
    path = tmp_path / "t.csv"
    path.write_text(tables.to_csv(rows), encoding="utf-8", newline="")
    tree = as_tree(sop_of(tables.read(path), cells.Style()).rates)
    assert tree["content"]["per_week"] == shipped.content.per_week
    assert {kind: tree["events"][kind]["per_month"] for kind in tree["events"] if kind != "start_day"} == {
        kind: event["per_month"] for kind, event in shipped.events.model_dump().items() if kind != "start_day"
    }


def sop(tmp_path, text, style=None, start=None):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return sop_of(tables.read(path), style or cells.Style(), start)


def one(tmp_path, heads, row, **more):
    (action,) = sop(tmp_path, f"{heads}\n{row}\n", **more).actions
    return action


START = dt.date(2026, 6, 1)
READ = {
    "weekday": ("类型,日期", "答疑,周三", {"timing": "weekly", "day": 2, "kind": "q_and_a"}),
    "English weekday": ("kind,day", "Q&A,Wednesday", {"timing": "weekly", "day": 2}),
    "welcome": ("类型", "欢迎", {"kind": "content", "timing": "after_join", "day": 0}),
    "win-back": ("kind,timing,day", "win-back,day,9", {"kind": "content", "audience": "inactive", "day": 9}),
    "win-back with a coupon": (
        "kind,timing,day,discount",
        "沉睡召回,day,9,9折",
        {"kind": "coupon", "audience": "inactive", "discount": 0.1},
    ),
    "days after joining": ("kind,timing,day", "打卡,入群后,D3", {"timing": "after_join", "day": 3}),
    "month": ("kind,timing,day", "抽奖,每月,15号", {"timing": "monthly", "day": 14}),
    "time": ("kind,timing,day,time", "content,day,0,19:30", {"minute": 1170}),
    "percent": ("kind,timing,day,discount", "coupon,day,0,15%", {"discount": 0.15}),
    "85折": ("kind,timing,day,discount", "coupon,day,0,85折", {"discount": 0.15}),
    "yuan": ("kind,timing,day,奖励（元）", "lottery,day,0,2.5元", {"reward": 2.5}),
    "topic in words": ("kind,timing,day,topic", "content,day,0,使用方法", {"topic": 1}),
    "product": ("kind,day,商品", "ad,周日,gift_box", {"product": "gift_box"}),
    "no product": ("kind,day,商品", "ad,周日,", {"product": "first"}),
    "bounds": ("kind,day,from,until", "ad,周日,28,60", {"from_day": 28, "until_day": 60}),
}


@pytest.mark.parametrize(("heads", "row", "values"), READ.values(), ids=READ)
def test_read_as_meant(tmp_path, heads, row, values):
    assert values.items() <= one(tmp_path, heads, row).model_dump().items()


def test_dates_count_from_the_start(tmp_path):
    action = one(tmp_path, "kind,day,discount", "秒杀,2026年6月18日,30%", start=START)
    assert (action.timing, action.day) == ("day", 17)


def test_several_weekdays_are_several_actions(tmp_path):
    found = sop(tmp_path, 'kind,day\ncontent,"Mon, Wed、周五"\nad,周末\n').actions
    assert [(action.kind, action.day) for action in found] == [("content", 0), ("content", 2), ("content", 4), ("ad", 5), ("ad", 6)]


def test_declared_styles_are_read(tmp_path):
    style = cells.Style(decimal_comma=True, full_width=True)
    action = one(tmp_path, "kind;timing;day;time;quality", "content;day;３;１９：３０;0,7", style=style)
    assert (action.day, action.minute, action.quality) == (3, 1170, 0.7)


WRONG = {
    "unknown kind": ("kind,day\nlive,周六\nfoo,周三", "line 3, column 1 (kind): 'foo'; accepted: a kind of the mapping"),
    "nearest kind": ("kind,day\nlottry,周三", "did you mean lottery?"),
    "a kind elsewhere": ("kind,day\n生日礼,周三", "its place is strategy.incentives.birthday_gift"),
    "unknown owner": ("kind,day,owner\nad,周三,总监", "line 2, column 3 (owner): '总监'"),
    "unknown heading": ("kind,day,图片链接\nad,周三,x", "headings: 图片链接: unknown heading"),
    "no kind": ("title,day\nx,周三", "no column kind"),
    "empty kind": ("kind,day\n,周三", "line 2, column 1 (kind): nothing"),
    "date without start": ("kind,day\nad,2026-06-18", "dates need --start DATE"),
    "date without year": ("kind,timing,day\nad,day,6月18日", "a date with its year"),
    "no such date": ("kind,day\nad,2026-02-30", "line 2"),
    "bare number": ("kind,day\nad,3", "line 2: timing: nothing; accepted: day, weekly"),
    "weekday as a number": ("kind,timing,day\nad,weekly,3", "weekdays in words"),
    "third day": ("kind,timing,day\nad,入群后,第3天", "第3天 could be either"),
    "day 31": ("kind,timing,day\nad,monthly,31", "1 to 30"),
    "decimal comma": ('kind,day,quality\nad,周三,"0,6"', "--decimal-comma"),
    "full width": ("kind,day,quality\nad,周三,０.6", "--full-width"),
    "full-width clock": ("kind,day,time\nad,周三,19：30", "--full-width"),
    "out of range": ("kind,day,quality\nad,周三,6", "line 2, column 3 (quality): '6'; accepted: number from 0 to 1 (share)"),
    "no number": ("kind,day,cost\nad,周三,viel", "'viel'; accepted: a number"),
    "nan": ("kind,day,cost\nad,周三,nan", "'nan'; accepted: a number"),
    "coupon without discount": ("kind,day\ncoupon,周三", "line 2: discount: nothing; accepted: a discount for a coupon"),
    "until before from": ("kind,day,from,until\nad,周三,5,4", "a day not before the first"),
    "win-back to others": ("kind,timing,day,audience\nwin-back,day,1,核心", "inactive or nothing"),
    "welcome on a weekday": ("kind,timing,day\nwelcome,weekly,周三", "after_join or nothing"),
    "interpolation": ("title,kind,day\n${x},ad,周三", "text without ${"),
    "often in the wrong period": ("kind,timing,day\ncontent,rate,3 a month", "how often, such as 3 a week"),
    "rate with more": ("kind,timing,day,hours\nad,rate,3 a week,1", "nothing in a rate of kind ad"),
    "rate out of range": ("kind,timing,day\nad,rate,300 a week", "from 0 to 70"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_refused_with_its_place(tmp_path, text, said):
    with pytest.raises(ConfigError) as caught:
        sop(tmp_path, text)
    assert said in str(caught.value)


def test_all_problems_are_told_at_once(tmp_path):
    with pytest.raises(ConfigError) as caught:
        sop(tmp_path, "kind,day\n" + "foo,周三\n" * 30)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1].endswith("and 10 more")


def test_what_empty_cells_were_taken_for_is_said(tmp_path):
    (note,) = sop(tmp_path, "kind,day,time\nad,周三,\nlive,周四,20:00\n").notes
    assert "minute 09:00 (1 rows)" in note
    assert "quality 0.6 (2 rows)" in note


@pytest.mark.parametrize("name", ["sop_words", "member_words"])
def test_no_word_stands_for_two_things(name):
    mapping = words.mapping(name)
    for entries in (mapping["columns"], *mapping.get("choices", {}).values()):
        every = [(cells.folded(word), name) for name, entry in entries.items() for word in words.words_of(name, entry)]
        assert len({word for word, _ in every}) == len(set(every))


def test_every_choice_of_the_schema_has_words():
    choices = words.mapping("sop_words")["choices"]
    for name, lever in CHOICES.items():
        if lever.choices:
            assert set(lever.choices) <= set(choices[name]), name


def test_import_use_and_export(commsim, examples, here):
    code, out, err = commsim("sop", "import", examples / "group_sop_zh.csv", "--name", "mine", "--start", "2026-06-01")
    assert (code, out) == (0, "17 actions written to configs/strategy/mine.yaml; use them by strategy=mine market.start_date=2026-06-01\n")
    assert "content, events, offers and ads of steady go on beside these actions" in err
    code, out, _ = commsim("list", "strategies")
    assert "mine\tMade by `commsim sop import`: 17 actions of group_sop_zh.csv" in out
    written = (here / "configs/strategy/mine.yaml").read_text(encoding="utf-8")
    for kind in ("csv", "xlsx"):
        assert commsim("sop", "export", "strategy=mine", "--language", "zh", "--output", f"again.{kind}")[0] == 0
        assert commsim("sop", "import", f"again.{kind}", "--name", f"again_{kind}")[0] == 0
        again = yaml.safe_load((here / f"configs/strategy/again_{kind}.yaml").read_text(encoding="utf-8"))
        assert again["calendar"] == yaml.safe_load(written)["calendar"]
        assert commsim("sop", "export", f"strategy=again_{kind}")[1] == commsim("sop", "export", "strategy=mine")[1]


@pytest.mark.parametrize("file", ["group_sop_zh.xlsx", "group_sop_en.csv", "group_sop_en.xlsx"])
def test_the_examples_say_the_same(commsim, examples, here, file):
    for name, each in (("a", "group_sop_zh.csv"), ("b", file)):
        assert commsim("sop", "import", examples / each, "--name", name, "--start", "2026-06-01", "--only")[0] == 0
    a, b = (yaml.safe_load((here / f"configs/strategy/{name}.yaml").read_text(encoding="utf-8")) for name in "ab")
    assert a["content"]["per_week"] == 0
    for one_action, other in zip(a.pop("calendar"), b.pop("calendar"), strict=True):
        assert {**one_action, "title": "", "note": ""} == {**other, "title": "", "note": ""}
    assert a == b


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--name", "steady"], "is a strategy that comes with commsim"),
        (["--name", "../x"], "no name for an option"),
        (["--name", "taken"], "is there already; accepted: another name, or --replace"),
        (["--name", "x", "--base", "stedy"], "did you mean steady?"),
        (["--name", "x", "--start", "1.6.2026"], "no date"),
        (["--name", "x", "--ignore", "foo"], "--ignore: foo: no heading of the table"),
    ],
)
def test_bad_words_end_with_2_and_write_nothing(commsim, examples, here, words, said):
    (here / "configs/strategy").mkdir(parents=True)
    (here / "configs/strategy/taken.yaml").write_text("defaults: [steady, _self_]\n")
    code, out, err = commsim(
        "sop", "import", examples / "group_sop_zh.csv", *(words if "--start" in words else [*words, "--start", "2026-06-01"])
    )
    assert (code, out) == (2, "")
    assert said in err
    assert [path.name for path in here.rglob("*") if path.is_file()] == ["taken.yaml"]


def test_words_are_listed(commsim):
    code, out, _ = commsim("sop", "words")
    assert code == 0
    assert "kind\tlottery\tlottery, 抽奖, raffle, draw" in out
    assert "win_back" in out


def test_the_plan_is_what_the_engine_carries_out(steady):
    weekly = Action(**_values(timing="weekly", day=2, title="q", from_day=7))
    once = Action(**_values(timing="day", day=9, title="s"))
    monthly = Action(**_values(timing="monthly", day=0, title="m"))
    joined = Action(**_values(timing="after_join", day=3, title="j"))
    late = Action(**_values(timing="day", day=99, title="l"))
    strategy = steady.strategy.model_copy(update={"calendar": (weekly, once, monthly, joined, late)})
    plan = plan_of(strategy, dt.date(2026, 6, 3), 5, "en")  # a Wednesday
    found = {cell.day: [entry.text for entry in cell.entries] for week in plan.weeks for cell in week if cell.entries}
    assert found == {0: ["00:00 m"], 7: ["00:00 q"], 9: ["00:00 s"], 14: ["00:00 q"], 21: ["00:00 q"], 28: ["00:00 q"], 30: ["00:00 m"]}
    assert [cell.day for cell in plan.newcomers] == [3]
    assert plan.later == 1
    assert plan.rates[0].text == "content 4 a week"


def _values(**given):
    lowest = {name: lever.choices[0] if lever.choices else "" if lever.type == "text" else lever.low for name, lever in CHOICES.items()}
    typed = {name: int(value) if CHOICES[name].type == "whole number" else value for name, value in lowest.items()}
    return typed | {"until_day": 100_000} | given

"""A members' file becomes the community of day 0: inviters first, days relative to today, nobody recognisable."""

import datetime as dt
import json
from collections import Counter

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from commsim.desk import members, tables, wecom
from commsim.desk.cells import Style
from commsim.desk.founders import ACTIVE_EXPONENT, community, estimated_last_open, founders_of
from commsim.desk.identity import hashed, project_salt
from commsim.desk.members import Person, Roll
from commsim.scenario.errors import ConfigError

SALT = b"x" * 32
TODAY = dt.date(2026, 6, 1)
HEADS = "id,group,joined,last active,messages,orders,spent,last order,invited by"


def roll(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    return members.roll_of(tables.read(path, private=True), Style(), SALT)


def founders(tmp_path, *rows, heads=HEADS, today=None):
    return founders_of(roll(tmp_path, "\n".join([heads, *rows]) + "\n"), today)


def test_a_file_becomes_founders(tmp_path):
    found = founders(
        tmp_path,
        "00123,a,2026-05-30,2026-06-01,4,2,178.4,2026-05-31,NA",
        "123,b,2026/1/1,2026年5月2日,0,0,0,,",
        "NA,a,2025-06-01,2026-05-01,1,0,0,,",
    )
    assert found.today == TODAY
    assert found.sizes == (2, 1)
    by_joined = {founder.joined: founder for founder in found.founders}
    invited = by_joined[-2]
    assert (invited.last_open, invited.messages, invited.orders, invited.spent, invited.last_order) == (0, 4, 2, 178, -1)
    assert found.founders[invited.inviter] == by_joined[-365]
    assert (by_joined[-151].group, by_joined[-151].last_open, by_joined[-151].last_order) == (1, -30, -100_000)
    assert any("rounded" in note for note in found.notes)


def test_chinese_headings_and_unread_columns(tmp_path):
    found = roll(tmp_path, "成员ID,入群日期,手机号,姓名\n1,2026-06-01,13800000000,张三\n")
    assert len(found.people) == 1
    assert found.notes[0] == "columns left unread: 手机号, 姓名"


WRONG = {
    "id twice": ("id,joined\nlisi77,2026-01-01\nlisi77,2026-01-02", "line 3, column 1 (id): the same id as in line 2"),
    "no id": ("id,joined\n,2026-01-01", "line 2, column 1 (id): this value"),
    "no joined": ("id,group\nlisi77,1", "no column joined"),
    "no date": ("id,joined\nlisi77,yesterday", "line 2, column 2 (joined): 'yesterday'; accepted: a date with its year"),
    "active before joining": ("id,joined,last active\nlisi77,2026-01-02,2026-01-01", "a date not before the date of joining, 2026-01-02"),
    "negative": ("id,joined,messages\nlisi77,2026-01-02,-1", "from 0 to 100000"),
    "half an order": ("id,joined,orders\nlisi77,2026-01-02,1.5", "a whole number"),
    "money without orders": ("id,joined,orders,spent\nlisi77,2026-01-02,0,5", "nothing, as there are no orders"),
    "orders untold": ("id,joined,spent\nlisi77,2026-01-02,5", "a column with the number of orders"),
    "typo": ("id,joined,mesages\nlisi77,2026-01-02,5", "did you mean messages?"),
    "circle": (
        "id,joined,invited by\nlisi77,2026-01-02,wang8\nwang8,2026-01-02,lisi77",
        "line 2, line 3: invited one another in a circle",
    ),
    "invited by oneself": ("id,joined,invited by\nlisi77,2026-01-02,lisi77", "line 2: invited one another in a circle"),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG)
def test_refused_without_an_id(tmp_path, text, said):
    with pytest.raises(ConfigError) as caught:
        founders_of(roll(tmp_path, text + "\n"))
    assert said in str(caught.value)
    assert "lisi77" not in str(caught.value)
    assert "wang8" not in str(caught.value)


def test_dates_after_today_are_refused(tmp_path):
    with pytest.raises(ConfigError, match="line 2: a date after today; accepted: dates up to 2026-05-01, or --today 2026-06-01"):
        founders(tmp_path, "1,2026-06-01", heads="id,joined", today=dt.date(2026, 5, 1))


@given(st.data())
def test_inviters_come_before_the_invited(data):
    number = data.draw(st.integers(1, 30))
    ranks = data.draw(st.permutations(range(number)))
    inviters = {who: data.draw(st.sampled_from([*range(rank), None])) for rank, who in enumerate(ranks)}
    at_rank = list(ranks)
    people = [
        Person(f"line {who}", str(who), "g", TODAY - dt.timedelta(who), invited_by="" if by is None else str(at_rank[by]))
        for who, by in sorted(inviters.items())
    ]
    found = founders_of(Roll("t", tuple(people), ()), TODAY)
    for position, founder in enumerate(found.founders):
        assert founder.inviter < position
        by = inviters[-founder.joined]
        assert (founder.inviter >= 0) == (by is not None)
        if by is not None:
            assert -found.founders[founder.inviter].joined == at_rank[by]


@pytest.mark.parametrize("tenure", [7, 28, 84])
def test_estimated_activity_falls_with_tenure_as_measured(tenure):
    shares = [(k + 0.5) / 10_000 for k in range(10_000)]
    days = [estimated_last_open(tenure, u) for u in shares]
    assert sum(day == -1 for day in days) / len(days) == pytest.approx((1 + (tenure - 1) / 7) ** -ACTIVE_EXPONENT, abs=0.001)
    assert min(days) == -tenure


def test_a_member_of_today_was_active_today():
    assert estimated_last_open(0, 0.5) == 0


def test_groups_have_room(tmp_path):
    found = founders(tmp_path, "1,a,2026-06-01", "2,b,2026-06-01", heads="id,group,joined")
    assert community(found, None, None)["groups"] == {"count": 2, "capacity": 500, "most": 12}
    assert community(found, 100, 2)["groups"] == {"count": 2, "capacity": 100, "most": 2}
    for capacity, most in ((0, None), (None, 1)):
        with pytest.raises(ConfigError, match=r"--(capacity|most)"):
            community(found, capacity, most)


def test_the_salt_is_made_once_and_is_private(tmp_path):
    salt = project_salt(tmp_path)
    assert project_salt(tmp_path) == salt
    assert (tmp_path / ".commsim/salt").stat().st_mode & 0o077 == 0
    assert hashed("123", salt) != hashed("00123", salt) != hashed("123", SALT)
    (tmp_path / ".commsim/salt").write_bytes(b"short")
    with pytest.raises(ConfigError, match="5 bytes"):
        project_salt(tmp_path)


def details(*people, chat_id="g1", **more):
    rows = [{"userid": who, "type": kind, "join_time": 1_780_000_000 + place, **row} for place, (who, kind, row) in enumerate(people)]
    return {"errcode": 0, "group_chat": {"chat_id": chat_id, "owner": "boss", "admin_list": [], "member_list": rows, **more}}


def wecom_roll(tmp_path, *answers):
    path = tmp_path / "t.json"
    path.write_text(json.dumps(list(answers) if len(answers) > 1 else answers[0]), encoding="utf-8")
    return wecom.roll_of([path], SALT)


def test_wecom_details(tmp_path):
    by = {"invitor": {"userid": "c1"}}
    found = wecom_roll(
        tmp_path,
        details(("boss", 1, {}), ("c1", 2, {"invitor": {"userid": "boss"}}), ("c2", 2, by), ("c3", 2, {})),
        details(("c2", 2, by), ("c4", 2, {"invitor": {"userid": "gone"}}), chat_id="g2"),
    )
    assert len(found.people) == 4
    made = founders_of(found)
    assert made.sizes == (3, 1) or made.sizes == (2, 2)
    assert Counter(founder.inviter >= 0 for founder in made.founders) == {True: 1, False: 3}
    text = " ".join((*found.notes, *made.notes))
    for said in (
        "1 staff are no members; they are one for each 4 members",
        "1 were invited by staff",
        "1 seats of people in several groups",
    ):
        assert said in text
    assert "when 4 of 4 were last active" in text
    assert "1 were invited by people who are not in the file" in text


def test_wecom_times_are_those_of_china(tmp_path):
    midnight = int(dt.datetime(2026, 6, 1, tzinfo=wecom.CHINA).timestamp())
    (person,) = wecom_roll(tmp_path, details(("c1", 2, {"join_time": midnight}))).people
    assert person.joined == TODAY


WECOM_WRONG = {
    "type": (details(("c1", 3, {})), "member_list[0]: type: missing or unknown"),
    "time in milliseconds": (details(("c1", 2, {"join_time": 1_780_000_000_000})), "join_time: 1780000000000; accepted: Unix seconds"),
    "twice": (details(("c1", 2, {}), ("c1", 2, {})), "member_list[1]: userid: the same person twice"),
    "number as id": (details((5, 2, {})), "userid: missing or no text"),
    "only staff": (details(("c1", 1, {})), "no customers"),
    "an error": ({"errcode": 40001}, "an answer with error 40001"),
    "daily statistics": (
        {"errcode": 0, "items": [{"stat_time": 1_600_272_000, "data": {"new_chat_cnt": 2, "msg_total": 0}}]},
        "daily statistics of customer groups, which tell of no single member",
    ),
    "something else": ({"members": []}, "not there, or without a member_list"),
}


@pytest.mark.parametrize(("document", "said"), WECOM_WRONG.values(), ids=WECOM_WRONG)
def test_wecom_refused(tmp_path, document, said):
    with pytest.raises(ConfigError) as caught:
        wecom_roll(tmp_path, document)
    assert said in str(caught.value)
    assert "c1" not in str(caught.value)


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"a": NaN}', '{"a": 1, "a": 2}'])
def test_what_is_no_json_is_refused(tmp_path, text):
    path = tmp_path / "t.json"
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        wecom.roll_of([path], SALT)
    assert len(str(caught.value).splitlines()) == 1


def ids_of(path):
    if path.suffix == ".json":
        return {row["userid"] for answer in json.loads(path.read_text("utf-8")) for row in answer["group_chat"]["member_list"]}
    return {line.partition(",")[0] for line in path.read_text("utf-8").splitlines()[1:]}


@pytest.mark.parametrize("file", ["members.csv", "wecom_groups.json"])
def test_no_id_is_written_or_said(commsim, examples, here, file):
    code, out, err = commsim("members", "import", examples / file, "--name", "mine")
    assert code == 0
    assert "Personal data: the file itself stays where it is" in err
    texts = {path.name: path.read_text("utf-8", errors="replace") for path in here.rglob("*") if path.is_file()} | {"out": out, "err": err}
    assert set(texts) == {"mine.yaml", "salt", "out", "err"}
    salt = (here / ".commsim/salt").read_bytes()
    for who in ids_of(examples / file):
        for name, text in texts.items():
            assert who not in text.replace("-100000", ""), name
            assert hashed(who, salt) not in text


def test_a_planted_id_would_be_seen(examples):
    assert any(who in "... wm_invented_0_003 ..." for who in ids_of(examples / "wecom_groups.json"))


def test_a_run_begins_with_the_planners_own(commsim, examples, here):
    assert commsim("sop", "import", examples / "group_sop_zh.xlsx", "--name", "mine", "--start", "2026-06-01")[0] == 0
    assert commsim("members", "import", examples / "members.csv", "--name", "mine")[0] == 0
    words = (
        "strategy=mine",
        "community=mine",
        "market.start_date=2026-06-01",
        "days=5",
        "replicates=2",
        "report.charts=false",
        "output=out",
    )
    code, _, err = commsim("experiment=moderation", *words)
    assert code == 0, err
    import pandas as pd

    daily = pd.read_parquet(here / "out/daily.parquet")
    assert daily[daily["day"] == 0]["members"].min() >= 150
    assert commsim("run", "config=out/config.yaml", "--cfg")[0] == 0
    tree = yaml.safe_load((here / "out/config.yaml").read_text("utf-8"))
    assert len(tree["config"]["community"]["founders"]) == 160
    assert len(tree["config"]["strategy"]["calendar"]) == 17


def test_a_circle_of_own_options_is_refused(commsim, here):
    folder = here / "configs/strategy"
    folder.mkdir(parents=True)
    for name, other in (("a", "b"), ("b", "a")):
        (folder / f"{name}.yaml").write_text(f"defaults: [{other}, _self_]\n")
    code, _, err = commsim("experiment=moderation", "strategy=a", "--cfg")
    assert code == 2
    assert "in a circle" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("defaults: [stedy, _self_]\n", "did you mean steady?"),
        ("defaults: [steady]\n", "accepted: [NAME, _self_]"),
        ("defaults: [steady, _self_]\nads: {per_weak: 1}\n", "configs/strategy/a.yaml: strategy.ads.per_weak: unknown key"),
        ("defaults: [steady, _self_]\n_target_: os.system\n", "would be code"),
        ("defaults: [steady, _self_]\nnotify: ${oc.env:HOME}\n", "interpolation"),
    ],
)
def test_an_own_option_is_data(commsim, here, text, said):
    folder = here / "configs/strategy"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(text)
    code, _, err = commsim("experiment=moderation", "strategy=a", "--cfg")
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


def test_an_own_option_hides_a_shipped_one_and_may_extend_it(commsim, here):
    folder = here / "configs/strategy"
    folder.mkdir(parents=True)
    (folder / "steady.yaml").write_text("defaults: [steady, _self_]\ncontent: {per_week: 9}\n")
    (folder / "more.yaml").write_text("defaults: [steady, _self_]\nnotify: 0.9\n")
    _, out, _ = commsim("sop", "export", "strategy=more")
    assert "9 a week" in out
    assert "9 a week" in commsim("sop", "export", "strategy=steady")[1]

"""Make the font of commsim's charts and pages: a subset of Noto Sans CJK SC, renamed as its licence asks.

    apt-get install fonts-noto-cjk
    python tools/make_font.py [--source FILE.ttc]

It holds GB2312 level 1 (the 3,755 common characters), Latin-1, Chinese and mathematical punctuation, the less common
characters below that brands like to use, and every other character found in the project's texts. Run it again when
`tests/report/test_font.py` names a missing one. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/commsim/report/font/commsim-sans-sc.otf"
SOURCE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FAMILY = "commsim Sans SC"
POSTSCRIPT = "commsimSansSC-Regular"
TEXTS = ("src/commsim/**/*.py", "src/commsim/**/*.j2", "configs/**/*.yaml", "experiments/**/*.yaml")

LATIN = "".join(chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x100)))
MARKS = (
    "−≥≤→←↑↓×÷%±·¥￥…–—‘’“”≈≠∞√∑σΣαβγδε°′″‰•●○■□▲△▼▽★☆✓€£§©®²³½¼¾"
    "，。、；：？！（）【】《》〈〉「」『』〔〕～｜／＋－＝＜＞％＆＃＠＊０１２３４５６７８９　①②③④⑤⑥⑦⑧⑨⑩"
)
BRAND_WORDS = (
    "咖啡妆孕婴嗨嘿哇喵嘛噢哦喔呗囤瑜伽妮娜婕琳睫眸腮唇瓷釉榴莲柠檬芒椰茉莉桂蔓薇薰蕾芙莓薯馨恬怡蜜饪煲馄饨饺馍麸藜麦酵醇酱蕉橙榛芝荔枇杷猕桃荞"
    "粽糯糍韭筒裙衫袜靴帽戒钻翡翠珐琅珀璀璨晶莹玫瑰蔷薄荷熏檀缤纷绚斓魅炫酷萌宠喵汪兔猫狗熊貂鹿鲸鲨虾蟹贝螺蚝鲜卤烤焗煎炸炖熬酥脆糖饼糕奶酪芝士"
    "撸浏览器链锁券赚砸抢秒杀拼团砍价裂变沉睡唤醒召回触达漏斗转化率社群圈层闺蜜宝妈娃崽遛哄爷奶姨嫂哥弟妹侄媳婿俩仨咱您她它啥咋嘞吖呀呐哒啦噻嗯哼"
    "鑫淼焱垚犇骉羴猋晟昊昕晗晔暄曦煜煊烨炜熠璟瑾瑜珺珂珊琪琦琨琳瑶璇璐妍婷婧嫣娴媛媚姝姗娅娓婉旖旎窈窕翊翎翰翱鹏鸢鹭麟麒麓黛黎墨"
)


def level_one() -> str:
    """The 3,755 characters of GB2312 level 1."""
    codes = (bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", errors="ignore") for code in codes)


def project_texts(root: Path) -> str:
    """Every character of the project's own texts."""
    files = sorted(path for pattern in TEXTS for path in root.glob(pattern))
    return "".join(path.read_text(encoding="utf-8") for path in files)


def printable(characters: Iterable[str]) -> set[int]:
    """Code points without control characters."""
    return {ord(character) for character in characters if character.isprintable()}


def face(source: Path, name: str = "Noto Sans CJK SC") -> TTFont:
    """One face of a font collection."""
    fonts = TTCollection(str(source), lazy=True).fonts
    number = next(i for i, font in enumerate(fonts) if font["name"].getDebugName(4) == name)
    return TTFont(str(source), fontNumber=number, recalcTimestamp=False)


def subset(font: TTFont, codes: set[int]) -> None:
    """Keep only these characters, in place; no hints, no vertical writing, Latin kerning kept."""
    options = Options()
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = ["kern"]
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)


def rename(font: TTFont) -> None:
    """Give the subset a name of its own, so that it neither uses a reserved name nor meets an installed Noto."""
    names = {1: FAMILY, 2: "Regular", 3: f"{FAMILY}: subset of Noto Sans CJK SC", 4: FAMILY, 6: POSTSCRIPT}
    for number, value in names.items():
        font["name"].setName(value, number, 3, 1, 0x409)
    font["CFF "].cff.fontNames = [POSTSCRIPT]
    top = font["CFF "].cff.topDictIndex[0]
    top.FamilyName, top.FullName = FAMILY, FAMILY


def main() -> None:
    """Read the arguments, write the font, say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--source", type=Path, default=SOURCE)
    parser.add_argument("--target", type=Path, default=TARGET)
    arguments = parser.parse_args()
    font = face(arguments.source)
    wanted = printable(LATIN + MARKS + BRAND_WORDS + level_one() + project_texts(ROOT))
    lacking = sorted(wanted - set(font.getBestCmap()))
    subset(font, wanted)
    rename(font)
    font.save(arguments.target)
    print(f"{arguments.target}: {len(font.getBestCmap())} characters, {arguments.target.stat().st_size / 1e6:.2f} MB")
    if lacking:
        print("not in the source font:", " ".join(f"U+{code:04X}" for code in lacking))


if __name__ == "__main__":
    main()

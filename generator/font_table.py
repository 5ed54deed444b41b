"""The fonts that a report names, and what may stand in for each (handbook, "Look of the document").

Data only: `generator.fonts` finds out which of them are on this machine. Order is preference.
A stand-in must have the glyphs of Simplified Chinese; cwTeX and other Traditional fonts are left out on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """One font as it may be installed.

    `family` is the name that fontconfig and LibreOffice know it by; `files` are the file names that it has on
    systems without fontconfig (lower case); `index` is its place in a .ttc there.
    """

    family: str
    files: tuple[str, ...] = ()
    index: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A font that documents ask for, with its use in Chinese, its own faces, and its stand-ins."""

    asked: str
    use: str
    own: tuple[Face, ...]
    stand_ins: tuple[Face, ...] = ()
    #: Other names of the same font in documents; they get the same stand-in.
    also_asked: tuple[str, ...] = ()


_NOTO_SERIF = Face("Noto Serif CJK SC", ("notoserifcjk-regular.ttc",), 2)
_NOTO_SERIF_OTF = Face("Noto Serif SC", ("notoserifsc-regular.otf", "notoserifcjksc-regular.otf"))
_SOURCE_SERIF = Face("Source Han Serif SC", ("sourcehanserifsc-regular.otf",))
_NOTO_SANS = Face("Noto Sans CJK SC", ("notosanscjk-regular.ttc",), 2)
_NOTO_SANS_OTF = Face("Noto Sans SC", ("notosanssc-regular.otf", "notosanscjksc-regular.otf"))
_SOURCE_SANS = Face("Source Han Sans SC", ("sourcehansanssc-regular.otf",))
_SIMSUN = Face("SimSun", ("simsun.ttc",))
_SIMHEI = Face("SimHei", ("simhei.ttf",))
_YAHEI = Face("Microsoft YaHei", ("msyh.ttc", "msyh.ttf"))

FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
XIAOBIAOSONG = "方正小标宋简体"
SONGTI = "宋体"
TIMES = "Times New Roman"

WANTED: tuple[Wanted, ...] = (
    Wanted(
        FANGSONG,
        "正文",
        own=(
            Face("仿宋_GB2312", ("仿宋_gb2312.ttf", "simfang_gb2312.ttf", "fangsong_gb2312.ttf")),
            Face("FangSong_GB2312"),
            # The 仿宋 that comes with Windows since Vista has the same design and more characters.
            Face("仿宋", ("simfang.ttf", "fangsong.ttf")),
            Face("FangSong"),
        ),
        stand_ins=(
            Face("STFangsong", ("stfangso.ttf", "stfangsong.ttf")),
            Face("FandolFang", ("fandolfang-regular.otf",)),
        ),
        also_asked=("FangSong_GB2312", "仿宋", "FangSong"),
    ),
    Wanted(
        KAITI,
        "二级标题",
        own=(
            Face("楷体_GB2312", ("楷体_gb2312.ttf", "simkai_gb2312.ttf", "kaiti_gb2312.ttf")),
            Face("KaiTi_GB2312"),
            Face("楷体", ("simkai.ttf", "kaiti.ttf")),
            Face("KaiTi"),
        ),
        stand_ins=(
            Face("STKaiti", ("stkaiti.ttf",)),
            Face("FandolKai", ("fandolkai-regular.otf",)),
        ),
        also_asked=("KaiTi_GB2312", "楷体", "KaiTi"),
    ),
    Wanted(
        HEITI,
        "一级标题、图表",
        own=(Face("黑体", ("simhei.ttf",)), _SIMHEI),
        stand_ins=(
            _NOTO_SANS,
            _NOTO_SANS_OTF,
            _SOURCE_SANS,
            _YAHEI,
            Face("STHeiti", ("stheiti medium.ttc", "stheiti.ttf"), 1),
            Face("FandolHei", ("fandolhei-regular.otf",)),
            Face("WenQuanYi Zen Hei", ("wqy-zenhei.ttc",)),
        ),
        also_asked=("SimHei",),
    ),
    Wanted(
        XIAOBIAOSONG,
        "封面和标题",
        own=(
            Face("方正小标宋简体", ("fzxbsjw.ttf", "方正小标宋简体.ttf", "fzxiaobiaosong-b05s.ttf")),
            Face("FZXiaoBiaoSong-B05S"),
            Face("方正小标宋_GBK", ("fzxbsk.ttf", "方正小标宋_gbk.ttf")),
            Face("FZXiaoBiaoSong-B05"),
        ),
        stand_ins=(
            Face("Noto Serif CJK SC", ("notoserifcjk-bold.ttc",), 2, bold=True),
            Face("Noto Serif SC", ("notoserifsc-bold.otf", "notoserifcjksc-bold.otf"), bold=True),
            Face("Source Han Serif SC", ("sourcehanserifsc-bold.otf",), bold=True),
            Face("STZhongsong", ("stzhongs.ttf",)),
            Face("Songti SC", ("songti.ttc",), 1, bold=True),
            Face("FandolSong", ("fandolsong-bold.otf",), bold=True),
        ),
        also_asked=("方正小标宋_GBK",),
    ),
    Wanted(
        SONGTI,
        "表格、页码",
        own=(Face("宋体", ("simsun.ttc",)), _SIMSUN),
        stand_ins=(
            _NOTO_SERIF,
            _NOTO_SERIF_OTF,
            _SOURCE_SERIF,
            Face("STSong", ("stsong.ttf",)),
            Face("Songti SC", ("songti.ttc",), 6),
            Face("FandolSong", ("fandolsong-regular.otf",)),
        ),
        also_asked=("SimSun",),
    ),
    Wanted(
        TIMES,
        "西文和数字",
        own=(Face("Times New Roman", ("times.ttf", "times new roman.ttf")),),
        stand_ins=(
            Face("Liberation Serif", ("liberationserif-regular.ttf",)),
            Face("Tinos", ("tinos-regular.ttf",)),
            Face("Nimbus Roman", ("nimbusroman-regular.otf",)),
        ),
    ),
)

# FandolFang and FandolKai hold GB2312 only: a rare character in a name is borrowed from one of these.
FALLBACKS: tuple[Face, ...] = (
    _NOTO_SERIF,
    _NOTO_SERIF_OTF,
    _SOURCE_SERIF,
    _SIMSUN,
    Face("SimSun-ExtB", ("simsunb.ttf",)),
    Face("Songti SC", ("songti.ttc",), 6),
    _NOTO_SANS,
    _YAHEI,
)

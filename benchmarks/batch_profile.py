"""Part `profile`: where the time of the first report and of a batch goes. No bounds."""

import json
from collections.abc import Iterator

from batch_ground import HERE, Ground
from measure import Told

KINDS = {"image": "图片，全部文件（无 PDF）", "native": "可编辑的图，只有 Word"}
REST = "其余"


def profile(ground: Ground) -> Iterator[Told]:
    """Stages and top functions of a worker, for the fullest and for the leanest reports."""
    workbooks = ground.workbooks(ground.amounts.profile)
    for kind, name in KINDS.items():
        target = ground.folder / "结果.json"
        ground.timed(str(HERE / "stages.py"), kind, ground.listed(workbooks), str(target))
        found = json.loads(target.read_text(encoding="utf-8"))
        yield Told("\n".join([f"时间花在哪里：{name}（CPU 毫秒）", *_stages(found), *_functions(found["top"])]))


def _stages(found: dict) -> Iterator[str]:
    first, later = found["first"], found["later"]
    first[REST], later[REST] = (whole - sum(part.values()) for whole, part in
                                ((found["first whole"], first), (found["later whole"], later)))
    yield "    第一份（冷）　以后每份　占　阶段"
    for name in sorted(first, key=lambda name: -later.get(name, 0.0)):
        value = later.get(name, 0.0)
        yield f"    {first[name] * 1000:10.1f} {value * 1000:10.1f} {value / found['later whole']:6.1%}　{name}"
    yield f"    {found['first whole'] * 1000:10.1f} {found['later whole'] * 1000:10.1f} 100.0%　合计（第一份的其余是启动 Python 和导入）"


def _functions(top: list) -> Iterator[str]:
    yield "    自身时间最多的函数：" + "、".join(f"{name} {share:.0%}" for name, share in top)

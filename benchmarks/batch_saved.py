"""Part `saved`: the same workbooks as an office program saves them, which is how they come back from the clerks. No bounds.

Excel, WPS and LibreOffice write other XML than juesuan, and all texts (those of 科目表 too) into one part.
"""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from batch_ground import Ground
from batch_growth import in_a_worker
from measure import Told, at_least


def saved(ground: Ground) -> Iterator[Told]:
    """Word alone, native charts, both programs warm: before and after LibreOffice saved the workbooks."""
    count = ground.amounts.saved
    first, made = ground.workbooks(2 * count)[:count], ground.workbooks(2 * count)[count:]
    again = _saved(ground, made)
    ours = [in_a_worker(ground, "word", [*first, *paths])["seconds"] / count for paths in (made, again)]
    with ground.plain() as script:
        script.slice(first)
        plain = [script.slice(paths).cpu / count for paths in (made, again)]
    for what, own, other in zip(("juesuan 写出", "LibreOffice 另存"), ours, plain, strict=True):
        yield at_least(f"{count} 份工作簿（{what}），Word，可编辑的图，热", own, other, "普通脚本", "CPU 秒/份")


def _saved(ground: Ground, workbooks: Sequence[Path]) -> list[Path]:
    folder = ground.folder / "工作簿" / "另存"
    profile = (ground.folder / "配置-另存").as_uri()
    subprocess.run(["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder),
                    *map(str, workbooks)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    made = [folder / path.name for path in workbooks]
    if missing := [path.name for path in made if not path.is_file()]:
        raise SystemExit(f"soffice 没有另存 {missing[0]}。")
    return made

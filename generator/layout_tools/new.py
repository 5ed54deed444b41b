"""`juesuan layout new`: a folder that stands on another layout and differs in nothing yet."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.delivery import reason
from generator.figures.document import layout_keys
from generator.layout_tools.files import layout_files, plain_name
from generator.layouts import Layout, LayoutError, layout_names, load_layout, templates_folder
from generator.layouts.folders import FILE, SHARED
from generator.layouts.sources import HEAD, OWN_KEYS, read_source

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]|^[\s.~]|[\s.]$')
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
_WIDE = 110


def new_layout(name: str, parent: str, *, title: str = "", copy: Sequence[str] = ()) -> tuple[Path, ...]:
    """Make templates/<name> on the layout `parent`, with copies of the Word files in `copy`; the files made.

    LayoutError for a name that will not do, an existing folder, a file that `parent` has not.
    """
    templates = templates_folder()
    folder = templates / name
    _refuse_name(name, folder)
    layout = load_layout(parent)
    sources = tuple(dict.fromkeys(_source(layout, file) for file in copy))
    text = "\n".join(_toml(name, title or name, layout)) + "\n"
    try:
        with tempfile.TemporaryDirectory(prefix=".正在新建-", dir=templates) as bench:
            (Path(bench) / FILE).write_text(text, encoding="utf-8", newline="\n")
            for path in sources:
                target = Path(bench) / plain_name(path, layout.folders)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
            shutil.copytree(bench, folder)
    except OSError as error:
        raise LayoutError(f"不能写入 {folder}：{reason(error)}。请核对文件夹的权限。") from error
    return (folder / FILE, *(folder / plain_name(path, layout.folders) for path in sources))


def _refuse_name(name: str, folder: Path) -> None:
    if not name or _FORBIDDEN.search(name) or name.lower().split(".")[0] in _DEVICES or name == SHARED:
        raise LayoutError(f"“{name}”不能作版式名称：它是文件夹的名称，不能空着，不能有 \\ / : * ? \" < > |，不能以点、空格开头或结尾，也不能叫“{SHARED}”。")
    if folder.exists():
        raise LayoutError(f"{folder} 已经存在，没有改动。现有版式：{'、'.join(layout_names())}。请换一个名称。")


def _source(layout: Layout, name: str) -> Path:
    """The file that the layout reads under this name."""
    known = {file.name: file.path for file in layout_files(layout) if file.path is not None}
    known[plain_name(layout.base, layout.folders)] = layout.base
    asked = name.replace("\\", "/").removesuffix(".docx")
    for file, path in known.items():
        if asked == file.removesuffix(".docx"):
            return path
    for file, path in known.items():
        if asked == file.rpartition("/")[2].removesuffix(".docx"):
            return path
    raise LayoutError(f"版式“{layout.name}”没有 Word 文件“{name}”。现有：{'、'.join(known)}。")


def _toml(name: str, title: str, parent: Layout) -> Iterator[str]:
    """layout.toml: what must be written, and all that can be, commented out with the parent's values."""
    data = read_source(parent.folder).data
    yield f"# 版式：{title}"
    yield f"# 建立在“{parent.name}”（{parent.title}）上：这里没有写的，都和它一样。"
    yield "# 要改哪一项，就去掉那一行（那一节）前面的 # 号，再改等号后面的内容；带 # 号的是它现在的写法。节名和键要带英文双引号。"
    yield "# 要改 Word 文件的文字，把那个文件复制到本文件夹里再改；没有复制的继续用它的。哪个文件在哪里："
    yield f"#   juesuan layout show {name}"
    yield f"# 改好以后检查：juesuan layout check {name}"
    yield from ("", f'["{HEAD}"]', f'"名称" = {_value(title)}', f'"继承" = {_value(parent.name)}')
    for key, about, _ in layout_keys()[HEAD]:
        if key not in OWN_KEYS:
            yield from _hint(key, about, data.get(HEAD, {}).get(key), "")
    for section, keys in layout_keys().items():
        if section != HEAD:
            yield from ("", f'# ["{section}"]')
            given: Mapping[str, Any] = data.get(section, {})
            for key, about, default in keys:
                yield from _hint(key, about, given.get(key), default)
    yield from ("", "# 版式自己的词：模板里写 {{ 词.键 }}", '# ["词"]')
    for key, text in data.get("词", {}).items():
        yield f'# "{key}" = {_value(text)}'


def _hint(key: str, about: str, value: Any, default: str) -> Iterator[str]:
    """A key as a comment: what it is, and its value now."""
    yield f"#   {key}：{about}"
    written = _value(value) if value is not None else default
    if written in ("", "无", "必写"):
        return
    line = f'# "{key}" = {written}'
    if isinstance(value, list) and len(line) > _WIDE:
        yield f'# "{key}" = ['
        yield from (f"#     {_value(item)}," for item in value)
        yield "# ]"
    else:
        yield line


def _value(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f'"{key}" = {_value(item)}' for key, item in value.items()) + " }"
    return str(value)

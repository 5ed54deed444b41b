"""A layout: a folder under templates/ with layout.toml and the Word templates of its parts. No Python in it.

All that differs between cities and years is data here. A layout can stand on another (继承): keys of layout.toml are
taken over unless written anew, and Word files are looked up in the own folder, then in those of the parents, then in
templates/共用; what 共用/layout.toml says holds for all of them. What is wrong in a layout.toml is one `LayoutError`
with every mistake, each with file and key.
"""

from generator.layouts.folders import SHARED, LayoutError, find_file, layout_names, templates_folder
from generator.layouts.load import load_layout, read_layout
from generator.layouts.model import Layout, StatementRow, Statements

__all__ = [
    "SHARED",
    "Layout",
    "LayoutError",
    "StatementRow",
    "Statements",
    "find_file",
    "layout_names",
    "load_layout",
    "read_layout",
    "templates_folder",
]

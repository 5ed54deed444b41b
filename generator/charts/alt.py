"""The chart in words, for readers who cannot see it: the alternative text of the picture in Word."""

from generator.charts.model import Chart, Structure, TwoYears


def alt_text(chart: Chart) -> str:
    """What the chart shows, in Chinese, with the figures as they are printed."""
    return _two_years(chart) if isinstance(chart, TwoYears) else _structure(chart)


def _two_years(chart: TwoYears) -> str:
    if all(value is None for one in chart.series for value in one.values):
        return f"{chart.title}：无数据。"
    sentences: list[str] = []
    for one in chart.series:
        years = [
            f"{year}无数据" if value is None else f"{year}{text}{chart.unit}"
            for year, value, text in zip(chart.years, one.values, one.labels, strict=True)
        ]
        change = [one.change] if one.change and None not in one.values else []
        sentences.append(f"{one.name}" + "，".join([*years, *change]))
    return f"{chart.title}（柱形图）：" + "；".join(sentences) + "。"


def _structure(chart: Structure) -> str:
    if not chart.shown:
        return f"{chart.title}：无数据。"
    total = f"{chart.total_name}{chart.total_label}{chart.unit}，其中：" if chart.total_label else ""
    parts = [
        f"{part.name}{part.label}{chart.unit}" + (f"，占{part.share}" if part.share else "") for part in chart.shown
    ]
    return f"{chart.title}：{total}" + "；".join(parts) + "。"

"""Made-up Chinese sentences, of the length and variety that clerks type: no two workbooks share their texts."""

from __future__ import annotations

from random import Random

SUBJECTS = ("全区机关干部职工", "各街道社区", "基层单位", "困难群众", "重点企业", "在职人员", "志愿者队伍", "驻区单位", "各科室", "下属事业单位",
            "相关行业协会", "专业技术人员", "青年职工", "离退休人员")  # fmt: skip
ACTS = ("组织开展", "统筹推进", "督促落实", "规范实施", "集中办理", "持续深化", "按期完成", "分批安排", "定期核查", "广泛宣传")
THINGS = ("安全生产检查", "业务技能培训", "文体惠民活动", "信息系统运行维护", "公共设施维修改造", "政策法规宣传", "档案数字化整理", "基层调研走访",
          "困难帮扶慰问", "专项资金监管", "服务窗口标准化建设", "环境卫生综合整治", "人才引进与评审", "应急物资储备", "年度考核评价")  # fmt: skip
AIMS = ("提高了服务质量和办事效率", "保障了各项工作正常运转", "营造了和谐奋进的发展氛围", "筑牢了安全稳定的工作基础", "满足了群众日益增长的需求", "促进了全区经济社会发展",
        "达到了年初设定的绩效目标", "形成了齐抓共管的工作格局", "解决了一批历史遗留问题", "受到了服务对象的普遍好评")  # fmt: skip
UNITS = ("次", "场", "人次", "项", "户", "份", "个")
QUALITIES = ("完成率", "覆盖率", "合格率", "及时率", "达标率", "知晓率", "满意度")


def clause(random: Random) -> str:
    """`全区机关干部职工分批安排政策法规宣传36场`, some 20 characters."""
    return (f"{random.choice(SUBJECTS)}{random.choice(ACTS)}{random.choice(THINGS)}"
            f"{random.randint(2, 980)}{random.choice(UNITS)}")


def passage(random: Random, length: int) -> str:
    """Sentences of about `length` characters together, without the last full stop."""
    text = ""
    while len(text) < length:
        text += f"{clause(random)}，{random.choice(AIMS)}。"
    return text.rstrip("。")


def indicator(random: Random) -> str:
    """The name of an indicator, `档案数字化整理合格率` or `应急物资储备（36批）`."""
    if random.random() < 0.5:
        return f"{random.choice(THINGS)}{random.choice(QUALITIES)}"
    return f"{random.choice(SUBJECTS)}{random.choice(THINGS)}（{random.randint(1, 60)}批）"

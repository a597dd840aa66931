"""Chinese cut into words without a dictionary of megabytes: the commonest words, and what grammar shows.

A small list names frequent words of two to four characters; particles belong to what stands before them, function
words begin anew, numbers stay whole, and of what is left two characters are most often one word.
"""

from collections.abc import Iterator

_PARTICLES = frozenset("的了着过吗呢吧啊呀们地得里上下中内外时后前")
"""They close the word before them."""
_FUNCTION = frozenset(
    "是在和与或有没不很也都就才还又再把被从对到为以让使给向跟这"
    "那每各我你他她它最更太将会能可要想当但因所而且并若如其则于由"
)
"""They begin a word, or are one."""
_DIGITS = frozenset("零〇一二三四五六七八九十百千万亿两几第半")
_MEASURES = frozenset("个年月日天岁人次种只条张本件位名家米克吨里度倍元分秒点时号代世座块片滴棵株头匹艘架层间步")
_LISTED = """
世界 人口 人类 人们 人民 国家 中国 社会 历史 文化 经济 政治 科学 科学家 技术 研究 发现 发展 发生 出现 开始 结束
继续 成为 作为 认为 因为 所以 但是 而且 如果 虽然 然而 因此 于是 不过 只有 只要 还是 或者 以及 关于 对于 由于
通过 根据 可以 能够 应该 必须 需要 可能 已经 正在 曾经 一直 总是 经常 有时 现在 今天 明天 昨天 过去 未来 以前
以后 之后 之前 时候 时间 时代 世纪 地方 地区 地球 城市 农村 农民 工人 学生 老师 医生 孩子 父母 朋友 动物 植物
食物 粮食 水果 蔬菜 什么 怎么 为什么 多少 哪里 谁的 这个 那个 这些 那些 这样 那样 我们 你们 他们 她们 它们 自己
大家 别人 每个 所有 许多 一些 一个 一种 一样 一起 一般 一定 第一 其中 其他 之间 超过 以上 以下 左右 大约 大概
几乎 非常 特别 尤其 更加 越来越 重要 主要 主食 不同 相同 简单 复杂 困难 容易 美丽 著名 巨大 古老 现代 传统 自然
环境 气候 天气 温度 季节 春天 夏天 秋天 冬天 太阳 月亮 星星 宇宙 天空 海洋 大海 河流 湖泊 山脉 森林 沙漠 土地
土壤 空气 阳光 水分 雨水 能量 能源 生活 生命 生长 生产 工作 学习 使用 利用 制作 制造 建造 建立 形成 组成 包括
提供 保护 影响 改变 变化 增加 减少 提高 帮助 解决 问题 方法 方式 过程 结果 原因 作用 意义 目的 条件 系统 结构
部分 方面 数量 质量 大小 颜色 声音 语言 文字 茶叶 茶树 喝茶 绿茶 红茶 水稻 稻米 米饭 小麦 种子 收获 播种 农田
水田 故事 音乐 艺术 电影 照片 图书 书籍 思想 精神 身体 健康 疾病 大脑 心脏 眼睛 手工 机器 电脑 网络 手机 汽车
火车 飞机 道路 桥梁 房子 建筑 皇帝 王朝 战争 和平 革命 东方 西方 南方 北方 亚洲 欧洲 非洲 美国 日本 印度 英国
法国 德国 北京 上海 全球 各地 当地 成功 失败 努力 希望 知道 看到 听到 得到 来自 进入 离开 回到 来到 出来 起来
下来 上去 没有 不是 不能 不会 不要 就是 也是 都是 只是 还有 并且 很多 很少 最大 最小 最高 最早 最后 首先 然后
接着 同时 例如 比如 实际上 事实上 冲泡 采茶 采摘 保持 清晨 早晨 晚上 制成 公斤 公里 厘米 绿色 红色 白色 黑色
蓝色 只能 才能 饮料 翻炒 区别 熟练 嫩叶 鲜叶 山地 原产 叶子 西南 东南 东北 西北 南部 北部 东部 西部 中部 直到
当时 那时 此外 不仅 不断 不再 无法 无数 完全 真正 直接 逐渐 迅速 慢慢 最终 终于 似乎 仍然 依然 小时 出生 去世
发明 创造 设计 观察 实验 理论 证明 解释 说明 描述 记录 保存 运输 贸易 市场 商人 工业 农业 商业 工厂 企业 公司
政府 法律 军队 教育 学校 大学 医院 家庭 妇女 男人 女人 儿童 老人 年轻 人工 智能 数据 信息 材料 金属 石头 木头
木材 煤炭 石油 电力 电子 光线 火山 地震 洪水 台风 冰川 岛屿 平原 高原 沿海 海水 淡水 河水 鱼类 鸟类 昆虫 蜜蜂
蝴蝶 细胞 基因 血液 骨骼 肌肉 皮肤 呼吸 睡眠 饮食 营养 味道 香气 价格 价值 财富 货币 银行 速度 高度 长度 重量
面积 距离 地图 方向 位置 中心 边缘 表面 内部 外部 液体 气体 固体 火焰 化学 物理 数学 生物 医学 哲学 宗教 佛教
寺庙 节日 习俗 仪式 服装 丝绸 瓷器 纸张 印刷 火药 指南针 长城 黄河 长江 灯塔 船只 航行 水手 港口 海岸 轨道 卫星
火箭 行星 恒星 银河 黑洞 月球 火星 引力 显微镜 望远镜 摄氏度 百分之
"""
_WORDS = frozenset(_LISTED.split())
_LONGEST_WORD = 4


def chinese_words(run: str) -> list[str]:
    """A run of Chinese characters in words; joined again they are the run."""
    words: list[str] = []
    for piece, known in _matched(run):
        last = words[-1] if words else ""
        if not known and last and _belongs(piece, last, known_before=_is_word(last)):
            words[-1] += piece
        else:
            words.append(piece)
    return words


def _matched(run: str) -> Iterator[tuple[str, bool]]:
    """The longest words of the list from left to right, and single characters between them."""
    at = 0
    while at < len(run):
        sizes = (size for size in range(_LONGEST_WORD, 1, -1) if run[at : at + size] in _WORDS)
        size = next(sizes, 1)
        yield run[at : at + size], size > 1
        at += size


def _is_word(text: str) -> bool:
    return text in _WORDS


def _belongs(char: str, last: str, *, known_before: bool) -> bool:
    if char in _DIGITS or char in _MEASURES:
        counts = all(before in _DIGITS for before in last)
        if counts or char in _DIGITS:
            return counts
    if char in _PARTICLES:
        return True
    if char in _FUNCTION or known_before or last[-1] in _PARTICLES:
        return False
    return len(last) == 1

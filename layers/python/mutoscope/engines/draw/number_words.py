"""The words around numbers in the languages of films: scales, percent, counters, measures, and what marks a year."""

from collections.abc import Mapping

COMMA_DECIMALS = frozenset({"de", "es", "fr", "id"})
UNSPACED = frozenset({"ja", "zh"})
PERCENT = (
    "%|٪|％|percent|per cent|por ciento|pour cent|prozent|persen|प्रतिशत|फ़ीसदी|فى المئة|في المئة|في المائة|بالمئة|"
    "بالمائة|சதவீதம்|சதவிகிதம்|விழுக்காடு|パーセント"
)
_SCALES: Mapping[str, float] = {
    "thousand tausend mil mille ribu हज़ार हजार ألف آلاف 千 ஆயிரம்": 1e3,
    "万 萬": 1e4,
    "लाख லட்சம் இலட்சம்": 1e5,
    "million millions millionen mio. millón millones juta مليون ملايين மில்லியன் 百万": 1e6,
    "करोड़ கோடி": 1e7,
    "億 亿": 1e8,
    "billion milliarde milliarden mrd. milliard milliards miliar अरब مليار مليارات பில்லியன்": 1e9,
    "trillion": 1e12,
}
SCALES = {word: scale for words, scale in _SCALES.items() for word in words.split()}
COUNTERS = (
    "年|人|名|米|メートル|公里|キロメートル|キロ|公斤|千克|公吨|吨|トン|元|円|个|座|本|度|天|日|月|ヶ月|か月|个月|"
    "小时|時間|分钟|分|秒|岁|歳|倍|次|回"
)
_CUES = """
in since by until from around year years en desde hacia hasta año años depuis vers an année im seit um bis jahr ab
tahun sejak pada सन सन् वर्ष साल عام سنة منذ ஆண்டு january february march april may june july august september october
november december
"""
CUES = frozenset(_CUES.split())
"""What stands before a year."""
_MEASURES = """
years days weeks months hours minutes seconds metres meters kilometres kilometers miles feet kilograms grams tonnes
tons litres degrees people times años días semanas meses horas minutos segundos metros kilómetros personas veces
ans années jours semaines mois heures minutes secondes mètres kilomètres personnes fois jahre jahren tage tagen
wochen monate monaten stunden minuten sekunden meter kilometer menschen mal tahun hari minggu bulan jam menit
detik orang kali साल वर्ष दिन महीने घंटे मिनट लोग बार سنة عام يوم أيام شهر أشهر ساعة دقيقة شخص مرة
ஆண்டுகள் நாட்கள் மாதங்கள் மணி நிமிடங்கள் பேர் மக்கள் முறை
"""
MEASURES = frozenset(_MEASURES.split())
"""What is counted, though it is too common to be a keyword."""

"""The commonest things in the languages a film can be told in, each under its English word.

Columns are es, fr, de, id, hi, ar, zh, ja, ta; a dash marks a word that would be mistaken for an English one.
"""

from collections.abc import Iterator, Mapping

_TABLE = """
rice: arroz riz reis padi चावल أرز 米 稲 அரிசி
paddy: arrozal rizière reisfeld sawah धान - 稻 水田 நெல்
farmer: agricultor agriculteur bauer petani किसान مزارع 农民 農家 விவசாயி
field: campo champ feld ladang खेत حقل 田 畑 வயல்
seed: semilla graine samen benih बीज بذرة 种子 種 விதை
harvest: cosecha récolte ernte panen फसल حصاد 收获 収穫 அறுவடை
water: agua eau wasser - पानी ماء 水 水 நீர்
sun: - soleil sonne matahari सूरज شمس 太阳 太陽 சூரியன்
rain: lluvia pluie regen hujan बारिश مطر 雨 雨 மழை
moon: luna lune mond bulan चाँद قمر 月亮 月 நிலா
star: estrella étoile stern bintang तारा نجم 星 星 நட்சத்திரம்
sky: cielo ciel himmel langit आकाश سماء 天空 空 வானம்
tree: árbol arbre baum pohon पेड़ شجرة 树 木 மரம்
forest: bosque forêt wald hutan जंगल غابة 森林 森 காடு
flower: flor fleur blume bunga फूल زهرة 花 花 பூ
plant: planta plante pflanze tanaman पौधा نبات 植物 植物 செடி
mountain: montaña montagne berg gunung पहाड़ جبل 山 山 மலை
river: río rivière fluss sungai नदी نهر 河 川 ஆறு
sea: - mer meer laut समुद्र بحر 海 海 கடல்
desert: desierto désert wüste gurun रेगिस्तान صحراء 沙漠 砂漠 பாலைவனம்
snow: nieve neige schnee salju बर्फ ثلج 雪 雪 பனி
city: ciudad ville stadt kota शहर مدينة 城市 都市 நகரம்
house: casa maison haus rumah घर بيت 房子 家 வீடு
road: camino route straße jalan सड़क طريق 路 道 சாலை
market: mercado marché markt pasar बाज़ार سوق 市场 市場 சந்தை
school: escuela école schule sekolah स्कूल مدرسة 学校 学校 பள்ளி
book: libro livre buch buku किताब كتاب 书 本 புத்தகம்
child: niño enfant - anak बच्चा طفل 孩子 子供 குழந்தை
animal: - - tier hewan जानवर حيوان 动物 動物 விலங்கு
bird: pájaro oiseau vogel burung चिड़िया طائر 鸟 鳥 பறவை
fish: pez poisson fisch ikan मछली سمك 鱼 魚 மீன்
dog: perro chien hund anjing कुत्ता كلب 狗 犬 நாய்
cat: gato - katze kucing बिल्ली قطة 猫 猫 பூனை
cow: vaca vache kuh sapi गाय بقرة 牛 牛 பசு
horse: caballo cheval pferd kuda घोड़ा حصان 马 馬 குதிரை
bread: - - brot roti रोटी خبز 面包 パン ரொட்டி
food: comida nourriture essen makanan खाना طعام 食物 食べ物 உணவு
coffee: café kaffee kopi कॉफ़ी قهوة 咖啡 コーヒー காபி
tea: té thé tee teh चाय شاي 茶 茶 தேநீர்
fire: fuego feu feuer - आग نار 火 火 தீ
time: tiempo temps zeit waktu समय وقت 时间 時間 நேரம்
month: mes mois monat - महीना شهر 月份 ヶ月 மாதம்
money: dinero argent geld uang पैसा مال 钱 お金 பணம்
science: ciencia - wissenschaft ilmu विज्ञान علم 科学 科学 அறிவியல்
space: espacio espace weltraum angkasa अंतरिक्ष فضاء 太空 宇宙 விண்வெளி
earth: tierra terre erde bumi पृथ्वी أرض 地球 地球 பூமி
ship: barco bateau schiff kapal जहाज سفينة 船 船 கப்பல்
car: coche voiture - mobil कार سيارة 汽车 車 கார்
music: música musique musik musik संगीत موسيقى 音乐 音楽 இசை
heart: corazón cœur herz jantung दिल قلب 心 心 இதயம்
brain: cerebro cerveau gehirn otak दिमाग دماغ 大脑 脳 மூளை
computer: computadora ordinateur rechner komputer कंप्यूटर حاسوب 电脑 コンピュータ கணினி
question: pregunta - frage pertanyaan सवाल سؤال 问题 質問 கேள்வி
answer: respuesta réponse antwort jawaban जवाब جواب 答案 答え பதில்
grow: crecer pousser wachsen tumbuh उगना ينمو 生长 育つ வளர
"""
FOREIGN: Mapping[str, str] = {
    word: line.partition(":")[0]
    for line in reversed(_TABLE.strip().splitlines())
    for word in line.partition(":")[2].split()
    if word != "-"
}
_ARTICLES = ("وال", "بال", "لل", "ال")
_JOINED = "\u3040\u9fff"


def in_english(word: str) -> Iterator[str]:
    """The English words for a foreign one; several where a script runs its words together."""
    bare = next((word.removeprefix(article) for article in _ARTICLES if word.startswith(article)), word)
    if bare in FOREIGN:
        yield FOREIGN[bare]
    elif _runs_together(word):
        yield from (english for foreign, english in _LONGEST_FIRST if foreign in word)
    elif (known := next((key for key in FOREIGN if _inflects(bare, key)), None)) is not None:
        yield FOREIGN[known]


_LONGEST_FIRST = sorted(
    ((word, english) for word, english in FOREIGN.items() if _JOINED[0] <= word[0] <= _JOINED[1]),
    key=lambda entry: (-len(entry[0]), entry[0]),
)


def _runs_together(word: str) -> bool:
    return any(_JOINED[0] <= letter <= _JOINED[1] for letter in word)


def _inflects(word: str, key: str) -> bool:
    """A plural, a case or a suffix on a known word; short words are too easily mistaken."""
    return len(key) >= 4 and word.startswith(key) and len(word) - len(key) <= 3

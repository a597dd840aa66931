"""Whether a sentence leans on the one before: it opens with "This" or "However", or speaks of a "he" it does not name.

The openers are in `words/openers.toml`.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

_EARLY = 6
_PRONOUNS = {
    "de": frozenset({"sie", "er", "ihn", "ihm", "ihr", "ihre", "ihres", "ihrer"}),
    "en": frozenset({"it", "they", "he", "she", "them", "him"}),
    "fr": frozenset({"elle", "ils", "elles"}),
}
_AFTER_ADVERBIAL = {
    "de": re.compile(
        r"(?:im|in|am|an|auf|bei|seit|nach|vor|um|ab|bis|heute|damals|später)\b[^,.]{0,40}?\s(?:dies(?:e[mnrs]?)?\b|das"
        r"(?=[,.]| (?:auf|um|an|bei|zu|nicht|nur|sogar|etwa|rund|mehr|weniger|noch|oft|meist|immer|so|jedoch|ein)\b))"
    ),
    "en": re.compile(
        r"(?:in|on|at|by|from|for|during|since|after|before|until|over|under|today|now|later|sometimes|usually|often)\b"
        r"[^,.]{0,40}, (?:that|this|these|those|he|she|they|it)\b"
    ),
    "es": re.compile(
        r"(?:en|a|al|desde|hasta|tras|durante|por|antes|después|hoy|ahora)\b(?:[^,.]{0,40},)? "
        r"(?:eso|esto|ello|él|ellas?|ellos|est[ae]s?|es[ae]s?|estos|esos)\b"
    ),
    "fr": re.compile(
        r"(?:en|à|au|aux|dès|depuis|pendant|durant|après|avant|dans|vers|aujourd'hui|plus tard)\b[^,.]{0,40}, "
        r"(?:cela|ceci|ça|ce|cet|cette|ces|c'|celui-ci|celle-ci|ceux-ci|celles-ci|elles?|ils"
        r"|il(?! (?:y a|faut|fallait|faudra|existe|existait|s'agit|pleut|neige|fait|est possible)\b))\b"
    ),
}
"""What stands in for the subject behind a time or a place: "In winter, that falls by 23%"."""
_FEW_WORDS = r"^(?:[\w'’-]+ ){0,7}"
_POINTING = {
    "de": re.compile(
        # "Das" before a verb stands for something; before an adjective and its noun it is an article.
        r"^Das (?!(?:rund|etwa|sehr|ganz|fast|nur|im|in|am|an|auf|aus|bei|mit|nach|von|vom|zu|zum|zur|über|unter|vor"
        r"|durch|für|heute|so|\w+e) )[a-zäöü]"
        r"|^Das (?:wäre|hatte|hätte|würde|wurde|konnte|könnte|sollte|musste|machte|führte|dauerte|brachte|zeigte"
        r"|bedeutete|ergab) "
        rf"|{_FEW_WORDS}(?:dies\w{{0,2}}|jene\w?|solche\w?|davon|daraus|darauf|danach|daran|darüber|dafür|dagegen|dazu"
        r"|damit|ihnen|letzterer?)\b(?!,? (?:dass|wie|ob|was|wer|wo|zu|man)\b)"
    ),
    "es": re.compile(
        # The subject is left out, or is a pronoun: whom is it about?
        r"^(?:(?:Hoy|Ahora|Actualmente|También|Luego) )?(?:Fue|Fueron|Era|Eran|Es una?|Son|Tiene|Tienen|Mide|Miden|Pesa"
        r"|Pesan|Contiene|Contienen|Cuesta|Cuestan|Recibió|Escribió|Sigue|Siguen|Vive|Vivió|Murió|Está|Están) "
        r"(?!una vez|necesari|imposible|posible|difícil|fácil|de noche|de día)"
        r"|^(?:Hoy|Ahora|Actualmente) (?:sigue|siguen|es|son|tiene|tienen|está|están|vive|viven|se) "
        r"|^L[oae]s? \w+(?:aron|ieron|aban|ían|arán) "
        r"|^L[oa]s? (?:llaman|usan|comen|cultivan|venden|preparan|sirven|hacen) "
        rf"|{_FEW_WORDS}(?:esto|eso|ello|aquello|él|ellas?|ellos|dich[oa]s?|aquell[oa]s?|aquel"
        r"|l[oa]s? (?:usaban|llamaban|usan|llaman))\b"
        rf"|{_FEW_WORDS}(?:est[ae]|esos|esas|estos|estas|es[ae]) (?!años?|semanas?|mes|meses|siglos?|días?|noche|mañana"
        r"|tarde|verano|invierno|otoño|primavera|libro|receta|película|guía)\w"
    ),
    "id": re.compile(
        # A noun that was named, "that fruit", or a verb with its object behind it, "drinks it".
        r"^(?!(?:Hari|Tahun|Saat|Kali|Bulan|Minggu|Malam|Pagi|Dunia|Negeri|Masa|Zaman) )\w+(?: \w+)? "
        r"(?:itu|ini|tersebut)\b|^[^,]{0,40}\bme\w+nya\b"
    ),
}
"""Case counts: German writes nouns large. Behind a comma the sentence may have named what it speaks of itself."""
_IMPERSONAL = {
    "de": re.compile(
        r"^es (?:gibt|gab|gäbe|regnet\w*|schneit\w*|war einmal|ist (?:nicht )?(?:leicht|schwer|möglich|wichtig"
        r"|bekannt|zeit)|heißt|lohnt|dauert\w*|braucht|kommt|geht|handelt) ",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"^(?:est[ae]|estos|estas) (?:años?|semanas?|mes|meses|siglos?|días?|noche|mañana|tarde|verano"
        r"|invierno|otoño|primavera)\b",
        re.IGNORECASE,
    ),
}
"""What looks like a stand-in and is none: "Es gibt viele Sorten Reis"."""
_FIRST_CLAUSE = r"^[^,;:—，、،]{1,45}?"
_THERE = {
    "ar": re.compile(_FIRST_CLAUSE + r"\sهناك(?=[\s.،]|$)"),
    "de": re.compile(_FIRST_CLAUSE + r"\b(?:dort|dorthin|dorther)\b"),
    "en": re.compile(
        _FIRST_CLAUSE + r"(?<!that )(?<!where )(?<!because )(?<!when )(?<!if )\bthere\b"
        r"(?! (?:is|are|was|were|will|would|has|have|had|may|might|can|could|must|should|seems?|came|lived|stood)\b)"
    ),
    "es": re.compile(_FIRST_CLAUSE + r"\b(?:allí|ahí|allá)\b"),
    "fr": re.compile(_FIRST_CLAUSE + r"\blà-bas\b"),
    "hi": re.compile(_FIRST_CLAUSE + r"\s(?:वहाँ|वहां)(?=\s)"),
    "id": re.compile(_FIRST_CLAUSE + r"\bdi sana\b"),
    "ja": re.compile(r"^[^、。]{1,16}?そこ(?:で|に|へ|から)"),
    "ta": re.compile(_FIRST_CLAUSE + r"\s(?:அங்கு|அங்கே)(?=\s)"),
    "zh": re.compile(r"^[^，、。]{1,12}?那(?:里|儿)"),
}
"""A place that the sentence before has named: "Visitors may drink tea there". Behind a comma it may be its own."""
_DEFINITE = {"en": re.compile(r"The\s"), "de": re.compile(r"(?:Der|Die|Das|Den|Dem)\s")}
_QUOTE = re.compile(r"[\"“„«「『][^\"”“»」』]*[\"”“»」』][.。]?")
"""A sentence that is nothing but a quotation leans on the one that says whose it is."""


def leans(sentence: str, language: str) -> bool:
    """Does the sentence open with a word that points back, such as "This" or "However"?"""
    if _QUOTE.fullmatch(sentence):
        return True
    told = sentence.lstrip("\"'“”‘’«»„「『（(¿¡— ").replace("’", "'")
    if language in _IMPERSONAL and _IMPERSONAL[language].match(told):
        return False
    if any(language in known and known[language].match(told) for known in (_POINTING, _THERE)):
        return True
    opening = told.casefold()
    return _openers(language).match(opening) is not None or _points_back(opening, language)


def speaks_of_the_known(sentence: str, language: str) -> bool:
    """Does it open with a definite article, in a language that uses it for what was named before?"""
    return language in _DEFINITE and _DEFINITE[language].match(sentence) is not None


def _points_back(sentence: str, language: str) -> bool:
    """Is its subject, a few words in, a pronoun or a demonstrative, or does it say that something is so "as well"?"""
    behind = _AFTER_ADVERBIAL.get(language)
    if behind is not None and behind.match(sentence):
        return True
    early = re.findall(r"[\w'-]+", _own_clause(sentence, language))[:_EARLY]
    return not _PRONOUNS.get(language, frozenset()).isdisjoint(early) or (
        language == "en" and re.search(r"\b(?:as well(?! as)|also)\b", sentence) is not None
    )


def _own_clause(sentence: str, language: str) -> str:
    """In German, without what an "and" joins on: "Reis braucht Wasser, und er wächst schnell" names its "er"."""
    return (
        re.split(r", (?:und|aber|denn|weil|doch|sondern|die|der|das)\b", sentence)[0] if language == "de" else sentence
    )


@cache
def _openers(language: str) -> re.Pattern[str]:
    listed = tomllib.loads((files("mutoscope.engines.write") / "words" / "openers.toml").read_text("utf-8"))
    opening = "|".join(
        re.escape(word.casefold()) for word in sorted(listed[language], key=lambda word: (-len(word), word))
    )
    return re.compile(f"(?:{opening})" if language in {"zh", "ja"} else f"(?:{opening})(?=[\\s,،:—]|$)")

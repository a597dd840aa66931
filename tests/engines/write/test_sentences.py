"""What is read aloud: whole sentences, without what only the eye can use."""

import pytest

from mutoscope.engines.write.sentences import read_paragraphs, split_sentences


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        (
            "en",
            "Dr. Smith grew 3.5 tonnes, e.g. in Bali. It grew!",
            ("Dr. Smith grew 3.5 tonnes, e.g. in Bali.", "It grew!"),
        ),
        (
            "de",
            "Die Blüten stehen z. B. links. Die Sonne scheint.",
            ("Die Blüten stehen z. B. links.", "Die Sonne scheint."),
        ),
        ("es", "La Sra. Paz amasa. ¿Está listo? Sí.", ("La Sra. Paz amasa.", "¿Está listo?", "Sí.")),
        ("fr", "M. Petit sème. Il attend.", ("M. Petit sème.", "Il attend.")),
        ("hi", "चावल एक घास है। क्या आप जानते हैं?", ("चावल एक घास है।", "क्या आप जानते हैं?")),
        ("hi", "वह घर गया. वह सो गया. अच्छा।", ("वह घर गया.", "वह सो गया.", "अच्छा।")),
        ("id", "Prof. Budi menanam padi. Padi itu tumbuh.", ("Prof. Budi menanam padi.", "Padi itu tumbuh.")),
        ("ta", "நெல் ஒரு புல். அது நீரில் வளரும்.", ("நெல் ஒரு புல்.", "அது நீரில் வளரும்.")),
        ("zh", "水稻是草。“是的。”他说。好！", ("水稻是草。", "“是的。”", "他说。", "好！")),
        ("ja", "米は草です。水の中で育ちます！", ("米は草です。", "水の中で育ちます！")),
        ("ar", "الأرز عشب. هل تعلم؟ نعم.", ("الأرز عشب.", "هل تعلم؟", "نعم.")),
    ],
)
def test_every_language_is_cut_at_its_sentences(language: str, text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text, language) == sentences


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ar", "قال د. أحمد إن الماء قليل."),
        ("ar", "ظهرت الكتابة نحو 3000 ق.م. في العراق."),
        ("de", "Dr. Meier und Hr. Kunz kauften ca. 5 Mio. Ziegel, d. h. max. 3 Häuser."),
        ("en", "Gen. Grant met Lt. Col. Parker at Ft. Sumter, see vol. 3."),
        ("es", "La Dra. Gil y el Ing. Sanz pesaron aprox. 5 kg en los EE. UU. ayer."),
        ("fr", "Vers 300 av. J.-C. le Pr. Blanc longe l'av. Foch."),
        ("hi", "लगभग 300 ई. पू. में डॉ. शर्मा ने रु. 500 दिए और 5 कि.मी. चले।"),
        ("id", "PT. Maju di Kab. Bogor menjual beras Rp. 5.000 sejak tgl. 5 Mei."),
        ("ja", "Dr. 田中がNo. 5の部屋に来た。"),
        ("ta", "கி.மு. 300 இல் எம். எஸ். முருகன் 5 கி.மீ. நடந்து ரூ. 500 கொடுத்தார்."),
        ("zh", "Dr. Li住在No. 5的房间。"),
        ("ar", "تأسست شركة أكمي ذ.م.م. سنة 1998 في دبي."),
        ("de", "Die Fa. Meier & Co. KG zog am 24. Dez. 1998 evtl. nach Bonn."),
        ("en", "Acme Co. Ltd. of St. Louis opened Apt. 5 and Rm. 3 at 9 a.m. Monday, Reg. No. 12, est. 1998."),
        ("es", "Juan Pérez y Cía. S.A. abrió el 3 de sept. 1998, según la Acme Cía. Ltda. de Quito."),
        ("fr", "Le 3 janv. 1998 la sté. Dupont s'établit, en 50 apr. J.-C. comme avant."),
        ("hi", "डॉ. ए.पी.जे. अब्दुल कलाम ने एक्मे प्रा. लि. में एम.ए. के बाद काम किया।"),
        ("id", "PT. Acme Tbk. dipimpin S.Pd. Ahmad sejak 3 des. 1998."),
        ("ja", "Acme Co. Ltd. は1998年に設立された。"),
        ("ta", "எம்.ஜி.ஆர். அக்மி பி.லிட். 1998 இல் மு.ப. 5 மணிக்கு திறந்தார்."),
    ],
)
def test_no_abbreviation_cuts_a_sentence(language: str, sentence: str) -> None:
    assert split_sentences(f"{sentence} {sentence}", language) == (sentence, sentence)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Er kaufte Äpfel, Birnen usw. Dann ging er."),
        ("en", "They grew corn, beans, etc. The soil was good."),
        ("en", "She moved to the U.S. Then she came back."),
        ("en", "He lives in Main St. It is warm there."),
        ("de", "Er starb 50 n. Chr. Danach regierte sein Sohn."),
        ("id", "Ia lulus sebagai Budi, S.H. Kemudian ia pulang."),
        ("id", "Ia membeli sayur, buah, dll. Lalu ia pulang."),
        ("hi", "चावल एक घास है. यह पानी में उगती है."),
        ("ja", "本当？！すごい。"),
        ("ar", "قال: «نعم.» ثم عاد."),
    ],
)
def test_what_ends_a_sentence_ends_it_and_no_mark_is_lost(language: str, text: str) -> None:
    sentences = split_sentences(text, language)

    assert len(sentences) == 2
    assert ("" if language == "ja" else " ").join(sentences) == text


def test_citations_addresses_and_empty_brackets_are_left_out() -> None:
    (paragraph,) = read_paragraphs("Rice feeds billions.[12][3, 4] It is old (see https://example.org/rice).", "en")

    assert paragraph.sentences == ("Rice feeds billions.", "It is old.")


def test_a_name_in_brackets_that_no_voice_reads_is_left_out_and_others_stay() -> None:
    (paragraph,) = read_paragraphs("Moscow (Москва, [mɐˈskva]) is large. Seoul (서울) is larger (by far).", "en")

    assert paragraph.sentences == ("Moscow is large.", "Seoul (서울) is larger (by far).")


@pytest.mark.parametrize("aside", ["(π, about 3.14)", "(an α-particle of helium)"])
def test_brackets_in_which_a_sign_stands_among_words_stay(aside: str) -> None:
    (paragraph,) = read_paragraphs(f"The ratio of a circle {aside} is known to all.", "en")

    assert paragraph.sentences == (f"The ratio of a circle {aside} is known to all.",)


def test_emoji_neither_cost_a_sentence_nor_make_one() -> None:
    (paragraph,) = read_paragraphs("I ❤️ rice, step 3️⃣ is to eat it. ❤️❤️❤️❤️❤️! 葛\U000e0100城 is a town of Japan.", "ja")

    assert paragraph.sentences == ("I ❤️ rice, step 3️⃣ is to eat it.", "葛\U000e0100城 is a town of Japan.")


def test_a_sentence_with_letters_that_cannot_be_set_is_left_out() -> None:
    (paragraph,) = read_paragraphs("Rice is a grass. The Cherokee call it ᏚᎵᏍᏓᏴᏗ. It grows in water.", "en")

    assert paragraph.sentences == ("Rice is a grass.", "It grows in water.")


def test_table_rows_and_bare_numbers_are_left_out() -> None:
    paragraphs = read_paragraphs(
        "Region | Yield | Area\n\nLyon\t132500\t128400\n\n12 345 678\n\nRice is a grass.", "en"
    )

    assert [paragraph.sentences for paragraph in paragraphs] == [("Rice is a grass.",)]


def test_a_heading_is_kept_apart_from_what_is_said() -> None:
    heading, prose = read_paragraphs("How it grows\n\nA seed sprouts in a week.", "en")

    assert heading.heading == "How it grows"
    assert heading.sentences == ()
    assert prose.sentences == ("A seed sprouts in a week.",)


def test_list_items_lose_their_marks_and_stay_apart() -> None:
    paragraphs = read_paragraphs("1. Soak the rice for a night.\n2. Cook it slowly with\nthe lid on.", "en")

    assert [item.sentences for item in paragraphs] == [
        ("Soak the rice for a night.",),
        ("Cook it slowly with the lid on.",),
    ]


def test_lines_of_chinese_are_joined_without_a_blank() -> None:
    (paragraph,) = read_paragraphs("水稻是一种\n生长在水里的草。", "zh")

    assert paragraph.sentences == ("水稻是一种生长在水里的草。",)


def test_no_is_an_answer_unless_a_number_follows() -> None:
    assert split_sentences("She said no. Then she left.", "en") == ("She said no.", "Then she left.")
    assert split_sentences("Take no. 5 home.", "en") == ("Take no. 5 home.",)

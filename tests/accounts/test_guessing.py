"""Passwords that everybody tries first are refused, and long or odd ones are not."""

import pytest

from mutoscope.accounts.passwords import PasswordWeak, require_strong

ACCOUNT = ("mira.lind@example.com", "mira-lind", "Mira Lind")


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "0987654321",
        "123456789012",
        "password123",
        "P@ssw0rd2024!",
        "Passwort1234",
        "qwertyuiop",
        "poiuytrewq",
        "qwerty123456",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "asdfghjkl1",
        "iloveyou2023",
        "letmein12345",
        "Welcome2025!",
        "Summer2024!!",
        "football99!",
        "monkeydragon1",
        "abcdefghij",
        "abcabcabcabc",
        "hahahahahaha",
        "aaaaaaaabbb",
        "aaaabbbbcccc",
        "abaabbabab",
        "mutoscope1",
        "passwordpassword",
        "mira-lind2024",
        "mira.lind@example.com",
        "Mira Lind 123",
        "mira.lind1!",
    ],
)
def test_a_password_that_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordWeak):
        require_strong(password, *ACCOUNT)


@pytest.mark.parametrize(
    "password",
    [
        "a lantern in the reeds",
        "Tr0ub4dor&3x",
        "correct horse battery staple",
        "kingfisher12",
        "vK9#mQ2$xL",
        "j7fhq20sld",
        "flower power to the people",
        "नीला आकाश और नदी",
        "ключ под половиком",
    ],
)
def test_words_that_do_not_belong_together_and_random_letters_are_taken(password: str) -> None:
    require_strong(password, *ACCOUNT)


def test_a_short_name_of_the_account_makes_no_long_password_weak() -> None:
    require_strong("quiet harbour at dusk", "at@example.com", "a", "A")

"""Taking SQL apart: statements end at semicolons and parameters begin at colons, but not inside of what is quoted."""

import pytest

from mutoscope.db.statements import statements, with_parameters


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("", []),
        ("-- nothing; but a comment", []),
        ("SELECT 1", ["SELECT 1"]),
        ("SELECT 1;\n-- a comment; with one\nSELECT 2;", ["SELECT 1", "SELECT 2"]),
        ("SELECT 'a;b' /* ; */, \"c;d\", 'it''s;'; SELECT 2", ["SELECT 'a;b' , \"c;d\", 'it''s;'", "SELECT 2"]),
        ("DO $$ BEGIN; END; $$; SELECT $a$ $$;$$ $a$", ["DO $$ BEGIN; END; $$", "SELECT $a$ $$;$$ $a$"]),
    ],
)
def test_a_script_is_split_where_its_statements_end(script: str, found: list[str]) -> None:
    assert statements(script) == found


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("a = :a AND b=:b_2", "a = <a> AND b=<b_2>"),
        ("':a' \":a\" $$ :a $$ -- :a", "':a' \":a\" $$ :a $$ -- :a"),
        ("/* :a */ a::text, '12:30'", "/* :a */ a::text, '12:30'"),
        ("'it''s :a' || :a", "'it''s :a' || <a>"),
    ],
)
def test_a_parameter_is_found_where_it_is_one(statement: str, found: str) -> None:
    assert with_parameters(statement, lambda name: f"<{name}>") == found

"""Metadata before a text is never told; its title may be used, and a mere rule is no metadata."""

import pytest

from mutoscope.documents.front_matter import Parted, part_front_matter


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_metadata_leaves_its_title_and_the_text(ending: str) -> None:
    lines = [
        "---",
        'title: "How rice grows"',
        "tags: [crops]",
        "authors:",
        "- Ada",
        "  role: editor",
        "---",
        "# Rice",
        "",
    ]

    parted = part_front_matter(ending.join(lines))

    assert parted == Parted("How rice grows", f"# Rice{ending}")


def test_metadata_may_end_with_dots_and_give_no_title() -> None:
    assert part_front_matter("---\ntags: [crops]\n...\nRice grows.") == Parted(None, "Rice grows.")


@pytest.mark.parametrize(
    "text",
    [
        "Rice grows.",
        "---\nRice grows in water.\n---\nIt is cut in autumn.",
        "---\ntags: [crops]\nRice grows.",
        "---\n---\n",
    ],
)
def test_what_is_no_metadata_is_left_as_it_is(text: str) -> None:
    assert part_front_matter(text) == Parted(None, text)

"""Languages of players: which tags are taken, and as what."""

import pytest

from gateway.texts.locales import canonical_locale


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("ko", "ko"),
        ("EN-US", "en-US"),
        ("zh-cmn-Hans-CN", "zh-Hans-CN"),
        ("sr-latn-rs", "sr-Latn-RS"),
        ("iw", "he"),
        ("de-DE-1901", "de-DE-1901"),
        ("en-u-ca-gregory", "en-u-ca-gregory"),
    ],
)
def test_a_tag_is_kept_in_its_canonical_form(tag: str, kept: str):
    assert canonical_locale(tag) == kept


@pytest.mark.parametrize(
    "tag",
    ["", "ko\n", "en_US", "english", "qq", "xx-YY", "en-ZZZZ-", "und", "root", "mul", "x-private", "k" * 40, "한국"],
)
def test_what_names_no_language_is_refused(tag: str):
    assert canonical_locale(tag) is None

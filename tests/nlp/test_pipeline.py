"""Loading pipelines and naming what made a result."""

import pytest

from nlp.errors import NlpError
from nlp.pipeline import COMPONENTS, load, pipeline_version


def test_one_pipeline_is_shared_by_all_callers():
    assert load("sv") is load("sv", trained="")


def test_the_components_stand_in_order():
    assert tuple(load("en").pipe_names) == COMPONENTS


def test_a_pipeline_that_is_not_installed_is_named_in_the_error():
    with pytest.raises(NlpError) as caught:
        load("sv", trained="sv_core_news_xx")
    assert (caught.value.code, caught.value.values["name"]) == ("error.pipeline_missing", "sv_core_news_xx")


def test_the_version_tells_languages_apart():
    assert pipeline_version("sv") != pipeline_version("en")

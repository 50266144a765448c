"""Settings of signing in reach the gateways."""

import pytest

from cluster.settings import SettingsError, read_settings


def test_trusted_proxies_are_a_list_of_networks():
    settings = read_settings({"PITBOSS_TRUSTED_PROXIES": "10.0.0.0/8, ::1/128"})
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1/128")


def test_a_trusted_proxy_that_is_no_network_is_refused_by_name():
    with pytest.raises(SettingsError, match="PITBOSS_TRUSTED_PROXIES"):
        read_settings({"PITBOSS_TRUSTED_PROXIES": "proxy.internal"})


def test_an_access_token_lives_no_longer_than_ended_sessions_are_kept():
    with pytest.raises(SettingsError, match="PITBOSS_ACCESS_TTL_S"):
        read_settings({"PITBOSS_ACCESS_TTL_S": "3601"})

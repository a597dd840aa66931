"""The edge: pages from a private bucket, the API never cached and by its secret alone, TLS, headers, a firewall."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Template

from cdk.config import DEV, PROD, STAGING
from cdk.stacks.firewall import COUNTED, FirewallStack
from cdk.stacks.routes import ROUTES
from cdk.stacks.web import EDGE_HEADER, WebStack, api_patterns
from mutoscope.adapters.http.edge import HEADER

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]
CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/mine"


@pytest.fixture
def distribution(dev: dict[str, Any], every: Every) -> dict[str, Any]:
    (found,) = every(dev, "AWS::CloudFront::Distribution")
    config: dict[str, Any] = found["Properties"]["DistributionConfig"]
    return config


def web(config: Any, site: Path = Path("/nowhere")) -> Template:
    stack = WebStack(
        App(), config, api_endpoint="https://api.test", edge_secret="s", files="https://f", live="wss://l", site=site
    )
    return Template.from_stack(stack)


def behaviours(distribution: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["PathPattern"]: each for each in distribution["CacheBehaviors"]}


def test_every_path_of_the_api_goes_to_the_api_and_all_else_is_a_page(distribution: dict[str, Any]) -> None:
    found = behaviours(distribution)

    assert sorted(found) == ["/api/*", "/elevenlabs/*", "/health", "/replicate/*", "/v1/*"]
    assert distribution["DefaultCacheBehavior"]["TargetOriginId"] not in {
        each["TargetOriginId"] for each in found.values()
    }
    assert all(any(_takes(pattern, path) for pattern in found) for paths in ROUTES.values() for path in paths)


def _takes(pattern: str, path: str) -> bool:
    return path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1]))


def test_a_new_first_segment_gets_a_way_of_its_own() -> None:
    assert api_patterns(["/v2/films/{proxy+}", "/ready"]) == ["/ready", "/v2/*"]


def test_nothing_of_the_api_is_cached_and_all_that_a_caller_sends_goes_on(distribution: dict[str, Any]) -> None:
    disabled, all_but_host = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "b689b0a8-53d0-40ab-baf2-68738e2966ac"

    for each in behaviours(distribution).values():
        assert (each["CachePolicyId"], each["OriginRequestPolicyId"]) == (disabled, all_but_host)
        assert set(each["AllowedMethods"]) >= {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
        assert each["ViewerProtocolPolicy"] == "https-only"


def test_the_edge_proves_itself_by_the_header_that_the_application_looks_for(distribution: dict[str, Any]) -> None:
    (origin,) = [each for each in distribution["Origins"] if "CustomOriginConfig" in each]

    (header,) = origin["OriginCustomHeaders"]

    assert header["HeaderName"] == HEADER == EDGE_HEADER
    assert header["HeaderValue"]["Fn::Join"][1][0] == "{{resolve:secretsmanager:"
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert origin["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]


def test_every_function_behind_the_api_knows_what_the_edge_proves_itself_with(
    dev: dict[str, Any], function: Callable[[dict[str, Any], str], dict[str, Any]], distribution: dict[str, Any]
) -> None:
    (origin,) = [each for each in distribution["Origins"] if "CustomOriginConfig" in each]
    sent = origin["OriginCustomHeaders"][0]["HeaderValue"]

    for name in ROUTES:
        assert function(dev, name)["Environment"]["Variables"]["MUTOSCOPE_EDGE_SECRETS"] == sent


def test_pages_come_from_a_bucket_that_only_the_edge_may_read(dev: dict[str, Any], every: Every) -> None:
    allowed = [
        statement
        for policy in every(dev, "AWS::S3::BucketPolicy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]

    (statement,) = allowed
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "AWS:SourceArn" in statement["Condition"]["StringEquals"]


def test_browsers_are_told_what_to_refuse(dev: dict[str, Any], every: Every) -> None:
    policies = [
        each["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
        for each in every(dev, "AWS::CloudFront::ResponseHeadersPolicy")
    ]

    assert len(policies) == 2
    for each in policies:
        assert each["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
        assert each["StrictTransportSecurity"]["IncludeSubdomains"] is True
        assert each["ContentTypeOptions"] == {"Override": True}
        assert each["FrameOptions"]["FrameOption"] == "DENY"
        assert "frame-ancestors 'none'" in json.dumps(each["ContentSecurityPolicy"])
        assert "unsafe-eval" not in json.dumps(each)


def test_pages_may_reach_their_files_and_live_progress_and_nobody_else() -> None:
    (policy,) = (
        web(DEV)
        .find_resources(
            "AWS::CloudFront::ResponseHeadersPolicy",
            {
                "Properties": {
                    "ResponseHeadersPolicyConfig": {
                        "SecurityHeadersConfig": {"ContentSecurityPolicy": {"Override": True}}
                    }
                }
            },
        )
        .values()
    )

    said = policy["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]["ContentSecurityPolicy"]

    rules = dict(each.split(" ", 1) for each in said["ContentSecurityPolicy"].split("; "))
    assert rules["default-src"] == rules["script-src"] == "'self'"
    assert rules["connect-src"] == "'self' https://f wss://l"
    assert rules["media-src"] == "'self' blob: https://f"


def test_with_a_certificate_the_studio_has_its_own_name_and_no_old_tls(distribution: dict[str, Any]) -> None:
    web(replace(PROD, certificate_arn=CERTIFICATE)).has_resource_properties(
        "AWS::CloudFront::Distribution",
        {
            "DistributionConfig": {
                "Aliases": [PROD.domain],
                "HttpVersion": "http2and3",
                "ViewerCertificate": {"AcmCertificateArn": CERTIFICATE, "MinimumProtocolVersion": "TLSv1.2_2021"},
            }
        },
    )
    assert "Aliases" not in distribution


def test_pages_are_sent_to_the_bucket_once_there_are_some(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")

    web(DEV, tmp_path).resource_count_is("Custom::CDKBucketDeployment", 1)
    web(DEV).resource_count_is("Custom::CDKBucketDeployment", 0)


def test_only_what_people_meet_has_a_firewall(templates: dict[str, dict[str, Any]], every: Every) -> None:
    found = {name: len(every(each, "AWS::WAFv2::WebACL")) for name, each in templates.items()}
    guarded = {
        name: {"WebACLId" in found["Properties"]["DistributionConfig"] for found in distributions}
        for name, distributions in (
            (name, every(each, "AWS::CloudFront::Distribution")) for name, each in templates.items()
        )
    }

    assert found == {"dev": 0, "test": 0, "staging": 1, "prod": 1}
    assert guarded == {"dev": {False}, "test": {False}, "staging": {True}, "prod": {True}}


def test_the_firewall_knows_attacks_and_limits_each_address(prod: dict[str, Any], every: Every) -> None:
    (acl,) = every(prod, "AWS::WAFv2::WebACL")
    rules = {each["Name"]: each for each in acl["Properties"]["Rules"]}

    limits = {
        name: each["Statement"]["RateBasedStatement"]["Limit"] for name, each in rules.items() if "Action" in each
    }

    assert acl["Properties"]["Scope"] == "CLOUDFRONT"
    assert limits == {"LogIns": 100, "Requests": 2000}
    assert all(rules[name]["Action"] == {"Block": {}} for name in limits)
    assert {name for name in rules if name.startswith("AWSManagedRules")} >= {"AWSManagedRulesCommonRuleSet"}
    assert len({each["Priority"] for each in rules.values()}) == len(rules)


def test_the_limit_of_log_ins_holds_by_both_paths_to_them(prod: dict[str, Any], every: Every) -> None:
    (acl,) = every(prod, "AWS::WAFv2::WebACL")
    (rule,) = [each for each in acl["Properties"]["Rules"] if each["Name"] == "LogIns"]

    narrowed = rule["Statement"]["RateBasedStatement"]["ScopeDownStatement"]["OrStatement"]["Statements"]

    paths = [each["ByteMatchStatement"]["SearchString"] for each in narrowed]
    assert paths == ["/v1/auth/", "/api/auth/"]


def test_rules_that_look_into_what_people_write_only_count(prod: dict[str, Any], every: Every) -> None:
    (acl,) = every(prod, "AWS::WAFv2::WebACL")

    counted = {
        (each["Name"], override["Name"])
        for each in acl["Properties"]["Rules"]
        for override in each["Statement"].get("ManagedRuleGroupStatement", {}).get("RuleActionOverrides", [])
        if override["ActionToUse"] == {"Count": {}}
    }

    assert counted == {(group, rule) for group, rules in COUNTED.items() for rule in rules}


def test_a_studio_in_another_region_has_its_firewall_where_cloudfront_looks_for_it() -> None:
    elsewhere = replace(STAGING, region="eu-central-1")
    app = App()
    firewall = FirewallStack(app, elsewhere)

    web_stack = WebStack(
        app,
        elsewhere,
        api_endpoint="https://api.test",
        edge_secret="s",
        files="f",
        live="l",
        firewall_arn=firewall.acl.attr_arn,
        site=Path("/nowhere"),
    )

    assert (Stack.of(firewall).region, web_stack.region) == ("us-east-1", "eu-central-1")
    Template.from_stack(web_stack).resource_count_is("Custom::CrossRegionExportReader", 1)

"""How files leave: by CloudFront, to whoever has a link that a key of the studio's signed, and by nothing else."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from cdk.config import PROD, STAGING, Config
from cdk.packaging import FUNCTIONS, ROOT
from cdk.stacks.data import DataStack
from cdk.stacks.files_edge import KEPT_AT_THE_EDGE, NAMED_BY
from cdk.stacks.firewall import FILES
from cdk.stacks.media import MediaStack
from cdk.stacks.network import NetworkStack
from cdk.stacks.routes import ROUTES
from mutoscope.adapters.aws.link_keys import public_half
from mutoscope.adapters.http.files import LINK_SECONDS

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]
Named = Callable[[dict[str, Any], str], dict[str, Any]]
Statements = Callable[[dict[str, Any], str], list[dict[str, Any]]]
CERTIFICATE = "arn:aws:acm:us-east-1:000000000000:certificate/mine"
LINKING = re.compile(r"\b(send_file|presign)\(")


@pytest.fixture
def distribution(prod: dict[str, Any]) -> dict[str, Any]:
    return files_distribution(prod)


def files_distribution(template: dict[str, Any]) -> dict[str, Any]:
    (found,) = [
        each["Properties"]["DistributionConfig"]
        for name, each in template["Resources"].items()
        if each["Type"] == "AWS::CloudFront::Distribution" and name.startswith("Media")
    ]
    config: dict[str, Any] = found
    return config


def media(config: Config) -> dict[str, Any]:
    app = App()
    data = DataStack(app, config, NetworkStack(app, config).vpc)
    found: dict[str, Any] = Template.from_stack(MediaStack(app, config, link_keys=data.link_keys)).to_json()
    return found


def test_no_file_leaves_without_a_link_that_the_studio_signed(
    prod: dict[str, Any], distribution: dict[str, Any]
) -> None:
    behaviour = distribution["DefaultCacheBehavior"]

    (group,) = behaviour["TrustedKeyGroups"]

    assert "CacheBehaviors" not in distribution
    keys = [each["Ref"] for each in prod["Resources"][group["Ref"]]["Properties"]["KeyGroupConfig"]["Items"]]
    assert [prod["Resources"][key]["Type"] for key in keys] == ["AWS::CloudFront::PublicKey"]
    assert behaviour["ViewerProtocolPolicy"] == "https-only"
    assert behaviour["AllowedMethods"] == ["GET", "HEAD", "OPTIONS"]


def test_the_edge_is_told_the_half_of_a_key_that_may_be_known(prod: dict[str, Any], every: Every) -> None:
    (key,) = every(prod, "AWS::CloudFront::PublicKey")

    _, said = key["Properties"]["PublicKeyConfig"]["EncodedKey"]["Fn::Join"]

    secret = said[1]["Ref"]
    assert said[0] + said[2] == f"{{{{resolve:secretsmanager::SecretString:{public_half('first')}::}}}}"
    assert prod["Resources"][secret]["Properties"]["GenerateSecretString"] == {
        "GenerateStringKey": "unused",
        "SecretStringTemplate": "{}",
    }
    assert prod["Resources"][secret]["DeletionPolicy"] == "Retain"


def test_the_bucket_lets_that_distribution_read_and_nobody_write(prod: dict[str, Any], every: Every) -> None:
    allowed = [
        statement
        for policy in every(prod, "AWS::S3::BucketPolicy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow" and policy["Properties"]["Bucket"]["Ref"].startswith("MediaMedia")
    ]

    (statement,) = allowed
    assert statement["Action"] == "s3:GetObject"
    assert statement["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "MediaEdgeDistribution" in json.dumps(statement["Condition"]["StringEquals"]["AWS:SourceArn"])


def test_a_file_is_kept_at_the_edge_under_its_name_and_no_longer_than_a_link_lives(
    prod: dict[str, Any], distribution: dict[str, Any]
) -> None:
    policy = prod["Resources"][distribution["DefaultCacheBehavior"]["CachePolicyId"]["Ref"]]["Properties"]
    cache = policy["CachePolicyConfig"]

    keyed = cache["ParametersInCacheKeyAndForwardedToOrigin"]

    assert cache["DefaultTTL"] == cache["MaxTTL"] == KEPT_AT_THE_EDGE.to_seconds() == LINK_SECONDS
    assert keyed["QueryStringsConfig"] == {"QueryStringBehavior": "whitelist", "QueryStrings": [NAMED_BY]}
    assert keyed["CookiesConfig"] == {"CookieBehavior": "none"}
    assert keyed["HeadersConfig"] == {"HeaderBehavior": "none"}


def test_a_file_runs_nothing_and_the_studios_pages_alone_may_read_it(
    prod: dict[str, Any], distribution: dict[str, Any]
) -> None:
    policy = prod["Resources"][distribution["DefaultCacheBehavior"]["ResponseHeadersPolicyId"]["Ref"]]["Properties"]
    headers = policy["ResponseHeadersPolicyConfig"]

    said = headers["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"].split("; ")

    assert {"default-src 'none'", "sandbox"} <= set(said)
    assert not any(each.startswith("script-src") for each in said)
    assert headers["CorsConfig"]["AccessControlAllowOrigins"] == {"Items": [PROD.web_url]}
    assert headers["CorsConfig"]["AccessControlAllowCredentials"] is False


def test_pages_may_fetch_files_from_the_edge_and_send_them_to_the_bucket(prod: dict[str, Any], every: Every) -> None:
    (said,) = [
        json.dumps(each["Properties"])
        for each in every(prod, "AWS::CloudFront::ResponseHeadersPolicy")
        if "connect-src" in json.dumps(each)
    ]

    assert "MediaEdgeDistribution" in said
    assert "RegionalDomainName" in said


@pytest.mark.parametrize("name", ROUTES)
def test_every_function_behind_the_api_knows_where_links_lead_and_the_key_that_signs(
    prod: dict[str, Any], function: Named, name: str
) -> None:
    variables = function(prod, name)["Environment"]["Variables"]

    assert "MediaEdgeDistribution" in json.dumps(variables["MUTOSCOPE_MEDIA_URL"])
    assert variables["MUTOSCOPE_LINK_KEYS"] == "first"
    assert prod["Resources"][variables["MUTOSCOPE_LINK_KEY_ID"]["Ref"]]["Type"] == "AWS::CloudFront::PublicKey"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_who_answers_links_may_read_the_keys_and_nobody_else(
    prod: dict[str, Any], statements: Statements, name: str
) -> None:
    answers_links = any(LINKING.search(path.read_text()) for path in (ROOT / "functions" / name).glob("*.py"))

    reads = any("LinkKeys" in json.dumps(each["Resource"]) for each in statements(prod, name))

    assert reads == answers_links


def test_operators_make_the_keys_that_the_edge_is_told(prod: dict[str, Any], function: Named, every: Every) -> None:
    variables = function(prod, "operate")["Environment"]["Variables"]
    (key,) = every(prod, "AWS::CloudFront::PublicKey")

    secret = variables["MUTOSCOPE_LINK_SECRET_ARN"]

    assert variables["MUTOSCOPE_LINK_KEYS"] == "first"
    assert secret in key["Properties"]["PublicKeyConfig"]["EncodedKey"]["Fn::Join"][1]


def test_while_a_key_is_changed_the_edge_takes_both_and_tells_the_functions_of_both() -> None:
    template = media(replace(STAGING, link_keys=("second", "first")))

    (group,) = [each for each in template["Resources"].values() if each["Type"] == "AWS::CloudFront::KeyGroup"]

    known = [each["Ref"] for each in group["Properties"]["KeyGroupConfig"]["Items"]]
    exported = {json.dumps(each["Value"]) for each in template["Outputs"].values()}
    assert [name[:10] for name in known] == ["EdgeSecond", "EdgeFirst0"]
    assert {json.dumps({"Ref": name}) for name in known} <= exported


def test_with_a_name_of_ours_there_is_no_old_tls() -> None:
    named = media(replace(STAGING, certificate_arn=CERTIFICATE, files_domain="files.studio.test"))

    (found,) = [each for each in named["Resources"].values() if each["Type"] == "AWS::CloudFront::Distribution"]

    config = found["Properties"]["DistributionConfig"]
    assert config["Aliases"] == ["files.studio.test"]
    assert config["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_developers_links_lead_to_the_bucket_as_the_laptops_do(
    dev: dict[str, Any], function: Named, every: Every
) -> None:
    variables = function(dev, "films")["Environment"]["Variables"]

    assert len(every(dev, "AWS::CloudFront::Distribution")) == 1
    assert every(dev, "AWS::CloudFront::PublicKey") == []
    assert not any("LINK" in name or name == "MUTOSCOPE_MEDIA_URL" for name in variables)


def test_the_firewall_does_not_look_for_attacks_in_the_names_of_files(prod: dict[str, Any], every: Every) -> None:
    (acl,) = every(prod, "AWS::WAFv2::WebACL")
    (common,) = [each for each in acl["Properties"]["Rules"] if each["Name"] == "AWSManagedRulesCommonRuleSet"]

    left_out = common["Statement"]["ManagedRuleGroupStatement"]["ScopeDownStatement"]["NotStatement"]["Statement"]

    paths = [each["ByteMatchStatement"]["SearchString"] for each in left_out["OrStatement"]["Statements"]]
    assert tuple(paths) == FILES
    assert not any(path.strip("/") in ("v1", "api", "replicate", "elevenlabs") for path in paths)

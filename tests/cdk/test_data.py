import json
from collections.abc import Callable
from typing import Any

import pytest

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]


def media(template: dict[str, Any], kind: str = "Bucket") -> dict[str, Any]:
    """The bucket of people's files, or its policy; the web app has another."""
    (found,) = [
        each
        for name, each in template["Resources"].items()
        if each["Type"] == f"AWS::S3::{kind}" and name.startswith("MediaMedia")
    ]
    return dict(found)


def test_nothing_in_a_bucket_is_public(dev: dict[str, Any], every: Every) -> None:
    blocked = [each["Properties"]["PublicAccessBlockConfiguration"] for each in every(dev, "AWS::S3::Bucket")]

    everything = {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }
    assert blocked == [everything] * len(blocked)


def test_files_are_encrypted_at_rest_and_on_their_way(dev: dict[str, Any]) -> None:
    bucket, policy = media(dev), media(dev, "BucketPolicy")

    denied = policy["Properties"]["PolicyDocument"]["Statement"]

    assert "ServerSideEncryptionConfiguration" in bucket["Properties"]["BucketEncryption"]
    assert [each["Effect"] for each in denied] == ["Deny", "Deny"]
    assert [each["Condition"] for each in denied] == [
        {"Bool": {"aws:SecureTransport": "false"}},
        {"NumericLessThan": {"s3:TlsVersion": 1.2}},
    ]


def test_cached_stages_and_temporary_files_go_by_themselves_and_no_others(dev: dict[str, Any]) -> None:
    rules = media(dev)["Properties"]["LifecycleConfiguration"]["Rules"]

    going = {rule["Prefix"]: rule["ExpirationInDays"] for rule in rules if "ExpirationInDays" in rule}
    assert going == {"stages/": 14, "temp/": 1}


def test_what_people_keep_costs_less_as_it_grows_old_and_can_always_be_fetched_at_once(
    prod: dict[str, Any],
) -> None:
    rules = media(prod)["Properties"]["LifecycleConfiguration"]["Rules"]

    cooling = {
        rule["Prefix"]: [each["StorageClass"] for each in rule["Transitions"]]
        for rule in rules
        if "Transitions" in rule
    }
    assert cooling == {key: ["STANDARD_IA", "GLACIER_IR"] for key in ("inputs/", "outputs/", "references/")}


def test_in_production_a_deleted_file_can_be_had_back_for_a_month_and_no_longer(
    prod: dict[str, Any],
) -> None:
    bucket = media(prod)

    rules = bucket["Properties"]["LifecycleConfiguration"]["Rules"]

    assert bucket["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    kept = {rule["Prefix"]: rule["NoncurrentVersionExpiration"]["NoncurrentDays"] for rule in rules if "Prefix" in rule}
    assert kept == {"inputs/": 30, "outputs/": 30, "references/": 30, "stages/": 1, "temp/": 1}


def test_the_live_view_is_paid_by_use_and_forgets(dev: dict[str, Any], every: Every) -> None:
    (table,) = every(dev, "AWS::DynamoDB::Table")

    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_the_live_view_has_the_keys_of_the_laptops(dev: dict[str, Any], every: Every) -> None:
    (table,) = every(dev, "AWS::DynamoDB::Table")

    keys = {key["AttributeName"]: key["KeyType"] for key in table["Properties"]["KeySchema"]}

    assert keys == {"job": "HASH", "part": "RANGE"}


def test_the_live_view_can_be_had_back_as_it_was(dev: dict[str, Any], every: Every) -> None:
    (table,) = every(dev, "AWS::DynamoDB::Table")

    assert table["Properties"]["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


@pytest.mark.parametrize(("environment", "least"), [("dev", 0), ("test", 0), ("staging", 0.5), ("prod", 0.5)])
def test_the_record_pauses_to_nothing_only_where_no_data_is_kept(
    templates: dict[str, dict[str, Any]], every: Every, environment: str, least: float
) -> None:
    (cluster,) = every(templates[environment], "AWS::RDS::DBCluster")

    scaling = cluster["Properties"]["ServerlessV2ScalingConfiguration"]

    assert scaling["MinCapacity"] == least
    assert ("SecondsUntilAutoPause" in scaling) == (least == 0)


def test_in_production_a_reader_in_another_zone_takes_over_first(prod: dict[str, Any], every: Every) -> None:
    writer, reader = (each["Properties"] for each in every(prod, "AWS::RDS::DBInstance"))

    assert writer["AvailabilityZone"] != reader["AvailabilityZone"]
    assert (writer["PromotionTier"], reader["PromotionTier"]) == (0, 1)


def test_the_network_is_the_one_asked_for_over_two_zones(dev: dict[str, Any], every: Every) -> None:
    ((network,), subnets) = every(dev, "AWS::EC2::VPC"), every(dev, "AWS::EC2::Subnet")

    assert network["Properties"]["CidrBlock"] == "10.0.0.0/16"
    assert len({json.dumps(each["Properties"]["AvailabilityZone"]) for each in subnets}) == 2


def test_the_record_answers_the_data_api_and_is_encrypted(dev: dict[str, Any], every: Every) -> None:
    (cluster,) = every(dev, "AWS::RDS::DBCluster")

    assert cluster["Properties"]["EnableHttpEndpoint"] is True
    assert cluster["Properties"]["StorageEncrypted"] is True


def test_the_key_of_what_is_kept_is_our_own_and_outlives_its_stack(prod: dict[str, Any], every: Every) -> None:
    (cluster,) = every(prod, "AWS::RDS::DBCluster")

    key = prod["Resources"][cluster["Properties"]["KmsKeyId"]["Fn::GetAtt"][0]]

    assert key["Properties"]["EnableKeyRotation"] is True
    assert key["DeletionPolicy"] == "Retain"


def test_no_road_leads_to_the_record(dev: dict[str, Any], every: Every) -> None:
    roads = (
        "InternetGateway",
        "NatGateway",
        "EgressOnlyInternetGateway",
        "SecurityGroupIngress",
        "VPCPeeringConnection",
    )

    assert [road for road in roads if every(dev, f"AWS::EC2::{road}")] == []
    assert not any("SecurityGroupIngress" in each["Properties"] for each in every(dev, "AWS::EC2::SecurityGroup"))


def test_no_password_stands_in_a_template(dev: dict[str, Any], every: Every) -> None:
    (cluster,) = every(dev, "AWS::RDS::DBCluster")

    assert cluster["Properties"]["ManageMasterUserPassword"] is True
    assert "MasterUserPassword" not in cluster["Properties"]


def test_what_production_holds_outlives_its_stack(prod: dict[str, Any], every: Every) -> None:
    (cluster,), secrets = (every(prod, kind) for kind in ("AWS::RDS::DBCluster", "AWS::SecretsManager::Secret"))

    assert media(prod)["DeletionPolicy"] == "Retain"
    assert {secret["DeletionPolicy"] for secret in secrets} == {"Retain"}
    assert cluster["DeletionPolicy"] == "Snapshot"
    assert cluster["Properties"]["DeletionProtection"] is True

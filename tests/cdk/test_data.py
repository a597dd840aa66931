from collections.abc import Callable
from typing import Any

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

    (denied,) = policy["Properties"]["PolicyDocument"]["Statement"]

    assert "ServerSideEncryptionConfiguration" in bucket["Properties"]["BucketEncryption"]
    assert (denied["Effect"], denied["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_cached_stages_and_temporary_files_go_by_themselves(dev: dict[str, Any]) -> None:
    rules = media(dev)["Properties"]["LifecycleConfiguration"]["Rules"]

    assert {rule.get("Prefix"): rule.get("ExpirationInDays") for rule in rules} == {
        "stages/": 14,
        "temp/": 1,
        None: None,
    }


def test_the_live_view_is_paid_by_use_and_forgets(dev: dict[str, Any], every: Every) -> None:
    (table,) = every(dev, "AWS::DynamoDB::Table")

    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_the_live_view_has_the_keys_of_the_laptops(dev: dict[str, Any], every: Every) -> None:
    (table,) = every(dev, "AWS::DynamoDB::Table")

    keys = {key["AttributeName"]: key["KeyType"] for key in table["Properties"]["KeySchema"]}

    assert keys == {"job": "HASH", "part": "RANGE"}


def test_the_record_pauses_to_nothing_outside_production(
    dev: dict[str, Any], prod: dict[str, Any], every: Every
) -> None:
    (cluster,), (larger,) = (every(each, "AWS::RDS::DBCluster") for each in (dev, prod))

    assert cluster["Properties"]["ServerlessV2ScalingConfiguration"]["MinCapacity"] == 0
    assert cluster["Properties"]["ServerlessV2ScalingConfiguration"]["SecondsUntilAutoPause"] == 300
    assert larger["Properties"]["ServerlessV2ScalingConfiguration"]["MinCapacity"] > 0


def test_the_record_answers_the_data_api_and_is_encrypted(dev: dict[str, Any], every: Every) -> None:
    (cluster,) = every(dev, "AWS::RDS::DBCluster")

    assert cluster["Properties"]["EnableHttpEndpoint"] is True
    assert cluster["Properties"]["StorageEncrypted"] is True


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

"""Who is told when something is wrong: three topics (critical, warning, info) and an alarm for each row of the table.

The topics are encrypted under a key that CloudWatch and EventBridge may use, or what they send would be lost unnoticed.
"""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import GLOBAL, EnvironmentStack
from cdk.stacks.watches import Parts, Tier, Watch, watches

_ABOVE = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
_BELOW = cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
_SENDERS = ("cloudwatch.amazonaws.com", "events.amazonaws.com")
EVENTS: dict[str, tuple[Tier, events.EventPattern]] = {
    "DatabaseEvents": (
        Tier.CRITICAL,
        events.EventPattern(
            source=["aws.rds"],
            detail_type=["RDS DB Cluster Event"],
            detail={"EventCategories": ["failover", "failure", "low storage"]},
        ),
    ),
    "Deployments": (
        Tier.INFO,
        events.EventPattern(source=["aws.codedeploy"], detail_type=["CodeDeploy Deployment State-change Notification"]),
    ),
    "Stacks": (
        Tier.INFO,
        events.EventPattern(
            source=["aws.cloudformation"],
            detail_type=["CloudFormation Stack Status Change"],
            detail={"status-details": {"status": [{"suffix": "_COMPLETE"}, {"suffix": "_FAILED"}]}},
        ),
    ),
    "Scaling": (
        Tier.INFO,
        events.EventPattern(
            source=["aws.autoscaling"],
            detail_type=[
                "EC2 Instance Launch Successful",
                "EC2 Instance Launch Unsuccessful",
                "EC2 Instance Terminate Successful",
            ],
        ),
    ),
    "Findings": (
        Tier.CRITICAL,
        events.EventPattern(
            source=["aws.guardduty"], detail_type=["GuardDuty Finding"], detail={"severity": [{"numeric": [">=", 7]}]}
        ),
    ),
}
"""What happens once and is no metric."""


class AlarmsStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config, parts: Parts, host: str) -> None:
        """`host` is where /health is asked for, from outside."""
        super().__init__(scope, config, "alarms")
        if config.region == GLOBAL:
            parts = {**parts, "health": {"": {"HealthCheckId": _asked(self, host).attr_health_check_id}}}
        key = _key(self)
        self.topics = {tier: sns.Topic(self, tier.capitalize(), master_key=key, enforce_ssl=True) for tier in Tier}
        for tier, topic in self.topics.items():
            _subscribe(topic, config.told[tier.value])
            for sender in _SENDERS:
                topic.grant_publish(iam.ServicePrincipal(sender))
        self.alarms = {watch.name: self._alarm(config, watch) for watch in watches(parts, config.name)}
        for name, (tier, pattern) in EVENTS.items():
            events.Rule(self, name, event_pattern=pattern, targets=[targets.SnsTopic(self.topics[tier])])

    def _alarm(self, config: Config, watch: Watch) -> cloudwatch.Alarm:
        alarm = cloudwatch.Alarm(
            self,
            watch.name,
            alarm_name=f"mutoscope-{config.name}-{watch.name}",
            alarm_description=f"{watch.tier.upper()}: {watch.says}",
            metric=watch.metric,
            threshold=watch.bound,
            comparison_operator=_ABOVE if watch.is_above else _BELOW,
            evaluation_periods=watch.periods,
            datapoints_to_alarm=watch.periods,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        action = actions.SnsAction(self.topics[watch.tier])
        alarm.add_alarm_action(action)
        if watch.tier is not Tier.INFO:
            alarm.add_ok_action(action)
        return alarm


def _asked(scope: Construct, host: str) -> route53.CfnHealthCheck:
    """Its metric is in one region alone, and alarms look no further than their own."""
    return route53.CfnHealthCheck(
        scope,
        "Health",
        health_check_config=route53.CfnHealthCheck.HealthCheckConfigProperty(
            type="HTTPS",
            fully_qualified_domain_name=host,
            resource_path="/health",
            request_interval=30,
            failure_threshold=3,
            enable_sni=True,
            regions=["us-east-1", "eu-west-1", "ap-southeast-1"],
        ),
    )


def _key(scope: Construct) -> kms.Key:
    key = kms.Key(scope, "Key", enable_key_rotation=True, description="Alarms on their way to people")
    for sender in _SENDERS:
        key.grant(iam.ServicePrincipal(sender), "kms:Decrypt", "kms:GenerateDataKey*")
    return key


def _subscribe(topic: sns.Topic, addresses: tuple[str, ...]) -> None:
    """An address is told by letter; what begins with https is called, as pagers and chats are."""
    for address in addresses:
        called = address.startswith("https://")
        topic.add_subscription(
            subscriptions.UrlSubscription(address) if called else subscriptions.EmailSubscription(address)
        )

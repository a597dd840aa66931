"""The firewall before CloudFront: AWS's rules against known attacks, and a limit for each network address.

CloudFront asks firewalls of us-east-1 alone, so it stands there whatever the studio's region is. What people write is
theirs to write: rules that look into bodies only count, since topics and pages may well look like code.
"""

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

from cdk.config import Config
from cdk.stacks.environment_stack import GLOBAL, EnvironmentStack

REQUESTS_IN_FIVE_MINUTES = 2_000
LOG_INS_IN_FIVE_MINUTES = 100
LOG_INS = ("/v1/auth/", "/api/auth/")
MANAGED = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesCommonRuleSet",
)
COUNTED = {
    "AWSManagedRulesCommonRuleSet": (
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "GenericLFI_BODY",
        "GenericRFI_BODY",
        "EC2MetaDataSSRF_BODY",
    )
}
FILES = ("/inputs/", "/outputs/", "/references/")
"""Where files are fetched by signed links, which say how a file is named, in words of whoever named it."""
NAMED_BY_PEOPLE = "AWSManagedRulesCommonRuleSet"
_ALLOW = wafv2.CfnWebACL.DefaultActionProperty(allow=wafv2.CfnWebACL.AllowActionProperty())
_BLOCK = wafv2.CfnWebACL.RuleActionProperty(block=wafv2.CfnWebACL.BlockActionProperty())
_COUNT = wafv2.CfnWebACL.RuleActionProperty(count={})


class FirewallStack(EnvironmentStack):
    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, config, "firewall", region=GLOBAL)
        limits = [
            _limit("LogIns", 0, LOG_INS_IN_FIVE_MINUTES, paths=LOG_INS),
            _limit("Requests", 1, REQUESTS_IN_FIVE_MINUTES),
        ]
        managed = [_managed(name, place) for place, name in enumerate(MANAGED, start=len(limits))]
        self.acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="CLOUDFRONT",
            default_action=_ALLOW,
            visibility_config=_seen("Firewall"),
            rules=[*limits, *managed],
        )


def _limit(name: str, place: int, most: int, paths: tuple[str, ...] = ()) -> wafv2.CfnWebACL.RuleProperty:
    statement = wafv2.CfnWebACL.RateBasedStatementProperty(
        aggregate_key_type="IP",
        limit=most,
        evaluation_window_sec=300,
        scope_down_statement=_below(paths) if paths else None,
    )
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=place,
        action=_BLOCK,
        statement=wafv2.CfnWebACL.StatementProperty(rate_based_statement=statement),
        visibility_config=_seen(name),
    )


def _not(statement: wafv2.CfnWebACL.StatementProperty) -> wafv2.CfnWebACL.StatementProperty:
    return wafv2.CfnWebACL.StatementProperty(not_statement=wafv2.CfnWebACL.NotStatementProperty(statement=statement))


def _below(paths: tuple[str, ...]) -> wafv2.CfnWebACL.StatementProperty:
    either = wafv2.CfnWebACL.OrStatementProperty(statements=[_below_one(path) for path in paths])
    return wafv2.CfnWebACL.StatementProperty(or_statement=either)


def _below_one(path: str) -> wafv2.CfnWebACL.StatementProperty:
    return wafv2.CfnWebACL.StatementProperty(
        byte_match_statement=wafv2.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(uri_path={}),
            positional_constraint="STARTS_WITH",
            search_string=path,
            text_transformations=[wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="NORMALIZE_PATH")],
        )
    )


def _managed(name: str, place: int) -> wafv2.CfnWebACL.RuleProperty:
    group = wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS",
        name=name,
        scope_down_statement=_not(_below(FILES)) if name == NAMED_BY_PEOPLE else None,
        rule_action_overrides=[
            wafv2.CfnWebACL.RuleActionOverrideProperty(name=rule, action_to_use=_COUNT)
            for rule in COUNTED.get(name, ())
        ],
    )
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=place,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        statement=wafv2.CfnWebACL.StatementProperty(managed_rule_group_statement=group),
        visibility_config=_seen(name),
    )


def _seen(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )

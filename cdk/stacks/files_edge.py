"""CloudFront before the bucket: files leave by it, to whoever has a link that one of the studio's keys signed.

It has a name of its own, apart from the pages', so that nothing a person uploaded runs as the studio. Each file is kept
at the edge for an hour, as long as its owner's link lives; the bucket answers this distribution and the studio's roles.
"""

from aws_cdk import Duration
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from cdk.config import Config
from cdk.stacks.findings import acknowledge
from cdk.stacks.security_headers import files_policy

KEPT_AT_THE_EDGE = Duration.hours(1)
NAMED_BY = "response-content-disposition"
"""The one parameter that changes an answer: under which name a file is shown or saved."""


class FilesEdge(Construct):
    def __init__(
        self,
        scope: Construct,
        config: Config,
        *,
        bucket: s3.Bucket,
        link_keys: secretsmanager.Secret,
        firewall_arn: str | None,
    ) -> None:
        super().__init__(scope, "Edge")
        self.keys = [_known(self, name, link_keys) for name in config.link_keys]
        self.distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"Mutoscope {config.name} files",
            default_behavior=self._files(config, bucket),
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            web_acl_id=firewall_arn,
            **_address(self, config),
        )
        self.url = f"https://{config.files_address or self.distribution.distribution_domain_name}"
        self.key_id = self.keys[0].public_key_id
        """Of the key that signs."""
        _accept(self.distribution, config)

    def _files(self, config: Config, bucket: s3.Bucket) -> cloudfront.BehaviorOptions:
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(bucket),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            # Pages ask first whether they may, and the bucket's own rule answers.
            allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
            origin_request_policy=cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN,
            cache_policy=_cache(self),
            response_headers_policy=files_policy(self, pages=config.web_url),
            trusted_key_groups=[cloudfront.KeyGroup(self, "Keys", items=list(self.keys))],
            # Films, pictures and sounds are as small as they get.
            compress=False,
        )


def _known(scope: Construct, name: str, link_keys: secretsmanager.Secret) -> cloudfront.PublicKey:
    """CloudFormation fills it in at deployment; the operators' function has made it by then."""
    public = link_keys.secret_value_from_json(f"{name}-public").unsafe_unwrap()
    return cloudfront.PublicKey(scope, name.capitalize(), encoded_key=public)


def _cache(scope: Construct) -> cloudfront.CachePolicy:
    """What a link's signature adds is no part of what is kept: everybody's links of a file lead to one copy."""
    return cloudfront.CachePolicy(
        scope,
        "Cache",
        default_ttl=KEPT_AT_THE_EDGE,
        max_ttl=KEPT_AT_THE_EDGE,
        min_ttl=Duration.seconds(0),
        query_string_behavior=cloudfront.CacheQueryStringBehavior.allow_list(NAMED_BY),
    )


def _address(scope: Construct, config: Config) -> dict[str, object]:
    if not config.files_address:
        return {}
    certificate = certificates.Certificate.from_certificate_arn(scope, "Certificate", config.certificate_arn)
    return {"certificate": certificate, "domain_names": [config.files_address]}


def _accept(distribution: cloudfront.Distribution, config: Config) -> None:
    acknowledge(distribution, "CFR1", "People everywhere may use the studio.")
    acknowledge(distribution, "CFR3", "Each link is given out by the API, whose own log has the request for it.")
    if not config.files_address:
        why = "CloudFront's own name allows older TLS and no choice; with a name of ours it is 1.2 at least."
        acknowledge(distribution, "CFR4", why)

"""Where people meet the studio: CloudFront before the web app's files and before the HTTP API.

Nothing of the API is cached. The API answers this distribution alone, which proves itself by a secret header.
"""

from collections.abc import Iterable
from pathlib import Path

from aws_cdk import CfnOutput, Duration, Fn, RemovalPolicy
from aws_cdk import aws_certificatemanager as certificates
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from cdk.config import Config
from cdk.packaging import ROOT
from cdk.stacks.bucket import closed_bucket
from cdk.stacks.environment_stack import EnvironmentStack
from cdk.stacks.findings import acknowledge
from cdk.stacks.routes import ROUTES
from cdk.stacks.security_headers import answers_policy, pages_policy

SITE = ROOT / "web" / "dist"
"""What the web app's build writes; until it is there, the bucket is empty."""
EDGE_HEADER = "x-mutoscope-edge"
_TO_PAGE = (
    "function handler(event) { var r = event.request;"
    " if (r.uri.lastIndexOf('.') < r.uri.lastIndexOf('/')) { r.uri = '/index.html'; } return r; }"
)
"""A path without an ending is a page of the app, which finds its own way."""


class WebStack(EnvironmentStack):
    def __init__(
        self,
        scope: Construct,
        config: Config,
        *,
        api_endpoint: str,
        edge_secret: str,
        files: str,
        live: str,
        firewall_arn: str | None = None,
        site: Path = SITE,
    ) -> None:
        super().__init__(scope, config, "web")
        self.site = _site(self)
        self._answers = answers_policy(self)
        self._origin = _api_origin(api_endpoint, edge_secret)
        self.distribution = cloudfront.Distribution(
            self,
            "Edge",
            comment=f"Mutoscope {config.name}",
            default_behavior=self._pages(files, live),
            additional_behaviors={pattern: self._api() for pattern in api_patterns()},
            default_root_object="index.html",
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            web_acl_id=firewall_arn,
            **_address(self, config),
        )
        _accept(self.distribution, config)
        if site.is_dir():
            sources = [deployment.Source.asset(str(site))]
            deployment.BucketDeployment(
                self, "Files", sources=sources, destination_bucket=self.site, distribution=self.distribution
            )
        CfnOutput(self, "Url", value=f"https://{self.distribution.distribution_domain_name}")

    def _pages(self, files: str, live: str) -> cloudfront.BehaviorOptions:
        to_page = cloudfront.Function(
            self,
            "ToPage",
            code=cloudfront.FunctionCode.from_inline(_TO_PAGE),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
        )
        return cloudfront.BehaviorOptions(
            origin=origins.S3BucketOrigin.with_origin_access_control(self.site),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
            cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
            response_headers_policy=pages_policy(self, files=files, live=live),
            function_associations=[
                cloudfront.FunctionAssociation(event_type=cloudfront.FunctionEventType.VIEWER_REQUEST, function=to_page)
            ],
            compress=True,
        )

    def _api(self) -> cloudfront.BehaviorOptions:
        """All that the caller sent goes on, but the host, by which API Gateway finds the API."""
        return cloudfront.BehaviorOptions(
            origin=self._origin,
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=self._answers,
        )


def api_patterns(paths: Iterable[str] | None = None) -> list[str]:
    """The first segment of each path that the HTTP API routes: `/health`, or `/v1/*`."""
    known = paths if paths is not None else (path for routed in ROUTES.values() for path in routed)
    segments = {(path.split("/")[1], path.count("/") > 1) for path in known}
    return sorted(f"/{first}/*" if is_folder else f"/{first}" for first, is_folder in segments)


def _site(scope: Construct) -> s3.Bucket:
    bucket = closed_bucket(
        scope,
        "Site",
        removal_policy=RemovalPolicy.DESTROY,
    )
    acknowledge(bucket, "S1", "It holds the web app, which everybody may read, and which a build makes again.")
    return bucket


def _api_origin(endpoint: str, secret: str) -> origins.HttpOrigin:
    return origins.HttpOrigin(
        Fn.select(2, Fn.split("/", endpoint)),
        protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
        read_timeout=Duration.seconds(30),
        custom_headers={EDGE_HEADER: secret},
    )


def _address(scope: Construct, config: Config) -> dict[str, object]:
    if not config.certificate_arn:
        return {}
    certificate = certificates.Certificate.from_certificate_arn(scope, "Certificate", config.certificate_arn)
    return {"certificate": certificate, "domain_names": [config.domain]}


def _accept(distribution: cloudfront.Distribution, config: Config) -> None:
    acknowledge(distribution, "CFR1", "People everywhere may use the studio.")
    acknowledge(distribution, "CFR3", "The API's own log has each request to it; the rest are public pages.")
    if not config.has_firewall:
        acknowledge(distribution, "CFR2", "Developers' environments have no firewall, which costs more than all else.")
    if not config.certificate_arn:
        why = "CloudFront's own name allows older TLS and no choice; with a certificate of ours it is 1.2 at least."
        acknowledge(distribution, "CFR4", why)

"""The four environments: everything in which dev, test, staging and prod differ, and nothing else.

Where data is kept, staging and prod, the database never pauses; dev and test cost nothing while nobody uses them.
"""

from dataclasses import dataclass

from aws_cdk import RemovalPolicy
from aws_cdk.aws_logs import RetentionDays


@dataclass(frozen=True)
class Config:
    name: str
    region: str = "us-east-1"
    keeps_data: bool = False
    """Whether bucket, database and secrets outlive the stack that made them."""
    least_acu: float = 0
    """Where it is 0, the database pauses after five minutes, and whoever wakes it waits or is told to come again."""
    most_acu: float = 4
    has_reader: bool = False
    """Whether a second instance, in a second zone, takes over when the writer fails."""
    backup_days: int = 1
    cached_stage_days: int = 14
    log_days: RetentionDays = RetentionDays.ONE_WEEK
    has_models: bool = False
    """Whether a fleet with models takes the GPU queue; without one, orders of models are refused.

    On where people order and where a release is tried; in dev and test `make deploy ... MODELS=true` turns it on.
    Idle it costs nothing but its image in the registry, yet a new account may start no instance with a card until AWS
    has raised its quota, and until then orders of models would wait for nobody.
    """
    most_instances: int = 20
    """How large that fleet may grow; it is nothing while nobody orders."""
    most_workers: int = 20
    """How many stages run at once; one film's scenes ask for 20."""
    has_containers: bool = True
    """Whether stages are worked in a container image, which holds what layers cannot: PyAV with OpenCV, and fonts.

    Off only where no container can run, and everything is on the machine already: in the rehearsal.
    """
    most_deliveries: int = 20
    """How many webhooks are called at once; each of them may take ten seconds."""
    requests_per_second: int = 50
    log_ins_per_second: int = 5
    """Of all people together; each digest of a password takes a core for a quarter of a second."""
    domain: str = "mutoscope.example"
    """Where people meet the studio, and whose addresses its letters come from: a domain verified in SES."""
    certificate_arn: str = ""
    """The certificate for that domain, in us-east-1 where CloudFront looks for it; without one CloudFront's own name
    leads to the studio."""
    address: str = ""
    """That name, `d1234.cloudfront.net`, once it is known: where letters lead when there is no certificate."""
    link_keys: tuple[str, ...] = ()
    """Names of the keys that links to files through CloudFront are signed with, the first of them signs; docs/deploy.md
    says how they are changed. Where there is none, links lead to the bucket itself."""
    files_domain: str = ""
    """The name, of the same certificate, that those links lead to; without one it is a name of CloudFront's own."""
    has_firewall: bool = False
    is_watched: bool = False
    """Whether alarms tell people; in developers' environments people look by themselves."""
    is_guarded: bool = False
    """Whether GuardDuty and Config watch the account, which has one of each in a region."""
    has_canary: bool = False
    """Whether new code gets a tenth of the requests for five minutes first."""
    pagers: tuple[str, ...] = ()
    """Who is told of what is critical: https addresses are called, others get letters; so it is with the next two."""
    mailboxes: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    commit: str = ""
    """Which commit the templates were written from; nobody sets it here, and without git it is not known."""
    repository: str = ""
    """`owner/name` at GitHub, whose workflows may deploy this environment; nobody's, when there is none."""

    @property
    def told(self) -> dict[str, tuple[str, ...]]:
        return {"critical": self.pagers, "warning": self.mailboxes, "info": self.chats}

    @property
    def kept(self) -> RemovalPolicy:
        """What becomes of data when its stack is deleted."""
        return RemovalPolicy.RETAIN if self.keeps_data else RemovalPolicy.DESTROY

    @property
    def fleet(self) -> str:
        """The name of the fleet's Auto Scaling group."""
        return f"mutoscope-{self.name}-gpu" if self.has_models else ""

    @property
    def web_url(self) -> str:
        return f"https://{self.address or self.domain}"

    @property
    def files_address(self) -> str:
        return self.files_domain if self.certificate_arn else ""

    @property
    def mail_from(self) -> str:
        return f"Mutoscope <studio@{self.domain}>"


DEV = Config("dev")
TEST = Config("test")
STAGING = Config(
    "staging",
    keeps_data=True,
    least_acu=0.5,
    backup_days=7,
    log_days=RetentionDays.ONE_MONTH,
    link_keys=("first",),
    has_firewall=True,
    is_watched=True,
    has_canary=True,
    has_models=True,
    most_instances=2,
)
PROD = Config(
    "prod",
    keeps_data=True,
    link_keys=("first",),
    has_firewall=True,
    is_watched=True,
    is_guarded=True,
    has_canary=True,
    least_acu=0.5,
    most_acu=32,
    has_reader=True,
    backup_days=35,
    cached_stage_days=30,
    log_days=RetentionDays.THREE_MONTHS,
    has_models=True,
    most_workers=200,
    most_deliveries=100,
    requests_per_second=500,
    log_ins_per_second=50,
)

ENVIRONMENTS = (DEV, TEST, STAGING, PROD)

"""The Lambda that whoever runs the studio calls: migrate the record, and appoint its first super admin.

A deployment has it migrate before all else; with that it makes the keys of links, which CloudFront is told next. No
address leads to it; IAM says who may invoke it. What fails is raised, so that a deployment stops there.
"""

from aws_lambda_powertools.utilities.typing import LambdaContext

from mutoscope.accounts.first_admin import appoint_first_admin
from mutoscope.adapters.aws.link_keys import make_link_keys
from mutoscope.adapters.postgres.migrate import migrate_record
from mutoscope.bootstrap import open_studio
from mutoscope.errors import NotFound
from mutoscope.observability import logger
from mutoscope.settings import settings


def handler(event: dict[str, object], _context: LambdaContext) -> dict[str, object]:
    match event:
        case {"task": "migrate"}:
            applied = migrate_record(settings())
            made = make_link_keys(settings())
            logger.info("record migrated", applied=applied, link_keys_made=made)
            return {"applied": applied}
        case {"task": "appoint", "email": str(email)}:
            user_id = appoint_first_admin(open_studio(), email)
            logger.info("first admin appointed", user_id=user_id)
            return {"user_id": user_id}
    raise NotFound(what="task of operators", id=event.get("task"))

"""Who calls: the studio and the current user of a request."""

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from mutoscope.accounts.api_keys import owner_of
from mutoscope.bootstrap import open_studio
from mutoscope.errors import Unauthenticated
from mutoscope.studio import Studio

CurrentStudio = Annotated[Studio, Depends(open_studio)]

_bearer = HTTPBearer(auto_error=False, description="An API key, mut_...")


def current_user(
    studio: CurrentStudio, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> str:
    if credentials is None:
        raise Unauthenticated
    return owner_of(studio, credentials.credentials)


CurrentUser = Annotated[str, Depends(current_user)]

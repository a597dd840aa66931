"""Why a rehearsal ended early, in one sentence."""


class RehearsalFailed(Exception):
    """What the cloud's templates or the studio in them did not do."""

"""The Lambda functions, one folder each."""

# Before FastAPI, whose own models are then built when they are first used, as ours are.
import mutoscope  # noqa: F401

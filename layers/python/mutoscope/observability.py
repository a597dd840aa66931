"""Structured logs: one JSON line per past-tense event, with its keys. Nothing secret, ever."""

from aws_lambda_powertools import Logger

logger = Logger(service="mutoscope", use_rfc3339=True)

"""How botocore finds what it knows of AWS: a service by its name, and no endpoints of services that nobody asks for.

As it comes it looks into the folders of four hundred services for the one that is asked for, and reads a megabyte of
endpoints, for which each service has rules of its own: half of what the first client takes to make.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from botocore.loaders import Loader

_DEFAULTS = {"hostname": "{service}.{region}.{dnsSuffix}", "protocols": ["https"], "signatureVersions": ["v4"]}


_GLOBAL_S3 = {
    "partitionEndpoint": "aws-global",
    "endpoints": {"aws-global": {"credentialScope": {"region": "us-east-1"}, "hostname": "s3.amazonaws.com"}},
}
"""S3 alone has an address without a region, and botocore looks for it here."""


class ServiceLoader(Loader):  # type: ignore[misc]
    def list_available_services(self, _type_name: str) -> Sequence[str]:
        """Every service there is, whether it has something of this type or not: that is told when it is read."""
        return [each.name for path in self.search_paths if Path(path).is_dir() for each in Path(path).iterdir()]

    def load_data_with_path(self, name: str) -> tuple[Any, str]:
        if name != "endpoints":
            found: tuple[Any, str] = super().load_data_with_path(name)
            return found
        known, path = super().load_data_with_path("partitions")
        return {"version": 3, "partitions": [_partition(each) for each in known["partitions"]]}, path


def _partition(known: Mapping[str, Any]) -> dict[str, Any]:
    """As in botocore's endpoints.json, with its regions and next to none of its services."""
    return {
        "partition": known["id"],
        "dnsSuffix": known["outputs"]["dnsSuffix"],
        "regionRegex": known["regionRegex"],
        "regions": known["regions"],
        "defaults": _DEFAULTS,
        "services": {"s3": _GLOBAL_S3} if known["id"] == "aws" else {},
    }

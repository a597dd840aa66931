"""What a function need not load before its first answer, though the libraries it stands on would.

FastAPI's models of an API's description are for who reads it. They are built when somebody does, as every other model
is, and without the library for the address of whom to ask about an API: ours names nobody. Together that is 35 ms.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from pydantic import BaseModel

_DESCRIPTION = "fastapi.openapi.models"
_ADDRESSES = "email_validator"


class _SparingFinder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found = PathFinder.find_spec(fullname, path) if fullname == _DESCRIPTION else None
        if found and found.loader:
            found.loader = _SparingLoader(found.loader)
        return found


class _SparingLoader(Loader):
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        with _spared():
            self._loader.exec_module(module)


@contextmanager
def _spared() -> Iterator[None]:
    rebuild, known = vars(BaseModel)["model_rebuild"], sys.modules.get(_ADDRESSES)
    BaseModel.model_rebuild = classmethod(lambda _, **__: None)  # type: ignore[assignment, method-assign]
    sys.modules[_ADDRESSES] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
        del sys.modules[_ADDRESSES]
        if known:
            sys.modules[_ADDRESSES] = known


sys.meta_path.insert(0, _SparingFinder())

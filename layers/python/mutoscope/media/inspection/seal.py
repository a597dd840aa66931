"""Closing a process in before it reads hostile bytes: what it has open is all it will ever have.

Everywhere: no new descriptor, so no file and no socket; bounds on processor time, file size and, on Linux, memory. On
Linux a seccomp filter also takes away programs, processes, signals and whatever else reaches beyond the process.
"""

import ctypes
import errno
import platform
import resource
import struct
import sys
from pathlib import Path

from mutoscope.media.inspection.syscalls import ARCHITECTURES, CLONE3, Architecture

CPU_SECONDS = 60
MEMORY_BYTES = 1_000_000_000
_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1
"""Of seccomp(2): libraries have started threads by now, and the filter is for them as well."""
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_CLONE_THREAD = 0x10000
_X32 = 0x40000000


def seal(largest_file: int) -> tuple[str, ...]:
    """Call it when everything is imported and open; answers which locks hold. It cannot be undone."""
    held = ["descriptors"]
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, largest_file)
    _limit(resource.RLIMIT_CPU, CPU_SECONDS)
    if sys.platform == "linux":
        # macOS takes this limit and does not hold to it; there the parent alone watches the memory.
        _limit(resource.RLIMIT_AS, _mapped_bytes() + MEMORY_BYTES)
        held.append("memory")
    _limit(resource.RLIMIT_NOFILE, 0)
    if _filter_syscalls():
        held.append("syscalls")
    return tuple(held)


def _limit(which: int, value: int) -> None:
    resource.setrlimit(which, (value, value))


def _mapped_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def _filter_syscalls() -> bool:
    """False where there is no such filter: on another system or machine, or in a kernel built without."""
    architecture = ARCHITECTURES.get(platform.machine()) if sys.platform == "linux" else None
    if architecture is None:
        return False
    program = _program(architecture)
    buffer = ctypes.create_string_buffer(program)
    described = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
    held = ctypes.create_string_buffer(described)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    libc.syscall.argtypes = [ctypes.c_long, ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p]
    return bool(libc.syscall(architecture.seccomp, _SET_MODE_FILTER, _ALL_THREADS, ctypes.addressof(held)) == 0)


def _program(architecture: Architecture) -> bytes:
    """Classic BPF over struct seccomp_data; jumps count the instructions they skip (Linux, seccomp(2))."""
    refuse = _step(_RETURN, _ERRNO | errno.EPERM)
    steps = [
        _step(_LOAD, _ARCHITECTURE),
        _step(_JUMP_EQUAL, architecture.audit, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        # Another numbering of the same calls would pass every comparison.
        _step(_JUMP_AT_LEAST, _X32, 0, 1),
        _step(_RETURN, _KILL),
        # A clone whose flags no filter can read; told that it is unknown, the C library uses the older one.
        _step(_JUMP_EQUAL, CLONE3, 0, 1),
        _step(_RETURN, _ERRNO | errno.ENOSYS),
    ]
    for number in architecture.refused:
        steps += [_step(_JUMP_EQUAL, number, 0, 1), refuse]
    steps += [
        _step(_JUMP_EQUAL, architecture.clone, 0, 3),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_JUMP_SET, _CLONE_THREAD, 1, 0),
        refuse,
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)

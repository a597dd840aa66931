"""The system calls that an inspecting process has no use for, by their numbers on both architectures.

Source: Linux, arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

from dataclasses import dataclass

CLONE3 = 435


@dataclass(frozen=True)
class Architecture:
    audit: int
    """AUDIT_ARCH of linux/audit.h."""
    clone: int
    seccomp: int
    refused: frozenset[int]


_SINCE_2019 = {
    "pidfd_send_signal": 424,
    "io_uring_setup": 425,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "pidfd_open": 434,
    "openat2": 437,
    "pidfd_getfd": 438,
    "fchmodat2": 452,
}
"""Numbered alike everywhere."""
_X86_64 = {
    **{"open": 2, "creat": 85, "openat": 257, "name_to_handle_at": 303, "open_by_handle_at": 304, "memfd_create": 319},
    **{"socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50},
    **{"socketpair": 53, "accept4": 288, "sendmmsg": 307},
    **{"fork": 57, "vfork": 58, "execve": 59, "execveat": 322, "unshare": 272, "setns": 308},
    **{"kill": 62, "tkill": 200, "tgkill": 234, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "ptrace": 101},
    **{"process_vm_readv": 310, "process_vm_writev": 311, "setrlimit": 160, "prlimit64": 302},
    **{"shmget": 29, "shmat": 30, "semget": 64, "msgget": 68, "add_key": 248, "request_key": 249, "keyctl": 250},
    **{"truncate": 76, "chdir": 80, "fchdir": 81, "rename": 82, "mkdir": 83, "rmdir": 84, "link": 86, "unlink": 87},
    **{"symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "utime": 132, "mknod": 133},
    **{"setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "utimes": 235, "mkdirat": 258, "mknodat": 259},
    **{"fchownat": 260, "futimesat": 261, "unlinkat": 263, "renameat": 264, "linkat": 265, "symlinkat": 266},
    **{"fchmodat": 268, "utimensat": 280, "renameat2": 316},
    **{"pivot_root": 155, "chroot": 161, "mount": 165, "umount2": 166, "swapon": 167, "reboot": 169},
    **{"init_module": 175, "finit_module": 313, "kexec_file_load": 320, "perf_event_open": 298, "bpf": 321},
    **{"userfaultfd": 323},
}
_AARCH64 = {
    **{"openat": 56, "name_to_handle_at": 264, "open_by_handle_at": 265, "memfd_create": 279},
    **{"socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "sendto": 206},
    **{"sendmsg": 211, "accept4": 242, "sendmmsg": 269},
    **{"execve": 221, "execveat": 281, "unshare": 97, "setns": 268},
    **{"kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "ptrace": 117},
    **{"process_vm_readv": 270, "process_vm_writev": 271, "setrlimit": 164, "prlimit64": 261},
    **{"msgget": 186, "semget": 190, "shmget": 194, "shmat": 196, "add_key": 217, "request_key": 218, "keyctl": 219},
    **{"setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36},
    **{"linkat": 37, "renameat": 38, "umount2": 39, "mount": 40, "pivot_root": 41, "truncate": 45, "chdir": 49},
    **{"fchdir": 50, "chroot": 51, "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "utimensat": 88},
    **{"init_module": 105, "reboot": 142, "swapon": 224, "perf_event_open": 241, "finit_module": 273},
    **{"renameat2": 276, "bpf": 280, "userfaultfd": 282, "kexec_file_load": 294},
}
ARCHITECTURES = {
    "x86_64": Architecture(0xC000003E, 56, 317, frozenset((_X86_64 | _SINCE_2019).values())),
    "aarch64": Architecture(0xC00000B7, 220, 277, frozenset((_AARCH64 | _SINCE_2019).values())),
}

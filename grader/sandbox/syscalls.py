"""The system calls the jail knows by number: a frozen table for x86_64 and aarch64.

Kernel numbers never change once given out; a test compares this table with libseccomp's where that is there.
`None`: the architecture has no such call. Standard library only (loaded inside the worker).
"""

from __future__ import annotations

from typing import TypeAlias

Numbers: TypeAlias = "tuple[int | None, int | None]"  # x86_64, aarch64

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

ALLOWED: dict[str, Numbers] = {
    # results out
    "write": (1, 64), "close": (3, 57),
    # memory
    "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216),
    # signals to oneself, as the interpreter's own handlers need them
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    # time and waiting
    "sched_yield": (24, 124), "nanosleep": (35, 101), "gettimeofday": (96, 169), "time": (201, None),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    # oneself
    "getpid": (39, 172), "gettid": (186, 178), "getrandom": (318, 278),
    "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip

RESTRICTED: dict[str, Numbers] = {
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    "futex": (202, 98),
}
"""Allowed with an argument checked: see `jail`."""

KILLED: dict[str, Numbers] = {
    # no function of a student's ever calls these by accident; everything else is refused with EPERM
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "kcmp": (312, 272), "pidfd_getfd": (438, 438), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "memfd_secret": (447, 447),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "mount": (165, 40),
    "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262),
    "quotactl": (179, 60), "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224),
    "swapoff": (168, 225), "acct": (163, 89), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "adjtimex": (159, 171), "personality": (135, 92), "modify_ldt": (154, None), "iopl": (172, None),
    "ioperm": (173, None), "seccomp": (317, 277), "syslog": (103, 116), "vhangup": (153, 58),
    "sethostname": (170, 161), "setdomainname": (171, 162),
}  # fmt: skip


def numbers(table: dict[str, Numbers], machine: str) -> list[int]:
    """The numbers of a table on `machine` (a key of AUDIT_ARCH)."""
    column = list(AUDIT_ARCH).index(machine)
    return [number for row in table.values() if (number := row[column]) is not None]

"""What a process that works on text of others may no longer do: reach a network, start programs, read or write elsewhere.

Linux only, by two doors that need no rights: a seccomp filter over system calls, and Landlock over paths (kernel 5.13). Each says
whether it holds; both are for ever and are passed on to children. Called after a fork, in a process with one thread.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Numbers of system calls by machine: the call's name never reaches the kernel.
_REFUSED_CALLS = {
    # socket, connect, accept, sendto, bind, listen, execve, ptrace, execveat, io_uring_setup
    "x86_64": (0xC000003E, (41, 42, 43, 44, 49, 50, 59, 101, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 202, 206, 200, 201, 221, 117, 281, 425)),
}
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_X32 = 0x40000000
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH, _VERSION_QUESTION = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_FIRST_RIGHTS = (1 << 13) - 1  # every right over paths that the first Landlock knows


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def prepare() -> None:
    """What can be done before the fork: the C library is looked up."""
    _libc()


def die_with_parent() -> None:
    """The kernel kills this process when its parent's thread ends, however it ends."""
    _libc().prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)


def limit(*, memory_bytes: int, cpu_seconds: int, file_bytes: int, files: int = 128) -> None:
    """Limits of address space, processor time, size of a file and number of open files; no core is dumped."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def no_network_no_programs() -> bool:
    """From now on the kernel refuses to open a socket, to start another program or to look into another process."""
    known = _REFUSED_CALLS.get(platform.machine())
    if known is None or not _no_new_rights():
        return False
    architecture, calls = known
    program = [_step(_LOAD, 4), _step(_JUMP_EQUAL, architecture, 1, 0), _step(_RETURN, _DENY), _step(_LOAD, 0)]
    # The 32-bit-pointer calls of x86_64 carry a mark: refused, or they would be a way round.
    program += [_step(_JUMP_ABOVE, _X32, 0, 1), _step(_RETURN, _DENY)]
    for call in calls:
        program += [_step(_JUMP_EQUAL, call, 0, 1), _step(_RETURN, _DENY)]
    program.append(_step(_RETURN, _ALLOW))
    packed = b"".join(program)
    wanted = _Filter(len(program), packed)
    return _libc().prctl(_PR_SET_SECCOMP, 2, ctypes.byref(wanted), 0, 0) == 0


def only_these_paths(*, read: Iterable[Path], write: Iterable[Path]) -> bool:
    """From now on only files below `read` can be read, and only those below `write` be read and written."""
    libc = _libc()
    if libc.syscall(_CREATE_RULESET, None, 0, _VERSION_QUESTION) < 1 or not _no_new_rights():
        return False
    rights = ctypes.c_uint64(_FIRST_RIGHTS)
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(rights), 8, 0)
    if ruleset < 0:
        return False
    try:
        for paths, allowed in ((read, _READ_FILE | _READ_DIR), (write, _FIRST_RIGHTS & ~_EXECUTE)):
            for path in paths:
                if path.exists() and not _allow(ruleset, path, allowed):
                    return False
        return libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, allowed: int) -> bool:
    if not path.is_dir():
        allowed &= _EXECUTE | _WRITE_FILE | _READ_FILE
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = ctypes.create_string_buffer(struct.pack("=Qi", allowed, handle))
        return _libc().syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0) == 0
    finally:
        os.close(handle)


def _no_new_rights() -> bool:
    return _libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0


def _step(code: int, value: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, true, false, value)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)

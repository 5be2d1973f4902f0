"""A filter on system calls that leaves a process and all it starts without a network (seccomp, mode 2).

Rule: only local sockets can be made; nothing can look into other processes, load programs into the kernel or
hand work to it by a way the filter does not see. Calls of another architecture than the machine's end the
process. Once installed it cannot be taken off, by nobody's hand.
"""

import ctypes
import errno
import platform
import struct
import sys
from typing import NamedTuple

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 38, 22
_SECCOMP_MODE_FILTER = 2
_KILL, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
"""BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_JMP|BPF_JGE|BPF_K, BPF_RET|BPF_K: linux/filter.h"""
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Places in `struct seccomp_data`; of an argument its lower half, on the little-endian machines below."""
_AF_UNIX = 1
_X32 = 0x40000000
_32_BITS = 2**32
"""A program of 32 bits on such a machine would be ended by its own filter."""


class _Machine(NamedTuple):
    """An architecture's mark, its number of socket(2), and of the calls that are refused altogether."""

    mark: int
    socket: int
    refused: tuple[int, ...]


# ptrace, process_vm_readv, process_vm_writev, bpf, add_key, request_key, keyctl, io_uring_setup
_MACHINES = {
    "x86_64": _Machine(0xC000003E, 41, (101, 310, 311, 321, 248, 249, 250, 425)),
    "aarch64": _Machine(0xC00000B7, 198, (117, 270, 271, 280, 217, 218, 219, 425)),
}


class _Program(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(libc: ctypes.CDLL) -> bool:
    """Put the filter on this process and what it starts; return whether it is on."""
    machine = _MACHINES.get(platform.machine()) if sys.maxsize > _32_BITS else None
    if machine is None:
        return False
    steps = _steps(machine)
    packed = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = _Program(len(steps), ctypes.addressof(packed))
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)


def _steps(machine: _Machine) -> list[tuple[int, int, int, int]]:
    """Return the filter: (what to do, steps to pass over if so, if not, the value)."""
    refused = _ERRNO | errno.EPERM
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, machine.mark),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),  # the other way of calling on x86_64
        (_RETURN, 0, 0, _KILL),
    ]
    for number in machine.refused:
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, refused)]
    return [
        *steps,
        (_EQUAL, 0, 3, machine.socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 1, 0, _AF_UNIX),
        (_RETURN, 0, 0, refused),
        (_RETURN, 0, 0, _ALLOW),
    ]

/* Counts every call that changes a file below one folder, and kills the process at one of them.
 *
 * Loaded before the C library (LD_PRELOAD). Nothing is counted until crash_arm() was called. The process
 * dies by SIGKILL before the chosen call is made; torn, it dies after half of the bytes of a write. Every
 * call is told to a journal first: its number, its name, and its path below the folder.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char watched[PATH_MAX];
static size_t watched_length;
static long fatal;
static int half;
static int journal = -1;
static atomic_long seen;

/* Watch `folder`; die at call number `at` (0: never), after half of it if `torn`. */
void crash_arm(const char *folder, long at, int torn, int told)
{
    snprintf(watched, sizeof watched, "%s", folder);
    fatal = at;
    half = torn;
    journal = told;
    atomic_store(&seen, 0);
    watched_length = strlen(watched);
}

static void die(void)
{
    for (;;)
        syscall(SYS_kill, getpid(), SIGKILL);
}

/* Tell a call on `path`, and die if it is the fatal one; return 1 where half of it is to be done first. */
static int at_path(const char *call, const char *path, int divisible)
{
    char line[PATH_MAX + 64];
    int before = errno, length;
    long number;

    if (!watched_length || strncmp(path, watched, watched_length))
        return 0;
    path += watched_length;
    if (*path && *path != '/')
        return 0;
    number = atomic_fetch_add(&seen, 1) + 1;
    length = snprintf(line, sizeof line, "%ld %s .%s\n", number, call, path);
    syscall(SYS_write, journal, line, (size_t)length);
    errno = before;
    if (number != fatal)
        return 0;
    if (half && divisible)
        return 1;
    die();
    return 0;
}

/* The path an open descriptor stands for; empty where it is none. */
static void path_of(int file, char *path)
{
    char link[64];
    int before = errno;
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
    errno = before;
}

static int at_file(const char *call, int file, int divisible)
{
    char path[PATH_MAX];

    if (!watched_length)
        return 0;
    path_of(file, path);
    return at_path(call, path, divisible);
}

static void at_name(const char *call, int folder, const char *name)
{
    char path[2 * PATH_MAX];

    if (!watched_length)
        return;
    if (name[0] == '/') {
        at_path(call, name, 0);
        return;
    }
    if (folder != AT_FDCWD)
        path_of(folder, path);
    else if (!getcwd(path, PATH_MAX))
        return;
    strcat(path, "/");
    strncat(path, name, PATH_MAX - 1);
    at_path(call, path, 0);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define MAKES(flags) ((flags) & (O_CREAT | O_TRUNC) || ((flags) & O_TMPFILE) == O_TMPFILE)

#define OPENS(name)                                        \
    int name(const char *path, int flags, ...)             \
    {                                                      \
        va_list rest;                                      \
        va_start(rest, flags);                             \
        mode_t mode = va_arg(rest, mode_t);                \
        va_end(rest);                                      \
        if (MAKES(flags))                                  \
            at_name("open", AT_FDCWD, path);               \
        return REAL(name)(path, flags, mode);              \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                     \
    int name(int folder, const char *path, int flags, ...) \
    {                                                      \
        va_list rest;                                      \
        va_start(rest, flags);                             \
        mode_t mode = va_arg(rest, mode_t);                \
        va_end(rest);                                      \
        if (MAKES(flags))                                  \
            at_name("open", folder, path);                 \
        return REAL(name)(folder, path, flags, mode);      \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

ssize_t write(int file, const void *data, size_t size)
{
    if (at_file("write", file, 1)) {
        REAL(write)(file, data, size / 2);
        die();
    }
    return REAL(write)(file, data, size);
}

#define WRITES_AT(name, offset)                                        \
    ssize_t name(int file, const void *data, size_t size, offset at)   \
    {                                                                  \
        if (at_file("pwrite", file, 1)) {                              \
            REAL(name)(file, data, size / 2, at);                      \
            die();                                                     \
        }                                                              \
        return REAL(name)(file, data, size, at);                       \
    }
WRITES_AT(pwrite, off_t)
WRITES_AT(pwrite64, off64_t)

ssize_t writev(int file, const struct iovec *parts, int count)
{
    at_file("writev", file, 0);
    return REAL(writev)(file, parts, count);
}

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *to_at, size_t size, unsigned int flags)
{
    at_file("copy_file_range", to, 0);
    return REAL(copy_file_range)(from, at, to, to_at, size, flags);
}

#define SENDS(name, offset)                                            \
    ssize_t name(int to, int from, offset *at, size_t size)            \
    {                                                                  \
        if (at_file("sendfile", to, 1)) {                              \
            REAL(name)(to, from, at, size / 2);                        \
            die();                                                     \
        }                                                              \
        return REAL(name)(to, from, at, size);                         \
    }
ssize_t sendfile(int, int, off_t *, size_t);
ssize_t sendfile64(int, int, off64_t *, size_t);
SENDS(sendfile, off_t)
SENDS(sendfile64, off64_t)

#define CHANGES_FILE(name)                                 \
    int name(int file)                                     \
    {                                                      \
        at_file(#name, file, 0);                           \
        return REAL(name)(file);                           \
    }
CHANGES_FILE(fsync)
CHANGES_FILE(fdatasync)

#define CUTS(name, offset)                                 \
    int name(int file, offset size)                        \
    {                                                      \
        at_file("ftruncate", file, 0);                     \
        return REAL(name)(file, size);                     \
    }
CUTS(ftruncate, off_t)
CUTS(ftruncate64, off64_t)

int rename(const char *from, const char *to)
{
    at_name("rename", AT_FDCWD, to);
    return REAL(rename)(from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
    at_name("rename", to_folder, to);
    return REAL(renameat)(from_folder, from, to_folder, to);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned int flags)
{
    at_name("rename", to_folder, to);
    return REAL(renameat2)(from_folder, from, to_folder, to, flags);
}

int link(const char *from, const char *to)
{
    at_name("link", AT_FDCWD, to);
    return REAL(link)(from, to);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    at_name("link", to_folder, to);
    return REAL(linkat)(from_folder, from, to_folder, to, flags);
}

#define CHANGES_NAME(name)                                 \
    int name(const char *path)                             \
    {                                                      \
        at_name(#name, AT_FDCWD, path);                    \
        return REAL(name)(path);                           \
    }
CHANGES_NAME(unlink)
CHANGES_NAME(rmdir)

int unlinkat(int folder, const char *path, int flags)
{
    at_name(flags & AT_REMOVEDIR ? "rmdir" : "unlink", folder, path);
    return REAL(unlinkat)(folder, path, flags);
}

int mkdir(const char *path, mode_t mode)
{
    at_name("mkdir", AT_FDCWD, path);
    return REAL(mkdir)(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    at_name("mkdir", folder, path);
    return REAL(mkdirat)(folder, path, mode);
}

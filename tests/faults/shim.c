/* Faults of a disk, put between a program and the C library (LD_PRELOAD), for the tests beside this file.
 *
 * Rule: nothing happens until `shim_arm`; only calls about files under one folder count; the driver arms and
 * disarms it, so that the fault falls into the act alone. Calls are counted over the kinds asked for.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { OPEN = 1, READ = 2, WRITE = 4, CUT = 8, SYNC = 16, NAME = 32, STAT = 64, CLOSE = 128, MAKE = 256, REMOVE = 512, SAID = 1024 };
enum action {
    COUNT, /* do nothing but count */
    FAIL,  /* answer with an error in place of the call */
    SHORT, /* do only half of the read or write, as a call may */
    SKIP,  /* say that it was done, and do nothing */
    PARTLY,/* write half of the bytes, and fail from then on: a disk that fills up */
    PULL,  /* take the file system away (ext4, xfs: as after a power cut) */
    FLIP,  /* turn a bit of what is read */
    READ_ONLY /* tell the file system (ext4) of an error, for which it only lets itself be read from then on */
};

#define PULLED _IOR('X', 125, uint32_t) /* EXT4_IOC_SHUTDOWN, XFS_IOC_GOINGDOWN */
#define WITHOUT_LOG 2

static char under[PATH_MAX], image[PATH_MAX], pictures[PATH_MAX];
static int armed, chosen, wanted, given, lasting, recording = -1, said;
static long counted, when;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
static __thread int inside;

#define REAL(name) ({ static __typeof__(&name) f; if (!f) f = (__typeof__(&name))dlsym(RTLD_NEXT, #name); f; })

void shim_arm(const char *folder, int kinds, int action, long nth, int error, int from_then_on)
{
    snprintf(under, sizeof under, "%s", folder);
    chosen = kinds, wanted = action, when = nth, given = error, lasting = from_then_on;
    counted = 0, armed = 1;
}

/* Stop; return how many calls were counted. */
long shim_disarm(void) { armed = 0; return counted; }

/* While it is on, what this thread does is the rig's own, and no fault meets it. */
void shim_aside(int on) { inside = on; }

/* Write every call that changes something to `file`, with its bytes. */
void shim_record(int file) { recording = file; }

/* Copy the image of the disk into `folder` before and after each call that syncs or names. */
void shim_picture(const char *file, const char *folder)
{
    snprintf(image, sizeof image, "%s", file);
    snprintf(pictures, sizeof pictures, "%s", folder);
}

/* ---- what a call is about ---- */

static const char *of_file(int fd, char *room)
{
    char link[32];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, room, PATH_MAX - 1);
    room[n > 0 ? n : 0] = 0;
    return room;
}

static const char *of_name(int folder, const char *path, char *room)
{
    if (path[0] == '/' || folder == AT_FDCWD) return path;
    of_file(folder, room);
    size_t n = strlen(room);
    snprintf(room + n, PATH_MAX - n, "/%s", path);
    return room;
}

static int counts(const char *path) { return armed && !inside && path && !strncmp(path, under, strlen(under)); }

/* The rig itself does not work: stop at once, so that nothing passes for a test. */
static void end(void) { abort(); }

static void pull(void)
{
    uint32_t how = WITHOUT_LOG;
    int fd = REAL(open)(under, O_RDONLY | O_DIRECTORY);
    if (fd < 0 || ioctl(fd, PULLED, &how)) end();
    REAL(close)(fd);
}

static void make_read_only(void)
{
    struct stat found;
    char name[64], target[PATH_MAX];
    if (REAL(stat)(under, &found)) end();
    snprintf(name, sizeof name, "/sys/dev/block/%u:%u", major(found.st_dev), minor(found.st_dev));
    ssize_t n = readlink(name, target, sizeof target - 1);
    target[n > 0 ? n : 0] = 0;
    char *device = strrchr(target, '/');
    if (!device) end();
    snprintf(name, sizeof name, "/sys/fs/ext4%.30s/trigger_fs_error", device);
    int fd = REAL(open)(name, O_WRONLY);
    if (fd < 0 || REAL(write)(fd, "1", 1) != 1) end();
    REAL(close)(fd);
}

/* Count a call; return what is to be done to it (COUNT: nothing). */
static int fate(int kind, const char *path)
{
    int due = COUNT;
    if (!counts(path) || !(kind & chosen)) return COUNT;
    pthread_mutex_lock(&one_at_a_time);
    counted++;
    if (counted == when) due = wanted;
    else if (counted > when && lasting) due = wanted == PARTLY ? FAIL : wanted;
    pthread_mutex_unlock(&one_at_a_time);
    if (due == PULL || due == READ_ONLY) {
        inside = 1;
        due == PULL ? pull() : make_read_only();
        inside = 0, due = COUNT;
    }
    if (due == PARTLY && kind != WRITE) due = FAIL;
    if (due == FAIL) errno = given;
    return due;
}

/* ---- the record, and the pictures ---- */

static void put(const void *bytes, size_t n) { if (REAL(write)(recording, bytes, n) != (ssize_t)n) end(); }

/* One line of the record: a letter, three numbers, two texts, bytes. */
static void note(char letter, int64_t a, int64_t b, int64_t c, const char *one, const char *two, const void *data)
{
    if (recording < 0) return;
    int64_t head[6] = { letter, a, b, c, one ? (int64_t)strlen(one) : 0, two ? (int64_t)strlen(two) : 0 };
    pthread_mutex_lock(&one_at_a_time);
    put(head, sizeof head);
    if (one) put(one, strlen(one));
    if (two) put(two, strlen(two));
    if (data) put(data, c);
    pthread_mutex_unlock(&one_at_a_time);
}

static int64_t number(int fd)
{
    struct stat found;
    inside = 1;
    int failed = REAL(fstat)(fd, &found);
    inside = 0;
    return failed ? 0 : (int64_t)found.st_ino;
}

static void picture(const char *path, const char *moment)
{
    static int taken;
    static char block[65536];
    char name[PATH_MAX + 64];
    if (!image[0] || !counts(path)) return;
    pthread_mutex_lock(&one_at_a_time);
    snprintf(name, sizeof name, "%s/%04d-%s-%d.img", pictures, ++taken, moment, said);
    int from = REAL(open)(image, O_RDONLY), to = REAL(open)(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    off_t whole = lseek(from, 0, SEEK_END), at = 0;
    if (REAL(ftruncate)(to, whole)) end();
    while ((at = lseek(from, at, SEEK_DATA)) >= 0) {
        off_t stop = lseek(from, at, SEEK_HOLE);
        while (at < stop) {
            size_t size = stop - at < (off_t)sizeof block ? (size_t)(stop - at) : sizeof block;
            ssize_t n = REAL(pread)(from, block, size, at);
            if (n <= 0 || REAL(pwrite)(to, block, n, at) != n) end();
            at += n;
        }
    }
    REAL(close)(from), REAL(close)(to);
    pthread_mutex_unlock(&one_at_a_time);
}

/* The program says that the act is done: the receipt was shown. */
void shim_said(void)
{
    said++;
    note('K', said, 0, 0, 0, 0, 0);
    picture(under, "after-receipt");
    fate(SAID, under);
}

/* ---- the calls ---- */

static int opened(int fd, const char *path, int flags, int was_there)
{
    if (fd >= 0 && counts(path) && (flags & O_TMPFILE) == O_TMPFILE)
        note('A', number(fd), 0, 0, 0, 0, 0);
    else if (fd >= 0 && counts(path) && (flags & (O_CREAT | O_TRUNC)))
        note('O', number(fd), was_there, !!(flags & O_TRUNC), path, 0, 0);
    return fd;
}

static int exists(const char *path) { return access(path, F_OK) == 0; }

#define MAKES(flags) ((flags) & O_CREAT || ((flags) & O_TMPFILE) == O_TMPFILE)

#define OPENING(name, formal, actual, folder)                                       \
    int name formal                                                                 \
    {                                                                               \
        char room[PATH_MAX];                                                        \
        mode_t mode = 0;                                                            \
        if (MAKES(flags)) {                                                         \
            va_list more;                                                           \
            va_start(more, flags);                                                  \
            mode = va_arg(more, mode_t);                                            \
            va_end(more);                                                           \
        }                                                                           \
        const char *about = of_name(folder, path, room);                            \
        int was_there = counts(about) && exists(about);                             \
        switch (fate(MAKES(flags) ? MAKE : OPEN, about)) { case FAIL: return -1; }                        \
        return opened(REAL(name) actual, about, flags, was_there);                  \
    }
OPENING(open, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPENING(open64, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD)
OPENING(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)
OPENING(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder)

DIR *opendir(const char *path) { return fate(OPEN, path) == FAIL ? NULL : REAL(opendir)(path); }

#define HALF(n) ((n) > 1 ? (n) / 2 : (n))

#define READING(name, formal, actual)                                               \
    ssize_t name formal                                                             \
    {                                                                               \
        char room[PATH_MAX];                                                        \
        int due = armed ? fate(READ, of_file(fd, room)) : COUNT;                    \
        if (due == FAIL) return -1;                                                 \
        if (due == SHORT) size = HALF(size);                                        \
        ssize_t done = REAL(name) actual;                                           \
        if (due == FLIP && done > 0) ((char *)to)[done / 2] ^= 1;                   \
        return done;                                                                \
    }
READING(read, (int fd, void *to, size_t size), (fd, to, size))
READING(pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at))
READING(pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at))

#define WRITING(name, formal, actual, place)                                        \
    ssize_t name formal                                                             \
    {                                                                               \
        char room[PATH_MAX];                                                        \
        if (!armed || inside) return REAL(name) actual;                             \
        const char *about = of_file(fd, room);                                      \
        int due = fate(WRITE, about);                                               \
        if (due == FAIL) return -1;                                                 \
        if (due == SKIP) return size;                                               \
        if (due == SHORT || due == PARTLY) size = HALF(size);        \
        ssize_t done = REAL(name) actual;                                           \
        if (done > 0 && counts(about)) note('W', number(fd), place, done, 0, 0, from); \
        return done;                                                                \
    }
WRITING(write, (int fd, const void *from, size_t size), (fd, from, size), lseek(fd, 0, SEEK_CUR) - done)
WRITING(pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at), at)
WRITING(pwrite64, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at), at)

/* Copies inside the kernel: refused, so that the program falls back on reading and writing. */
ssize_t sendfile64(int to, int from, off64_t *at, size_t size)
{
    char room[PATH_MAX];
    if (armed && counts(of_file(to, room))) { errno = EINVAL; return -1; }
    return ((ssize_t (*)(int, int, off64_t *, size_t))dlsym(RTLD_NEXT, "sendfile64"))(to, from, at, size);
}

#define CUTTING(name, type)                                                         \
    int name(int fd, type size)                                                     \
    {                                                                               \
        char room[PATH_MAX];                                                        \
        if (!armed || inside) return REAL(name)(fd, size);                          \
        const char *about = of_file(fd, room);                                      \
        switch (fate(CUT, about)) { case FAIL: return -1; case SKIP: return 0; }    \
        int failed = REAL(name)(fd, size);                                          \
        if (!failed && counts(about)) note('T', number(fd), size, 0, 0, 0, 0);      \
        return failed;                                                              \
    }
CUTTING(ftruncate, off_t)
CUTTING(ftruncate64, off64_t)

#define SYNCING(name)                                                               \
    int name(int fd)                                                                \
    {                                                                               \
        char room[PATH_MAX];                                                        \
        if (!armed || inside) return REAL(name)(fd);                                \
        const char *about = of_file(fd, room);                                      \
        picture(about, "before-" #name);                                            \
        switch (fate(SYNC, about)) { case FAIL: return -1; case SKIP: return 0; }   \
        int failed = REAL(name)(fd);                                                \
        if (!failed && counts(about)) note('S', number(fd), 0, 0, about, 0, 0);     \
        picture(about, "after-" #name);                                             \
        return failed;                                                              \
    }
SYNCING(fsync)
SYNCING(fdatasync)

/* A call that changes a name: `letter` in the record, one path or two. */
#define NAMING(name, kind, formal, actual, folder, path, other, letter)                   \
    int name formal                                                                 \
    {                                                                               \
        char room[PATH_MAX];                                                        \
        if (!armed || inside) return REAL(name) actual;                             \
        const char *about = of_name(folder, path, room);                            \
        picture(about, "before-" #name);                                            \
        switch (fate(kind, about)) { case FAIL: return -1; case SKIP: return 0; }   \
        int failed = REAL(name) actual;                                             \
        if (!failed && counts(about)) note(letter, 0, 0, 0, about, other, 0);       \
        picture(about, "after-" #name);                                             \
        return failed;                                                              \
    }
NAMING(rename, NAME, (const char *path, const char *to), (path, to), AT_FDCWD, path, to, 'R')
NAMING(renameat2, NAME, (int from, const char *path, int folder, const char *to, unsigned int how),
       (from, path, folder, to, how), from, path, to, how ? 'X' : 'R')
NAMING(unlink, REMOVE, (const char *path), (path), AT_FDCWD, path, 0, 'U')
NAMING(unlinkat, REMOVE, (int folder, const char *path, int how), (folder, path, how), folder, path, 0, 'U')
NAMING(mkdir, NAME, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, 0, 'M')
NAMING(rmdir, REMOVE, (const char *path), (path), AT_FDCWD, path, 0, 'D')
NAMING(chmod, NAME, (const char *path, mode_t mode), (path, mode), AT_FDCWD, path, 0, 'P')

/* Another name for a file, or the first one of a file that had none. */
int linkat(int from_folder, const char *from, int folder, const char *path, int how)
{
    char room[PATH_MAX];
    struct stat found;
    if (!armed || inside) return REAL(linkat)(from_folder, from, folder, path, how);
    const char *about = of_name(folder, path, room);
    picture(about, "before-linkat");
    switch (fate(NAME, about)) { case FAIL: return -1; case SKIP: return 0; }
    int failed = REAL(linkat)(from_folder, from, folder, path, how);
    if (!failed && counts(about) && !REAL(stat)(about, &found)) note('L', found.st_ino, 0, 0, about, 0, 0);
    picture(about, "after-linkat");
    return failed;
}

int link(const char *from, const char *path) { return linkat(AT_FDCWD, from, AT_FDCWD, path, 0); }

#define LOOKING(name, formal, actual, about)                                        \
    int name formal                                                                 \
    {                                                                               \
        char room[PATH_MAX];                                                        \
        (void)room;                                                                 \
        if (!armed || inside) return REAL(name) actual;                             \
        return fate(STAT, about) == FAIL ? -1 : REAL(name) actual;                  \
    }
LOOKING(stat, (const char *path, struct stat *found), (path, found), path)
LOOKING(lstat, (const char *path, struct stat *found), (path, found), path)
LOOKING(fstat, (int fd, struct stat *found), (fd, found), of_file(fd, room))
LOOKING(stat64, (const char *path, struct stat64 *found), (path, found), path)
LOOKING(lstat64, (const char *path, struct stat64 *found), (path, found), path)
LOOKING(fstat64, (int fd, struct stat64 *found), (fd, found), of_file(fd, room))

/* The file is closed all the same, as Linux does. */
int close(int fd)
{
    char room[PATH_MAX];
    if (!armed || inside) return REAL(close)(fd);
    int due = fate(CLOSE, of_file(fd, room)), failed = REAL(close)(fd);
    if (due == FAIL) { errno = given; return -1; }
    return failed;
}

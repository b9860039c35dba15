/* A file system that fails: the n-th write, fsync, rename, removal, new folder or new file below a folder goes wrong, or
   ends the process. Loaded in front of the C library; tools/faults.py arms it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* FAIL: that call says that there is no space; FULL: it and all later ones that need space; KILL: the process ends. */
enum { COUNT, FAIL, FULL, KILL };

static char below[PATH_MAX], name[32];
static long seen, target;
static int mode = -1;

void fault_arm(const char *folder, long number, int how) {
    snprintf(below, sizeof below, "%s/", folder);
    seen = 0;
    target = number;
    mode = how;
}

long fault_seen(void) { return seen; }
const char *fault_call(void) { return name; }

static int strikes(const char *call, const char *path, int frees) {
    if (mode < 0 || strncmp(path, below, strlen(below)) != 0) return 0;
    seen++;
    if (seen == target) snprintf(name, sizeof name, "%s", call);
    if (mode == COUNT || seen < target || (seen > target && (mode != FULL || frees))) return 0;
    if (mode == KILL) kill(getpid(), SIGKILL);
    errno = mode == FAIL ? EIO : ENOSPC;
    return 1;
}

static int resolved(int fd, const char *rest, char path[static 2 * PATH_MAX]) {
    char link[64];
    if (rest && rest[0] == '/') {
        snprintf(path, 2 * PATH_MAX, "%s", rest);
        return 1;
    }
    if (fd == AT_FDCWD) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    if (size < 0) return 0;
    path[size] = 0;
    if (rest) snprintf(path + size, PATH_MAX, "/%s", rest);
    return 1;
}

static int strikes_at(const char *call, int fd, const char *rest, int frees) {
    char path[2 * PATH_MAX];
    return mode >= 0 && resolved(fd, rest, path) && strikes(call, path, frees);
}

#define REAL(result, name, ...) static result (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return strikes_at("write", fd, NULL, 0) ? -1 : real(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    return strikes_at("write", fd, NULL, 0) ? -1 : real(fd, data, size, at);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    return strikes_at("write", fd, NULL, 0) ? -1 : real(fd, data, size, at);
}
int ftruncate(int fd, off_t size) {
    REAL(int, "ftruncate", int, off_t);
    return strikes_at("truncate", fd, NULL, 1) ? -1 : real(fd, size);
}
int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    return strikes_at("truncate", fd, NULL, 1) ? -1 : real(fd, size);
}
int fsync(int fd) {
    REAL(int, "fsync", int);
    return strikes_at("fsync", fd, NULL, 0) ? -1 : real(fd);
}
int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    return strikes_at("fsync", fd, NULL, 0) ? -1 : real(fd);
}
int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    return strikes("rename", to, 1) ? -1 : real(from, to);
}
int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    return strikes("remove", path, 1) ? -1 : real(path);
}
int unlinkat(int fd, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    return strikes_at("remove", fd, path, 1) ? -1 : real(fd, path, flags);
}
int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    return strikes("remove", path, 1) ? -1 : real(path);
}
int mkdir(const char *path, mode_t how) {
    REAL(int, "mkdir", const char *, mode_t);
    return strikes("mkdir", path, 0) ? -1 : real(path, how);
}
static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t how) {
    return (flags & O_CREAT) && strikes("create", path, 0) ? -1 : real(path, flags, how);
}
int open(const char *path, int flags, ...) {
    REAL(int, "open", const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t how = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(real, path, flags, how);
}
int open64(const char *path, int flags, ...) {
    REAL(int, "open64", const char *, int, ...);
    va_list rest;
    va_start(rest, flags);
    mode_t how = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(real, path, flags, how);
}

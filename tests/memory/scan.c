/* Looks for byte strings in the whole memory of another process, and says where each of them lies.

   scan PID < needles     each needle: its length (one byte), then its bytes; eight bytes at least
   answers in lines       "number of the needle, counted from 0" "address" "name of the mapping"
   the last line          "all" "bytes that were read"

   Every mapping that can be read is read, those of files too. What the process keeps of its own pages in the
   swap is read with them. A page that cannot be read (of a device) is passed over. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 4096, LEAST = 8, LONGEST = 255, BLOCK = 1 << 22 };

static struct { unsigned char bytes[LONGEST]; int length; int next; } needle[MOST];
static int count, first[1 << 16];
static unsigned char block[BLOCK + LONGEST];

static int start_of(const unsigned char *at) { return at[0] << 8 | at[1]; }

static void look(size_t size, size_t from, uint64_t address, const char *name) {
    for (size_t at = 0; at + LEAST <= size; at++)
        for (int n = first[start_of(block + at)]; n >= 0; n = needle[n].next) {
            size_t length = (size_t)needle[n].length;
            /* what lies whole in the part kept from the block before was told with it */
            if (at + length <= size && at + length > from && !memcmp(block + at, needle[n].bytes, length))
                printf("%d %llx %s\n", n, (unsigned long long)(address + at), name);
        }
}

static size_t read_mapping(int memory, uint64_t start, uint64_t end, const char *name) {
    size_t done = 0, kept = 0;
    for (uint64_t at = start; at < end;) {
        size_t wanted = end - at < BLOCK ? (size_t)(end - at) : BLOCK;
        ssize_t got = pread(memory, block + kept, wanted, (off_t)at);
        if (got <= 0) {
            at = (at / 4096 + 1) * 4096;
            kept = 0;
            continue;
        }
        size_t size = kept + (size_t)got;
        look(size, kept, at - kept, name);
        at += (uint64_t)got;
        done += (size_t)got;
        size_t keep = size < LONGEST ? size : LONGEST;
        memmove(block, block + size - keep, keep);
        kept = keep;
    }
    return done;
}

int main(int argc, char **argv) {
    char path[64], line[4400], mode[8], name[4200];
    unsigned long long start, end, all = 0;
    if (argc != 2) return 2;
    memset(first, -1, sizeof first);
    for (int length; (length = getchar()) != EOF; count++) {
        if (count == MOST || length < LEAST || fread(needle[count].bytes, 1, (size_t)length, stdin) != (size_t)length)
            return 2;
        needle[count].length = length;
        needle[count].next = first[start_of(needle[count].bytes)];
        first[start_of(needle[count].bytes)] = count;
    }
    snprintf(path, sizeof path, "/proc/%s/maps", argv[1]);
    FILE *maps = fopen(path, "r");
    snprintf(path, sizeof path, "/proc/%s/mem", argv[1]);
    int memory = open(path, O_RDONLY);
    if (!maps || memory < 0) return 3;
    while (fgets(line, sizeof line, maps)) {
        name[0] = 0;
        if (sscanf(line, "%llx-%llx %7s %*s %*s %*s %4199[^\n]", &start, &end, mode, name) >= 3 && mode[0] == 'r')
            all += read_mapping(memory, start, end, name[0] ? name : "(no name)");
    }
    printf("all %llu\n", all);
    return 0;
}

#pragma once
/* Text compressed by gzip: the only user of zlib. */
#include <stdio.h>

#include "base/err.h"

/* Writes what a descriptor that can seek holds, unpacked, from its start; its members follow one
 * another. Past 32 MiB at most 200 times what went in may come out. */
int gzip_unpack(int fd, FILE *to, struct err *err);

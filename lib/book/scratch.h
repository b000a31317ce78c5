#pragma once
/* Files without a name, where a workbook lies until it is whole: on disk, so that memory stays
 * bounded however many rows it has. libxlsxwriter does not look whether it could write its
 * temporary files: a disk that was full for a moment would leave a workbook with holes, and nobody
 * told. So its function for making them is replaced by ours, which remembers; nothing else of it
 * is. */
#include <stdio.h>

FILE *scratch_open(void); /* NULL with errno */

/* From now on, in this thread. */
void scratch_watch(void);
/* The errno of the first write, read or opening that failed since then; 0: none. */
int scratch_failure(void);

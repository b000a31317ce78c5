#pragma once
/* Files in memory, where a workbook lies until it is whole. libxlsxwriter does not look whether it
 * could write its temporary files: a disk that was full for a moment would leave a workbook with
 * holes, and nobody told. So its function for making them is replaced by ours; nothing else of it
 * is. */
#include <stdio.h>

FILE *scratch_open(void); /* NULL with errno */

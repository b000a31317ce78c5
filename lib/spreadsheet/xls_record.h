#pragma once
/* Records of an old workbook (BIFF5 and BIFF8): two bytes of type, two of length, that many bytes.
 * No byte is read that is not there.
 *
 *	struct xls_record record;
 *	for (size_t at = 0; xls_record_at(&stream, at, &record); at = record.next)
 *		... */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum xls_record_type {
	XLS_FORMULA = 0x0006,
	XLS_EOF = 0x000a,
	XLS_DATEMODE = 0x0022,
	XLS_FILEPASS = 0x002f,
	XLS_CONTINUE = 0x003c,
	XLS_CODEPAGE = 0x0042,
	XLS_BOUNDSHEET = 0x0085,
	XLS_MULRK = 0x00bd,
	XLS_RSTRING = 0x00d6,
	XLS_XF = 0x00e0,
	XLS_MERGEDCELLS = 0x00e5,
	XLS_SST = 0x00fc,
	XLS_LABELSST = 0x00fd,
	XLS_NUMBER = 0x0203,
	XLS_LABEL = 0x0204,
	XLS_BOOLERR = 0x0205,
	XLS_STRING = 0x0207,
	XLS_ARRAY = 0x0221,
	XLS_TABLE = 0x0236,
	XLS_RK = 0x027e,
	XLS_FORMAT = 0x041e,
	XLS_SHRFMLA = 0x04bc,
	XLS_BOF = 0x0809,
};

struct xls_stream {
	const unsigned char *bytes;
	size_t n;
};

struct xls_record {
	unsigned type;
	const unsigned char *data;
	size_t n;
	size_t next; /* offset in the stream of the record that follows */
};

/* False where no whole record is. */
bool xls_record_at(const struct xls_stream *stream, size_t at, struct xls_record *record);

/* Little-endian. */
unsigned xls_two(const unsigned char *p);
uint32_t xls_four(const unsigned char *p);
double xls_double(const unsigned char *p);
/* The number of an RK: 30 bits of an integer or of a double, perhaps in hundredths. */
double xls_rk(const unsigned char *p);

#include "spreadsheet/xls_record.h"

#include <string.h>

enum { HEAD = 4, RK_HUNDREDTHS = 1, RK_INTEGER = 2 };

bool xls_record_at(const struct xls_stream *stream, size_t at, struct xls_record *record)
{
	size_t n;

	if (at > stream->n || stream->n - at < HEAD)
		return false;
	n = xls_two(stream->bytes + at + 2);
	if (stream->n - at - HEAD < n)
		return false;
	*record = (struct xls_record){.type = xls_two(stream->bytes + at),
		.data = stream->bytes + at + HEAD,
		.n = n,
		.next = at + HEAD + n};
	return true;
}

unsigned xls_two(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

uint32_t xls_four(const unsigned char *p)
{
	return xls_two(p) | (uint32_t)xls_two(p + 2) << 16;
}

static double double_of(uint64_t bits)
{
	double number;

	memcpy(&number, &bits, sizeof number);
	return number;
}

double xls_double(const unsigned char *p)
{
	return double_of(xls_four(p) | (uint64_t)xls_four(p + 4) << 32);
}

double xls_rk(const unsigned char *p)
{
	uint32_t bits = xls_four(p);
	int32_t whole = (int32_t)(bits & ~3u) / 4; /* exact: the low bits are clear */
	double number = whole;

	if (!(bits & RK_INTEGER))
		number = double_of((uint64_t)(bits & ~3u) << 32);
	return bits & RK_HUNDREDTHS ? number / 100 : number;
}

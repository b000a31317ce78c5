#include "source/wide.h"

#include <stdbool.h>
#include <stdint.h>

/* Characters that tables of the East and the West are written with. */
static bool is_usual(unsigned unit)
{
	static const struct {
		unsigned first, last;
	} USUAL[] = {{'\t', '\n'}, {'\r', '\r'}, {0x20, 0x7e}, {0xa0, 0x17f}, {0x2000, 0x22ff},
		{0x2460, 0x27bf}, {0x3000, 0x30ff}, {0x3400, 0x9fff}, {0xac00, 0xdfff},
		{0xf900, 0xfaff}, {0xfe30, 0xfe4f}, {0xff00, 0xffef}, {0xfeff, 0xfeff}};

	for (size_t i = 0; i < sizeof USUAL / sizeof *USUAL; i++)
		if (unit >= USUAL[i].first && unit <= USUAL[i].last)
			return true;
	return false;
}

struct order {
	size_t usual, ascii;
};

static struct order weigh(const unsigned char *p, size_t n, size_t high)
{
	struct order order = {0};

	for (size_t i = 0; i + 2 <= n; i += 2) {
		unsigned unit = (unsigned)p[i + high] << 8 | p[i + 1 - high];

		order.usual += is_usual(unit);
		order.ascii += unit < 0x80 && is_usual(unit);
	}
	return order;
}

/* Nearly all units are usual characters, and there are delimiters and ends of lines among them. */
static bool holds(const struct order *order, size_t units)
{
	return units && order->usual * 100 >= units * 97 && order->ascii * 50 >= units;
}

const char *wide_find(const unsigned char *head, size_t n)
{
	struct order little = weigh(head, n, 1), big = weigh(head, n, 0);
	size_t units = n / 2;

	if (holds(&little, units) && little.ascii > big.ascii)
		return "UTF-16LE";
	return holds(&big, units) && big.ascii > little.ascii ? "UTF-16BE" : NULL;
}

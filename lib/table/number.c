#include "table/number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The digits of a number as people would write it: 0.DIGITS times ten to the power of `point`. */
struct decimal {
	bool is_negative;
	char digits[24];
	int n;
	int point;
};

/* Takes "-1.25e+02" apart; skips whatever the locale has for a decimal point. */
static struct decimal parse(const char *text)
{
	struct decimal d = {.is_negative = *text == '-'};

	for (; *text && *text != 'e'; text++)
		if (*text >= '0' && *text <= '9')
			d.digits[d.n++] = *text;
	d.point = *text ? atoi(text + 1) + 1 : 1;
	while (d.n > 1 && d.digits[d.n - 1] == '0')
		d.n--;
	return d;
}

/* 15 digits always survive the way to a double and back; 17 always tell doubles apart. */
static struct decimal shortest(double value)
{
	int digits = fabs(value) < DBL_MIN ? 1 : 15;
	char text[40];

	for (; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*e", digits - 1, value);
		if (strtod(text, NULL) == value)
			break;
	}
	return parse(text);
}

static void add_zeros(struct buf *out, int n)
{
	for (; n > 0; n--)
		buf_add_char(out, '0');
}

static void add_exponential(const struct decimal *d, struct buf *out)
{
	buf_add_char(out, d->digits[0]);
	if (d->n > 1) {
		buf_add_char(out, '.');
		buf_add(out, d->digits + 1, (size_t)d->n - 1);
	}
	buf_format(out, "e%+03d", d->point - 1);
}

static void add_plain(const struct decimal *d, struct buf *out)
{
	if (d->point <= 0) {
		buf_add_text(out, "0.");
		add_zeros(out, -d->point);
		buf_add(out, d->digits, (size_t)d->n);
	} else if (d->point >= d->n) {
		buf_add(out, d->digits, (size_t)d->n);
		add_zeros(out, d->point - d->n);
	} else {
		buf_add(out, d->digits, (size_t)d->point);
		buf_add_char(out, '.');
		buf_add(out, d->digits + d->point, (size_t)(d->n - d->point));
	}
}

void number_shortest(double value, struct buf *out)
{
	struct decimal d;

	if (!isfinite(value))
		return;
	if (value == 0) {
		buf_add_char(out, '0');
		return;
	}
	d = shortest(value);
	if (d.is_negative)
		buf_add_char(out, '-');
	if (d.point < -4 || d.point > 17)
		add_exponential(&d, out);
	else
		add_plain(&d, out);
}

/* The first `keep` digits (at least 0), half up on what people see, so 2.675 to two places is
 * 2.68 although the double is a little less. */
static void round_at(struct decimal *d, int keep)
{
	bool up = keep < d->n && d->digits[keep] >= '5';

	if (keep >= d->n)
		return;
	d->n = keep;
	for (int i = keep - 1; up && i >= 0; i--) {
		up = d->digits[i] == '9';
		d->digits[i] = up ? '0' : (char)(d->digits[i] + 1);
	}
	if (up) {
		memmove(d->digits + 1, d->digits, (size_t)d->n);
		d->digits[0] = '1';
		d->n++;
		d->point++;
	}
}

static char digit_at(const struct decimal *d, int i)
{
	return i >= 0 && i < d->n ? d->digits[i] : '0';
}

static bool is_zero(const struct decimal *d)
{
	for (int i = 0; i < d->n; i++)
		if (d->digits[i] != '0')
			return false;
	return true;
}

void number_fixed(double value, int decimals, bool grouped, bool is_signed, struct buf *out)
{
	struct decimal d;
	int whole;

	if (!isfinite(value))
		return;
	d = shortest(value);
	if (d.point + decimals < 0)
		d = (struct decimal){.point = -decimals};
	else
		round_at(&d, d.point + decimals);
	if (!is_zero(&d) && (d.is_negative || is_signed))
		buf_add_text(out, d.is_negative ? "−" : "+");
	whole = d.point > 0 ? d.point : 1;
	for (int i = whole; i > 0; i--) {
		buf_add_char(out, digit_at(&d, d.point - i));
		if (grouped && i > 1 && i % 3 == 1)
			buf_add_char(out, ',');
	}
	if (decimals > 0)
		buf_add_char(out, '.');
	for (int i = 0; i < decimals; i++)
		buf_add_char(out, digit_at(&d, d.point + i));
}

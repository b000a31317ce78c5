#include "record/canonical.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/date.h"

enum { MONEY_DIGITS = 2, SCORE_DIGITS = 4 };

/* Most are of one digit. */
static void write_count(struct buf *out, int64_t number)
{
	if (number >= 0 && number <= 9)
		buf_add_char(out, (char)('0' + number));
	else
		buf_format(out, "%" PRId64, number);
}

/* A whole number of 10^-digits units as a decimal number without trailing zeros. */
static void write_decimal(struct buf *out, int64_t number, int digits)
{
	char text[32];
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	uint64_t unit = digits == MONEY_DIGITS ? 100 : 10000;
	int n = snprintf(text, sizeof text, "%s%" PRIu64 ".%0*" PRIu64, number < 0 ? "-" : "",
		size / unit, digits, size % unit);

	while (text[n - 1] == '0')
		n--;
	if (text[n - 1] == '.')
		n--;
	buf_add(out, text, (size_t)n);
}

void canonical_write_number(struct buf *out, enum field field, int64_t number)
{
	char text[DATE_TEXT];

	if (number == NUMBER_NONE)
		return;
	switch (FIELDS[field].type) {
	case FIELD_INSTANT:
		instant_write(text, instant_seconds(number), instant_has_time(number));
		buf_add_text(out, text);
		break;
	case FIELD_MONEY:
		write_decimal(out, number, MONEY_DIGITS);
		break;
	case FIELD_SCORE:
		write_decimal(out, number, SCORE_DIGITS);
		break;
	case FIELD_COUNT:
	case FIELD_FLAG:
	case FIELD_TEXT_VALUE:
	case FIELD_JSON:
		write_count(out, number);
		break;
	}
}

static int read_instant(const char *text, size_t n, int64_t *number, struct err *err)
{
	int64_t seconds;
	bool has_time;

	if (!instant_read(text, n, &seconds, &has_time))
		return err_set(err, "'%.*s' is no date", (int)n, text);
	*number = instant_pack(seconds, has_time);
	return 0;
}

/* -?digits[.digits], at most `digits` of them after the point, 15 before. */
static int read_decimal(const char *text, size_t n, int digits, int64_t *number, struct err *err)
{
	size_t i = n && text[0] == '-';
	size_t first = i;
	int64_t value = 0;
	int decimals = -1;

	for (; i < n; i++) {
		if (text[i] == '.' && decimals < 0 && i > first) {
			decimals = 0;
			continue;
		}
		if (text[i] < '0' || text[i] > '9' || decimals >= digits ||
			value > INT64_MAX / 1000)
			return err_set(err, "'%.*s' is no number", (int)n, text);
		value = value * 10 + (text[i] - '0');
		decimals += decimals >= 0;
	}
	if (i == first || decimals == 0)
		return err_set(err, "'%.*s' is no number", (int)n, text);
	for (int d = decimals > 0 ? decimals : 0; d < digits; d++)
		value *= 10;
	*number = text[0] == '-' ? -value : value;
	return 0;
}

int canonical_read_number(
	enum field field, const char *text, size_t n, int64_t *number, struct err *err)
{
	int status = 0;

	*number = NUMBER_NONE;
	if (!n)
		return 0;
	switch (FIELDS[field].type) {
	case FIELD_INSTANT:
		return read_instant(text, n, number, err);
	case FIELD_MONEY:
		return read_decimal(text, n, MONEY_DIGITS, number, err);
	case FIELD_SCORE:
		return read_decimal(text, n, SCORE_DIGITS, number, err);
	case FIELD_FLAG:
		status = read_decimal(text, n, 0, number, err);
		if (status == 0 && *number != 0 && *number != 1)
			status = err_set(err, "'%.*s' is neither 0 nor 1", (int)n, text);
		return status;
	case FIELD_COUNT:
	case FIELD_TEXT_VALUE:
	case FIELD_JSON:
		break;
	}
	return read_decimal(text, n, 0, number, err);
}

void canonical_write_header(struct buf *out, const bool has[N_FIELDS])
{
	bool any = false;

	for (enum field field = 0; field < N_FIELDS; field++) {
		if (!has[field])
			continue;
		if (any)
			buf_add_char(out, ',');
		buf_add_text(out, FIELDS[field].name);
		any = true;
	}
	buf_add_char(out, '\n');
}

static void write_cell(struct buf *out, const struct batch *batch, enum field field, size_t row)
{
	if (field_is_text(field)) {
		struct span text = batch_text(batch, field, row);

		csv_write_field(out, text.text, text.n, ',');
		return;
	}
	canonical_write_number(out, field, batch_number(batch, field, row));
}

void canonical_write_rows(struct buf *out, const bool has[N_FIELDS], const struct batch *batch)
{
	for (size_t row = 0; row < batch->n; row++) {
		size_t start = out->len;
		bool any = false;

		for (enum field field = 0; field < N_FIELDS; field++) {
			if (!has[field])
				continue;
			if (any)
				buf_add_char(out, ',');
			write_cell(out, batch, field, row);
			any = true;
		}
		if (out->len == start) /* one blank column: an empty line would be no record */
			buf_add_text(out, "\"\"");
		buf_add_char(out, '\n');
	}
}

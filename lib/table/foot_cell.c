#include "table/foot_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const TOTALS[] = {"(total)", "total", "Total", "TOTAL", "合计", "合計", "总计",
	"總計", "共计", "共計", "总数", "總數", "总体", "全部"};

/* Words of a header, the first that is found in it decides. */
static const struct {
	const char *word;
	enum foot_kind kind;
} HEADERS[] = {
	{"cumulative", FOOT_OTHER},
	{"累计占比", FOOT_OTHER},
	{"累計占比", FOOT_OTHER},
	{"share", FOOT_SHARE},
	{"占比", FOOT_SHARE},
	{"比重", FOOT_SHARE},
	{"构成", FOOT_SHARE},
	{"構成", FOOT_SHARE},
	{"growth_", FOOT_OTHER},
	{"yoy_", FOOT_OTHER},
	{"_status", FOOT_OTHER},
	{"growth", FOOT_GROWTH},
	{"环比", FOOT_GROWTH},
	{"環比", FOOT_GROWTH},
	{"增长", FOOT_GROWTH},
	{"增長", FOOT_GROWTH},
	{"previous", FOOT_BASE},
	{"上期", FOOT_BASE},
	{"上月", FOOT_BASE},
	{"上季", FOOT_BASE},
	{"rank", FOOT_OTHER},
	{"排名", FOOT_OTHER},
	{"序号", FOOT_OTHER},
	{"median", FOOT_OTHER},
	{"max_", FOOT_OTHER},
	{"longest", FOOT_OTHER},
	{"customers", FOOT_OTHER},
	{"days", FOOT_OTHER},
	{"complete", FOOT_OTHER},
	{"per_", FOOT_OTHER},
	{"rate", FOOT_OTHER},
	{"率", FOOT_OTHER},
	{"limit", FOOT_OTHER},
	{"n_ref", FOOT_OTHER},
	{"year", FOOT_OTHER},
	{"yoy", FOOT_OTHER},
	{"同比", FOOT_OTHER},
	{"significant", FOOT_OTHER},
	{"period", FOOT_TEXT},
	{"month", FOOT_TEXT},
	{"week", FOOT_TEXT},
	{"quarter", FOOT_TEXT},
	{"年", FOOT_TEXT},
	{"期间", FOOT_TEXT},
	{"月份", FOOT_TEXT},
};

/* What may stand behind a number. */
static bool is_unit(const char *text)
{
	static const char *const UNITS[] = {
		"", "件", "个", "人", "条", "元", "次", "pp", "个百分点"};

	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
		if (!strcmp(text, UNITS[i]))
			return true;
	return false;
}

struct foot_number foot_number(const char *text)
{
	static const struct foot_number none = {NAN, 0, false};
	struct foot_number number = none;
	char digits[32];
	size_t n = 0, decimals = 0;
	bool has_point = false;

	text += strspn(text, " ");
	if (!strncmp(text, "\xe2\x88\x92", 3)) { /* the minus sign that prints have */
		digits[n++] = '-';
		text += 3;
	} else if (*text == '-' || *text == '+') {
		digits[n++] = *text++;
	}
	for (; n < sizeof digits - 1 &&
		((*text >= '0' && *text <= '9') || *text == '.' || *text == ',');
		text++) {
		if (*text == ',')
			continue;
		decimals += has_point;
		has_point = has_point || *text == '.';
		digits[n++] = *text;
	}
	digits[n] = '\0';
	if (!strpbrk(digits, "0123456789"))
		return none;
	text += strspn(text, " ");
	number.is_share = *text == '%';
	if (!is_unit(text + number.is_share))
		return none;
	number.value = strtod(digits, NULL);
	number.unit = pow(10, -(double)decimals);
	return number;
}

bool foot_is_total(const char *text)
{
	for (size_t i = 0; i < sizeof TOTALS / sizeof *TOTALS; i++)
		if (!strcmp(text, TOTALS[i]))
			return true;
	return false;
}

enum foot_kind foot_kind(const struct csv_rows *csv, size_t column)
{
	const char *header = csv_cell(csv, 0, column);
	size_t n_numbers = 0;
	bool is_whole = true, is_share = true;

	for (size_t row = 1; row < csv->n; row++) {
		const char *text = csv_cell(csv, row, column);
		struct foot_number number = foot_number(text);

		if (!*text)
			continue;
		if (isnan(number.value))
			return FOOT_TEXT;
		n_numbers++;
		is_whole = is_whole && number.unit == 1 && !number.is_share;
		is_share = is_share && number.is_share;
	}
	for (size_t i = 0; n_numbers && i < sizeof HEADERS / sizeof *HEADERS; i++)
		if (strstr(header, HEADERS[i].word))
			return HEADERS[i].kind;
	if (!n_numbers)
		return FOOT_TEXT;
	return is_whole ? FOOT_COUNT : is_share ? FOOT_SHARE : FOOT_OTHER;
}

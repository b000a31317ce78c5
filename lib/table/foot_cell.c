#include "table/foot_cell.h"

#include <math.h>
#include <string.h>
#include <strings.h>

enum { LONGEST_TOTAL = 32 };

static const char *const TOTALS[] = {"(total)", "total", "subtotal", "sub-total", "grandtotal",
	"合计", "合計", "小计", "小計", "总计", "總計", "共计", "共計", "总数", "總數", "总体",
	"全部"};

/* Words of a header, the first that is found in it decides. */
static const struct {
	const char *word;
	enum foot_kind kind;
} HEADERS[] = {
	{"cumulative", FOOT_OTHER},
	{"累计占比", FOOT_OTHER},
	{"累計占比", FOOT_OTHER},
	{"share_previous", FOOT_OTHER},
	{"previous share", FOOT_OTHER},
	{"上期占比", FOOT_OTHER},
	{"year_ago", FOOT_YEAR_AGO},
	{"year ago", FOOT_YEAR_AGO},
	{"去年同期", FOOT_YEAR_AGO},
	{"上年同期", FOOT_YEAR_AGO},
	{"_share", FOOT_OTHER},
	{"implausible", FOOT_OTHER},
	{"share", FOOT_SHARE},
	{"占", FOOT_SHARE},
	{"比重", FOOT_SHARE},
	{"percent", FOOT_SHARE},
	{"proportion", FOOT_SHARE},
	{"比例", FOOT_SHARE},
	{"百分比", FOOT_SHARE},
	{"构成", FOOT_SHARE},
	{"構成", FOOT_SHARE},
	{"ytd", FOOT_OTHER},
	{"unhappy", FOOT_OTHER},
	{"grumbling", FOOT_OTHER},
	{"silent", FOOT_OTHER},
	{"told", FOOT_OTHER},
	{"growth_", FOOT_OTHER},
	{"yoy_", FOOT_OTHER},
	{"_status", FOOT_OTHER},
	{"yoy", FOOT_YOY},
	{"同比", FOOT_YOY},
	{"较去年", FOOT_YOY},
	{"較去年", FOOT_YOY},
	{"较上年", FOOT_YOY},
	{"較上年", FOOT_YOY},
	{"较上", FOOT_GROWTH},
	{"較上", FOOT_GROWTH},
	{"比上", FOOT_GROWTH},
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
	{"significant", FOOT_OTHER},
	{"period", FOOT_TEXT},
	{"month", FOOT_TEXT},
	{"week", FOOT_TEXT},
	{"quarter", FOOT_TEXT},
	{"年份", FOOT_TEXT},
	{"年度", FOOT_TEXT},
	{"期间", FOOT_TEXT},
	{"月份", FOOT_TEXT},
};

bool foot_is_total(const char *text)
{
	char compact[LONGEST_TOTAL];
	size_t n;

	if (!foot_compact(text, compact, sizeof compact))
		return false;
	n = strlen(compact);
	if (n && compact[n - 1] == ':')
		compact[n - 1] = '\0';
	for (size_t i = 0; i < sizeof TOTALS / sizeof *TOTALS; i++)
		if (!strcasecmp(compact, TOTALS[i]))
			return true;
	return false;
}

bool foot_is_detail(const char *text)
{
	text += strspn(text, " \t");
	return !strncmp(text, "其中", strlen("其中")) ||
	       !strncasecmp(text, "of which", strlen("of which"));
}

/* Decimals of counts: "12.3" under "件数（万件）". */
static bool is_in_multiples(const char *header)
{
	return strstr(header, "万") || strstr(header, "萬") || strstr(header, "亿") ||
	       strstr(header, "億");
}

/* What all numbers of a column are. */
struct column_shape {
	size_t n_numbers;
	bool is_whole, is_rounded, is_share; /* rounded: "1.2万", no last digit of 1 */
	bool is_label;
};

/* False: there is other text. */
static bool read_shape(const struct csv_rows *csv, size_t column, struct column_shape *shape)
{
	*shape = (struct column_shape){0, true, true, true, true};
	for (size_t row = 1; row < csv->n; row++) {
		const char *text = csv_cell(csv, row, column);
		struct foot_number number = foot_number(text);

		if (foot_is_blank(text))
			continue;
		if (isnan(number.value))
			return false;
		shape->n_numbers++;
		shape->is_whole = shape->is_whole && number.unit == 1 && !number.is_share;
		shape->is_rounded = shape->is_rounded && number.unit >= 1 && !number.is_share;
		shape->is_share = shape->is_share && number.is_share;
		shape->is_label = shape->is_label && number.is_label;
	}
	return true;
}

enum foot_kind foot_kind(const struct csv_rows *csv, size_t column)
{
	const char *header = csv_cell(csv, 0, column);
	struct column_shape shape;

	if (!read_shape(csv, column, &shape) || !shape.n_numbers || shape.is_label)
		return FOOT_TEXT;
	if (!strcmp(header, "年") || !strcmp(header, "月"))
		return FOOT_TEXT;
	/* "较上月增减" may be a number of complaints */
	if (strstr(header, "增减") && shape.is_whole && !strchr(header, '%'))
		return FOOT_OTHER;
	for (size_t i = 0; i < sizeof HEADERS / sizeof *HEADERS; i++)
		if (strcasestr(header, HEADERS[i].word))
			return HEADERS[i].kind;
	if (shape.is_rounded || (is_in_multiples(header) && !shape.is_share))
		return FOOT_COUNT;
	return shape.is_share && !strcmp(header, "%") ? FOOT_SHARE : FOOT_OTHER;
}

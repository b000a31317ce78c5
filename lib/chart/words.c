#include "chart/words.h"

#include <string.h>

enum language { SIMPLIFIED, TRADITIONAL, ENGLISH, N_LANGUAGES };

static const char *const WORDS[][N_LANGUAGES] = {
	[WORD_OTHER] = {"其他", "其他", "Other"},
	[WORD_NO_DATA] = {"没有数据", "沒有資料", "No data"},
	[WORD_PARTIAL] = {"空心：统计期不完整。", "空心：統計期不完整。",
		"Hollow: the period is incomplete."},
	[WORD_VITAL_FEW] = {"深色为累计达到 80% 之前的关键少数。",
		"深色為累計達到 80% 之前的關鍵少數。",
		"Dark bars: the vital few, up to 80% of the total."},
	[WORD_BY] = {"%1·按%2", "%1·按%2", "%1 by %2"},
	[WORD_RANGE] = {"—", "—", " – "},
	[WORD_LEFT_OUT] = {"只显示其中较大的。", "只顯示其中較大的。",
		"Only the largest are shown."},
};

static const char *const MONTHS[] = {"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"};

static enum language language_of(const char *lang)
{
	if (!strcmp(lang, "zh-TW"))
		return TRADITIONAL;
	return !strncmp(lang, "zh", 2) ? SIMPLIFIED : ENGLISH;
}

const char *chart_word(const char *lang, enum word word)
{
	return WORDS[word][language_of(lang)];
}

void period_place(enum period period, int32_t number, int *year, int *place)
{
	int32_t first = period_first_day(period, number);
	struct civil day = date_civil(first);

	*year = day.year;
	*place = 1;
	if (period == PERIOD_DAY)
		*place = first - date_day(day.year, 1, 1) + 1;
	else if (period == PERIOD_WEEK)
		date_iso_week(first, year, place);
	else if (period == PERIOD_MONTH)
		*place = day.month;
	else if (period == PERIOD_QUARTER)
		*place = (day.month + 2) / 3;
}

void period_tick(const char *lang, enum period period, int32_t number, struct buf *out)
{
	bool english = language_of(lang) == ENGLISH;
	struct civil day = date_civil(period_first_day(period, number));
	int year, place;

	period_place(period, number, &year, &place);
	if (period == PERIOD_DAY)
		english ? buf_format(out, "%d %.3s", day.day, MONTHS[day.month - 1])
			: buf_format(out, "%d月%d日", day.month, day.day);
	else if (period == PERIOD_WEEK)
		buf_format(out,
			english                            ? "W%d"
			: language_of(lang) == TRADITIONAL ? "%d週"
							   : "%d周",
			place);
	else if (period == PERIOD_MONTH)
		english ? buf_format(out, "%.3s", MONTHS[place - 1])
			: buf_format(out, "%d月", place);
	else if (period == PERIOD_QUARTER)
		buf_format(out, "Q%d", place);
	else
		buf_format(out, "%d", year);
}

void period_year(const char *lang, enum period period, int32_t number, struct buf *out)
{
	int year, place;

	period_place(period, number, &year, &place);
	if (period != PERIOD_YEAR)
		buf_format(out, language_of(lang) == ENGLISH ? "%d" : "%d 年", year);
}

static void english_name(enum period period, struct civil day, int year, int place, struct buf *out)
{
	if (period == PERIOD_DAY)
		buf_format(out, "%d %s %d", day.day, MONTHS[day.month - 1], year);
	else if (period == PERIOD_WEEK)
		buf_format(out, "week %d of %d", place, year);
	else if (period == PERIOD_MONTH)
		buf_format(out, "%s %d", MONTHS[place - 1], year);
	else if (period == PERIOD_QUARTER)
		buf_format(out, "Q%d %d", place, year);
	else
		buf_format(out, "%d", year);
}

void period_name(const char *lang, enum period period, int32_t number, struct buf *out)
{
	struct civil day = date_civil(period_first_day(period, number));
	int year, place;

	period_place(period, number, &year, &place);
	if (language_of(lang) == ENGLISH)
		english_name(period, day, year, place, out);
	else if (period == PERIOD_DAY)
		buf_format(out, "%d 年 %d 月 %d 日", year, day.month, day.day);
	else if (period == PERIOD_WEEK)
		buf_format(out, "%d 年第 %d %s", year, place,
			language_of(lang) == TRADITIONAL ? "週" : "周");
	else if (period == PERIOD_MONTH)
		buf_format(out, "%d 年 %d 月", year, place);
	else if (period == PERIOD_QUARTER)
		buf_format(out, "%d 年第 %d 季度", year, place);
	else
		buf_format(out, "%d 年", year);
}

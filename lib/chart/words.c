#include "chart/words.h"

#include <math.h>
#include <string.h>

#include "table/number.h"

enum language { SIMPLIFIED, TRADITIONAL, ENGLISH, N_LANGUAGES };

static const char *const WORDS[][N_LANGUAGES] = {
	[WORD_OTHER] = {"其他", "其他", "Other"},
	[WORD_NO_DATA] = {"没有数据", "沒有資料", "No data"},
	[WORD_PARTIAL] = {"空心：统计期不完整。", "空心：統計期不完整。",
		"Hollow: the period is incomplete."},
	[WORD_VITAL_FEW] = {"深色为累计达到 80% 之前的关键少数。",
		"深色為累計達到 80% 之前的關鍵少數。",
		"Dark bars: the vital few, up to 80% of the total."},
	[WORD_BY] = {"%1·按%2", "%1·依%2", "%1 by %2"},
	[WORD_RANGE] = {"—", "—", " – "},
	[WORD_LEFT_OUT] = {"只显示其中较大的。", "只顯示其中較大的。",
		"Only the largest are shown."},
	[WORD_NOT_COMPARABLE] = {"无可比基数的未列出。", "無可比基數的未列出。",
		"Those with nothing to compare with are not shown."},
	[WORD_ARROWS] = {"变化不足 1% 不标箭头；上升（变差）为橙红，下降（好转）为青绿。",
		"變化不足 1% 不標箭頭；上升（變差）為橙紅，下降（好轉）為青綠。",
		"No arrow under 1%. Rises (worse) are orange, falls (better) green."},
	[WORD_ARROWS_UP] = {"变化不足 1% 不标箭头；上升（好转）为青绿，下降（变差）为橙红。",
		"變化不足 1% 不標箭頭；上升（好轉）為青綠，下降（變差）為橙紅。",
		"No arrow under 1%. Rises (better) are green, falls (worse) orange."},
	[WORD_INTERVALS] = {"横线为 95% 置信区间，空心的含 0；橙红、青绿为显著变化。",
		"橫線為 95% 信賴區間，空心的含 0；橙紅、青綠為顯著變化。",
		"Lines: 95% intervals, hollow where they hold 0. Orange, green: significant."},
	[WORD_SQUARE_ROOT] = {"颜色按平方根刻度；“–”表示无。", "顏色按平方根刻度；「–」表示無。",
		"Colour on a square-root scale; “–” means none."},
	[WORD_LIMITS] = {"灰带在控制限之内；橙红为超出控制限或预警的点，写明的为预警。",
		"灰帶在控制限之內；橙紅為超出控制限或預警的點，寫明的為預警。",
		"Band: within the limits. Orange: outside of them, or an alarm, which is named."},
	[WORD_ONE_SCALE] = {"统一纵轴；灰线为均值，橙红表示期末差于均值。",
		"統一縱軸；灰線為均值，橙紅表示期末差於均值。",
		"One scale for all. Grey line: mean. Orange: ends worse than its mean."},
	[WORD_OWN_SCALES] = {"纵轴各自刻度，高度不可互比；灰线为均值，橙红表示期末差于均值。",
		"縱軸各自刻度，高度不可互比；灰線為均值，橙紅表示期末差於均值。",
		"Each has a scale of its own: do not compare heights. Grey line: mean. Orange: "
		"ends "
		"worse than its mean."},
	[WORD_FOLLOWED] = {"Kaplan-Meier 估计：未满天数的投诉按截止日截尾。",
		"Kaplan-Meier 估計：未滿天數的投訴按截止日設限。",
		"Kaplan-Meier: complaints are followed up to the date of the data."},
	[WORD_TOTAL] = {"合计", "合計", "Total"},
	[WORD_CENTRE] = {"均值", "均值", "Mean"},
	[WORD_UPPER] = {"上限", "上限", "Upper"},
	[WORD_LOWER] = {"下限", "下限", "Lower"},
	[WORD_REPEATED] = {"投诉后一定天数内再次投诉的比例", "投訴後一定天數內再次投訴的比例",
		"Share that complains again within so many days"},
	[WORD_DAYS] = {"天", "天", "days"},
	[WORD_COLON] = {"：", "：", ": "},
	[WORD_COMMA] = {"，", "，", ", "},
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

void chart_short_number(const char *lang, double value, struct buf *out)
{
	static const struct {
		double from, unit;
		const char *names[N_LANGUAGES]; /* NULL: this language counts otherwise */
	} units[] = {
		{1e9, 1e9, {NULL, NULL, "bn"}},
		{1e8, 1e8, {" 亿", " 億", NULL}},
		{1e6, 1e6, {NULL, NULL, "M"}},
		{1e4, 1e4, {" 万", " 萬", NULL}},
		{1e4, 1e3, {NULL, NULL, "k"}},
	};
	const size_t n = sizeof units / sizeof *units;
	enum language language = language_of(lang);
	size_t i = 0;
	double shown;

	while (i < n && (!units[i].names[language] || fabs(value) < units[i].from))
		i++;
	if (i == n) {
		number_fixed(value, 0, true, false, out);
		return;
	}
	shown = value / units[i].unit;
	number_fixed(shown, fabs(shown) < 10 ? 2 : fabs(shown) < 100 ? 1 : 0, true, false, out);
	buf_add_text(out, units[i].names[language]);
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

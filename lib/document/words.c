#include "document/words.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "chart/words.h"
#include "table/number.h"

bool words_is_chinese(const char *lang)
{
	return !strncmp(lang, "zh", 2);
}

static bool is_traditional(const char *lang)
{
	return !strcmp(lang, "zh-TW");
}

static const char *in_language(
	const char *lang, const char *simplified, const char *traditional, const char *english)
{
	if (!words_is_chinese(lang))
		return english;
	return is_traditional(lang) ? traditional : simplified;
}

static bool is_han(const char *text, size_t n)
{
	uint32_t code;

	return text_decode(text, n, &code) && (code >= 0x3400 && code <= 0x9FFF);
}

bool words_are_spaced(const char *lang, const char *left, const char *right)
{
	const char *last = left + strlen(left);

	if (!words_is_chinese(lang) || !*left || !*right)
		return false;
	do
		last--;
	while (last > left && (*last & 0xC0) == 0x80);
	return (isalnum((unsigned char)*last) && is_han(right, strlen(right))) ||
	       (isalnum((unsigned char)*right) && is_han(last, strlen(last)));
}

const char *words_list_separator(const char *lang)
{
	return words_is_chinese(lang) ? "、" : ", ";
}

/* Growth is a fraction; a change of percentages is in points already (METRICS 3.4). */
static double shown_change(double change, bool is_points)
{
	return is_points ? change : change * 100;
}

/* A change that is shown as 0.0 has no direction. */
static bool is_flat(double shown)
{
	return fabs(shown) < 0.05;
}

static void add_unit(const char *lang, bool is_points, const char *points, struct buf *out)
{
	if (!is_points)
		buf_add_char(out, '%');
	else if (!words_is_chinese(lang))
		buf_add_text(out, points);
	else
		buf_add_text(out, is_traditional(lang) ? " 個百分點" : " 个百分点");
}

void words_change(const char *lang, double change, bool is_points, struct buf *out)
{
	static const char *const words[3][3] = {{"上升 ", "下降 ", "持平"},
		{"上升 ", "下降 ", "持平"}, {"up ", "down ", "unchanged"}};
	size_t row = !words_is_chinese(lang) ? 2 : is_traditional(lang);
	double shown = shown_change(change, is_points);

	if (is_flat(shown)) {
		buf_add_text(out, words[row][2]);
		return;
	}
	buf_add_text(out, words[row][shown < 0]);
	number_fixed(fabs(shown), 1, true, false, out);
	add_unit(lang, is_points, " points", out);
}

void words_delta(const char *lang, double change, bool is_points, struct buf *out)
{
	double shown = shown_change(change, is_points);

	number_fixed(is_flat(shown) ? 0 : shown, 1, true, !is_flat(shown), out);
	/* In cells and KPI cards, where the whole word would wrap. */
	add_unit(lang, is_points, " pts", out);
}

void words_period(const char *lang, const char *label, struct buf *out)
{
	enum period period;
	int32_t number;
	struct err unused;

	if (period_parse(label, &period, &number, &unused) < 0)
		buf_add_text(out, label);
	else
		period_name(lang, period, number, out);
}

void words_period_alone(const char *lang, const char *label, struct buf *out)
{
	size_t start = out->len;
	enum period period;
	int32_t number;
	struct err unused;

	if (words_is_chinese(lang) || period_parse(label, &period, &number, &unused) < 0) {
		words_period(lang, label, out);
		return;
	}
	if (period == PERIOD_DAY) {
		period_tick(lang, period, number, out);
		buf_add_char(out, ' ');
		period_year(lang, period, number, out);
		return;
	}
	period_name(lang, period, number, out);
	text_capital(out->data + start);
}

const char *words_base(const char *lang, const char *column)
{
	static const struct {
		const char *part;     /* of the column's name; the first that fits */
		const char *words[3]; /* zh-CN, zh-TW, en */
	} bases[] = {
		{"yoy", {"同比", "較去年同期", "vs last year"}},
		{"per_workday", {"环比（每工作日）", "較上期（每工作日）", "per workday vs prior"}},
		{"_pp", {"较上期", "較上期", "vs prior"}},
		{"", {"环比", "較上期", "vs prior"}},
	};
	size_t which = !words_is_chinese(lang) ? 2 : is_traditional(lang);
	size_t i = 0;

	while (!strstr(column, bases[i].part))
		i++;
	return bases[i].words[which];
}

const char *words_person(const char *lang, enum people people)
{
	static const char *const words[3][N_PEOPLE] = {
		{"客户", "经办人"}, {"客戶", "經辦人"}, {"Customer", "Handler"}};

	return words[!words_is_chinese(lang) ? 2 : is_traditional(lang)][people];
}

const char *words_no_data(const char *lang)
{
	return in_language(lang, "本期没有数据。", "本期沒有資料。", "No data in this period.");
}

const char *words_cut(const char *lang)
{
	return in_language(lang, "以“…”结尾的内容因篇幅所限未全部列出，全文见电子记录。",
		"以「…」結尾的內容因篇幅所限未全部列出，全文見電子記錄。",
		"What ends with … is longer than there is room for; the record has all of it.");
}

const char *words_data(const char *lang)
{
	return in_language(lang, "数据", "資料", "Data");
}

const char *words_total(const char *lang)
{
	return in_language(lang, "合计", "合計", "Total");
}

const char *words_contents(const char *lang)
{
	return in_language(lang, "目录", "目錄", "Contents");
}

const char *words_continued(const char *lang)
{
	return in_language(lang, "（续）", "（續）", " (continued)");
}

void words_page(const char *lang, size_t page, size_t n_pages, struct buf *out)
{
	const char *format = !words_is_chinese(lang) ? "Page %zu of %zu"
			     : is_traditional(lang)  ? "第 %zu 頁，共 %zu 頁"
						     : "第 %zu 页，共 %zu 页";

	buf_format(out, format, page, n_pages);
}

void words_table(const char *lang, int number, const char *caption, struct buf *out)
{
	buf_format(out, words_is_chinese(lang) ? "表 %d　%s" : "Table %d  %s", number, caption);
}

void words_as_of(const char *lang, const char *day, struct buf *out)
{
	if (out->len)
		buf_add_text(out, words_is_chinese(lang) ? "·" : " · ");
	if (words_is_chinese(lang))
		buf_add_text(out, is_traditional(lang) ? "資料截至 " : "数据截至 ");
	else
		buf_add_text(out, "data as of ");
	words_period(lang, day, out);
}

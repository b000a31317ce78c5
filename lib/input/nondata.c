#include "input/nondata.h"

#include <string.h>

#include "input/value.h"
#include "record/key.h"

enum { LONGEST = 256 };

/* Words of a total in its first cell, folded: alone, before a number or bracket (合计 12,
 * 总计(件)), or after a short name (10月小计). */
static const char *const TOTALS[] = {"合计", "合計", "总计", "總計", "小计", "小計", "汇总", "彙總",
	"累计", "累計", "总数", "總數", "平均", "total", "totals", "grandtotal", "subtotal", "sum",
	"average"};
enum { LONGEST_NAME = 24 };

/* Starts of a footer or note, folded; what follows is a number or stands after a colon. */
static const char *const NOTES[] = {"共", "总共", "导出时间", "导出日期", "導出時間", "匯出時間",
	"制表人", "製表人", "制表时间", "制表日期", "填表人", "审核人", "打印时间", "数据来源",
	"备注", "備註", "注", "说明", "說明", "统计时间", "统计口径", "exportedat", "exportedby",
	"exportdate", "generatedat", "generatedby", "generatedon", "printedat", "source", "note",
	"rows", "endofreport", "endoffile"};

static size_t fold(char key[LONGEST], struct span cell)
{
	return cell.n && cell.n <= LONGEST ? key_fold(key, cell.text, cell.n) : 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Nothing but figures after the first cell that is filled. */
static bool is_figures(const struct row *row)
{
	size_t filled = 0;

	for (size_t i = 0; i < row->n; i++) {
		struct span cell = value_trim(row->cells[i]);

		if (!cell.n || !filled++)
			continue;
		for (size_t k = 0; k < cell.n; k++)
			if (!is_digit(cell.text[k]) && !strchr(".,%- ", cell.text[k]))
				return false;
	}
	return filled > 1;
}

static bool is_total(const struct row *row, struct span cell)
{
	char key[LONGEST];
	size_t n = fold(key, cell);

	for (size_t i = 0; n && i < sizeof TOTALS / sizeof *TOTALS; i++) {
		size_t length = strlen(TOTALS[i]);

		if (n >= length && !memcmp(key, TOTALS[i], length) &&
			(n == length || is_digit(key[length]) || key[length] == '('))
			return true;
		if (n > length && n <= length + LONGEST_NAME && TOTALS[i][0] < 0 &&
			!memcmp(key + n - length, TOTALS[i], length) && is_figures(row))
			return true;
	}
	return false;
}

static bool has_colon(struct span cell)
{
	return memchr(cell.text, ':', cell.n) || memmem(cell.text, cell.n, "：", strlen("："));
}

static bool is_note(struct span cell)
{
	char key[LONGEST];
	size_t n = fold(key, cell);

	for (size_t i = 0; n && i < sizeof NOTES / sizeof *NOTES; i++) {
		size_t length = strlen(NOTES[i]);

		if (n >= length && !memcmp(key, NOTES[i], length) &&
			(n == length || is_digit(key[length]) || has_colon(cell)))
			return true;
	}
	return false;
}

static bool is_same(struct span a, struct span b)
{
	return a.n == b.n && !memcmp(a.text, b.text, a.n);
}

/* The header again, or one of its two rows. */
static bool is_header(const struct plan *plan, const struct row *row)
{
	size_t whole = 0, upper = 0, lower = 0, filled = 0;

	for (size_t i = 0; i < row->n && i < plan->n; i++) {
		struct span cell = value_trim(row->cells[i]);
		const struct plan_column *column = &plan->columns[i];

		if (!cell.n)
			continue;
		filled++;
		whole += is_same(cell, column->header);
		upper += is_same(cell, column->upper);
		lower += is_same(cell, column->lower);
	}
	whole = upper > whole ? upper : whole;
	whole = lower > whole ? lower : whole;
	return whole >= 2 && whole * 5 >= filled * 4;
}

/* Cheap first look: whether the cell where a date should be has a digit. */
static bool has_digit(struct span cell)
{
	for (size_t i = 0; i < cell.n && i < 64; i++)
		if (is_digit(cell.text[i]))
			return true;
	return false;
}

const char *nondata_kind(const struct plan *plan, const struct row *row)
{
	size_t received = plan->by_turn[0];
	size_t filled = 0;
	struct span first = {0};

	if (received < row->n && has_digit(row->cells[received]) &&
		!(received == 0 && row->n < plan->n))
		return NULL;
	for (size_t i = 0; i < row->n; i++) {
		struct span cell = value_trim(row->cells[i]);

		if (cell.n && !filled++)
			first = cell;
	}
	if (!filled)
		return "blank";
	if (is_header(plan, row))
		return "header";
	if (is_total(row, first))
		return "total";
	return filled <= 2 && is_note(first) ? "note" : NULL;
}

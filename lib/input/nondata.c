#include "input/nondata.h"

#include <string.h>

#include "input/value.h"
#include "record/key.h"

enum { LONGEST = 256 };

/* Starts of the first cell, folded. A total's date is blank or the word itself. */
static const struct {
	const char *word;
	bool is_whole; /* the word alone */
} TOTALS[] = {{"合计", false}, {"總計", false}, {"总计", false}, {"小计", false}, {"小計", false},
	{"合計", false}, {"汇总", false}, {"彙總", false}, {"累计", false}, {"累計", false},
	{"总数", false}, {"平均", true}, {"total", true}, {"totals", true}, {"grandtotal", true},
	{"subtotal", true}, {"sum", true}, {"average", true}};

static const char *const NOTES[] = {"共", "导出时间", "导出日期", "導出時間", "匯出時間", "制表人",
	"製表人", "制表时间", "制表日期", "填表人", "审核人", "打印时间", "数据来源", "备注",
	"備註", "注", "说明", "說明", "统计时间", "统计口径", "exportedat", "exportedby",
	"exportdate", "generatedat", "generatedby", "generatedon", "printedat", "source", "note",
	"rows", "endofreport", "endoffile"};

static size_t fold(char key[LONGEST], struct span cell)
{
	return cell.n && cell.n <= LONGEST ? key_fold(key, cell.text, cell.n) : 0;
}

static bool is_total(struct span cell)
{
	char key[LONGEST];
	size_t n = fold(key, cell);

	for (size_t i = 0; n && i < sizeof TOTALS / sizeof *TOTALS; i++) {
		size_t length = strlen(TOTALS[i].word);

		if (n >= length && !memcmp(key, TOTALS[i].word, length) &&
			(n == length || (!TOTALS[i].is_whole && n <= length + 24)))
			return true;
	}
	return false;
}

static bool is_note(struct span cell)
{
	char key[LONGEST];
	size_t n = fold(key, cell);

	for (size_t i = 0; n && i < sizeof NOTES / sizeof *NOTES; i++)
		if (n >= strlen(NOTES[i]) && !memcmp(key, NOTES[i], strlen(NOTES[i])))
			return true;
	return false;
}

static bool is_header(const struct plan *plan, const struct row *row)
{
	size_t same = 0, filled = 0;

	for (size_t i = 0; i < row->n && i < plan->n; i++) {
		struct span cell = value_trim(row->cells[i]);
		struct span header = plan->columns[i].header;

		filled += cell.n != 0;
		same += cell.n && cell.n == header.n && !memcmp(cell.text, header.text, cell.n);
	}
	return same >= 2 && same * 5 >= filled * 4;
}

/* Cheap first look: whether the cell where a date should be has a digit. */
static bool has_digit(struct span cell)
{
	for (size_t i = 0; i < cell.n && i < 64; i++)
		if (cell.text[i] >= '0' && cell.text[i] <= '9')
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
	if (is_total(first))
		return "total";
	return filled <= 2 && is_note(first) ? "note" : NULL;
}

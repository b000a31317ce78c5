#include "input/reject.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const struct {
	const char *word, *zh_cn, *zh_tw, *en;
} REJECTS[] = {
	[REJECT_BAD_DATE] = {"bad-date", "不是日期", "不是日期", "is no date"},
	[REJECT_NO_DATE] = {"no-date", "缺少受理时间", "缺少受理時間", "no date received"},
	[REJECT_TOO_MANY_CELLS] = {"too-many-cells", "单元格多于表头", "儲存格多於表頭",
		"more cells than the header has"},
	[REJECT_TOO_FEW_CELLS] = {"too-few-cells", "单元格少于表头", "儲存格少於表頭",
		"fewer cells than the header has"},
	[REJECT_BAD_QUOTES] = {"bad-quotes", "引号不配对，无法还原该行", "引號不成對，無法還原該列",
		"quotes do not match, the row cannot be told"},
	[REJECT_BAD_ENCODING] = {"bad-encoding", "含有无法解码的字节（以 \\xHH 表示）",
		"含有無法解碼的位元組（以 \\xHH 表示）",
		"has bytes that are no text of the file's encoding (shown as \\xHH)"},
	[REJECT_TOO_LONG] = {"too-long", "该行超过长度上限", "該列超過長度上限",
		"the row is longer than a record may be"},
	[REJECT_BAD_VALUE] = {"bad-value", "不是规范的取值", "不是規範的取值",
		"is no canonical value"},
};

const char *reject_message(enum reject_code code, const char *lang)
{
	if (lang && !strcmp(lang, "en"))
		return REJECTS[code].en;
	return lang && !strcmp(lang, "zh-TW") ? REJECTS[code].zh_tw : REJECTS[code].zh_cn;
}

void reject_tell(const struct input_options *options, const struct plan *plan,
	const struct row *row, const char *sheet, const struct fault *fault)
{
	struct span *cells = mem_alloc((row->n + 1) * sizeof *cells);
	struct span column = fault->column < plan->n ? plan->columns[fault->column].header
						     : (struct span){"", 0};
	char *name = mem_text_n(column.text, column.n);
	struct reject reject = {.sheet = sheet,
		.line = row->line,
		.byte = row->is_bad ? row->bad_byte : row->byte,
		.column = name,
		.code = REJECTS[fault->code].word,
		.message = reject_message(fault->code, options->lang),
		.cells = cells};

	for (size_t i = 0; i < row->n; i++)
		if (i >= plan->n || !plan->columns[i].is_ignored)
			cells[reject.n_cells++] = row->cells[i];
	if (options->on_reject)
		options->on_reject(options->context, &reject);
	free(cells);
	free(name);
}

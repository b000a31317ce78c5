#include <string.h>

#include "book/book.h"

static const struct book_words WORDS[] = {
	{
		.lang = "zh-CN",
		.overview = "总览",
		.definitions = "口径",
		.detail = "明细",
		.data = "数据",
		.back = "返回总览",
		.total = "合计",
		.yes = "是",
		.no = "否",
		.page = "&C第 &P 页 / 共 &N 页",
		.chart_data = "图表数据",
		.to_low = "至下限",
		.to_high = "至上限",
		.cumulative = "累计占比",
		.count = "件数",
		.cut = "%zu 个单元格的文字超过 32,767 个字符，已截断",
		.font = "Microsoft YaHei",
	},
	{
		.lang = "zh-TW",
		.overview = "總覽",
		.definitions = "統計說明",
		.detail = "明細",
		.data = "資料",
		.back = "返回總覽",
		.total = "合計",
		.yes = "是",
		.no = "否",
		.page = "&C第 &P 頁 / 共 &N 頁",
		.chart_data = "圖表資料",
		.to_low = "至下限",
		.to_high = "至上限",
		.cumulative = "累計占比",
		.count = "件數",
		.cut = "%zu 個儲存格的文字超過 32,767 個字元，已截斷",
		.font = "Microsoft JhengHei",
	},
	{
		.lang = "en",
		.overview = "Overview",
		.definitions = "Definitions",
		.detail = "Detail",
		.data = "Data",
		.back = "Back to overview",
		.total = "Total",
		.yes = "Yes",
		.no = "No",
		.page = "&CPage &P of &N",
		.chart_data = "Chart data",
		.to_low = "Down to the low end",
		.to_high = "Up to the high end",
		.cumulative = "Cumulative",
		.count = "Complaints",
		.cut = "%zu cells held text of more than 32,767 characters, which was cut",
		.font = "Calibri",
	},
};

const struct book_words *book_words(const char *lang)
{
	for (size_t i = 0; lang && i < sizeof WORDS / sizeof *WORDS; i++)
		if (!strcmp(WORDS[i].lang, lang))
			return &WORDS[i];
	return &WORDS[0];
}

/* The stores' complaint forms as a workbook. */
#include <stdlib.h>
#include <string.h>

#include <xlsxwriter.h>

#include "base/date.h"
#include "base/mem.h"
#include "sample-data/export.h"

enum { TITLE_ROW, NOTE_ROW, HEADER_ROW, FIRST_ROW };

static const char *const HEADER[] = {"客訴單號", "客訴日期", "門市", "地區", "會員編號", "客戶姓名",
	"聯絡電話", "客訴商品", "大分類", "客訴描述", "期望處理方式", "客訴等級", "處理部門",
	"處理人員", "處理狀態", "首次回覆時間", "結案時間", "回訪日期", "滿意度", "補償金額"};

struct sheet {
	lxw_worksheet *sheet;
	lxw_format *instant, *day;
	lxw_row_t row;
	lxw_col_t column;
};

static void put_text(struct sheet *sheet, const char *text)
{
	if (*text)
		worksheet_write_string(sheet->sheet, sheet->row, sheet->column, text, NULL);
	sheet->column++;
}

static void put_number(struct sheet *sheet, double number)
{
	if (number != 0)
		worksheet_write_number(sheet->sheet, sheet->row, sheet->column, number, NULL);
	sheet->column++;
}

static void put_instant(struct sheet *sheet, int64_t instant, lxw_format *format)
{
	struct civil t;
	lxw_datetime date;

	if (instant != NEVER) {
		t = instant_civil(instant);
		date = (lxw_datetime){t.year, t.month, t.day, t.hour, t.minute, t.second};
		if (format == sheet->day)
			date.hour = date.min = 0, date.sec = 0;
		worksheet_write_datetime(sheet->sheet, sheet->row, sheet->column, &date, format);
	}
	sheet->column++;
}

static const char *status_of(const struct complaint *complaint)
{
	if (complaint->is_withdrawn)
		return "撤案";
	return complaint->closed != NEVER ? "已結案" : "處理中";
}

static void put_complaint(
	struct sheet *sheet, const struct shop *shop, const struct complaint *complaint, int number)
{
	static const char *const LEVELS[] = {"一般", "較大", "重大", "緊急"};
	const struct customer *customer = &shop->customers[complaint->customer];
	const char *const *product = shop->products.rows[complaint->product];
	char *id = mem_format("MD-%d-%04d", instant_civil(complaint->received).year, number);
	char *member = mem_format("VIP%05zu", complaint->customer * 31 % 99991);

	sheet->column = 0;
	put_text(sheet, id);
	put_instant(sheet, complaint->received, sheet->instant);
	put_text(sheet, shop->merchants.rows[complaint->merchant][0]);
	put_text(sheet, shop->merchants.rows[complaint->merchant][1]);
	put_text(sheet, member);
	put_text(sheet, customer->name);
	put_text(sheet, customer->phone);
	put_text(sheet, product[PRODUCT_NAME]);
	put_text(sheet, product[PRODUCT_CATEGORY]);
	put_text(sheet, complaint->text);
	put_text(sheet, complaint->demand);
	put_text(sheet, LEVELS[complaint->severity - 1]);
	put_text(sheet, shop->departments.rows[complaint->department][0]);
	put_text(sheet, complaint->handler);
	put_text(sheet, status_of(complaint));
	put_instant(sheet, complaint->first, sheet->instant);
	put_instant(sheet, complaint->closed, sheet->instant);
	put_instant(sheet, complaint->followed, sheet->day);
	put_number(sheet, complaint->satisfaction);
	put_number(sheet, complaint->compensation);
	free(id);
	free(member);
	sheet->row++;
}

static void put_head(struct sheet *sheet, lxw_workbook *book)
{
	lxw_format *title = workbook_add_format(book), *bold = workbook_add_format(book);

	format_set_bold(title);
	format_set_font_size(title, 16);
	format_set_align(title, LXW_ALIGN_CENTER);
	format_set_bold(bold);
	worksheet_merge_range(sheet->sheet, TITLE_ROW, 0, TITLE_ROW,
		sizeof HEADER / sizeof *HEADER - 1, "門市客訴登記表（2024年9月至2026年10月）",
		title);
	worksheet_write_string(
		sheet->sheet, NOTE_ROW, 0, "匯出時間：2026-11-01 08:00　製表人：營運部", NULL);
	for (size_t i = 0; i < sizeof HEADER / sizeof *HEADER; i++)
		worksheet_write_string(sheet->sheet, HEADER_ROW, (lxw_col_t)i, HEADER[i], bold);
	sheet->row = FIRST_ROW;
}

static void put_total(struct sheet *sheet, int number, int compensation)
{
	char *count = mem_format("%d 件", number);

	sheet->column = 0;
	put_text(sheet, "合計");
	sheet->column++;
	put_text(sheet, count);
	free(count);
	sheet->column = sizeof HEADER / sizeof *HEADER - 1;
	put_number(sheet, compensation);
}

int export_store(const struct complaints *complaints, const struct shop *shop, const char *path,
	struct err *err)
{
	lxw_workbook *book = workbook_new(path);
	lxw_doc_properties properties = {.created = 1793491200}; /* 2026-11-01, not the clock */
	struct sheet sheet = {.sheet = workbook_add_worksheet(book, "客訴")};
	int number = 0, compensation = 0;
	lxw_error code;

	workbook_set_properties(book, &properties);
	sheet.instant = workbook_add_format(book);
	format_set_num_format(sheet.instant, "yyyy/m/d hh:mm");
	sheet.day = workbook_add_format(book);
	format_set_num_format(sheet.day, "yyyy\"年\"m\"月\"d\"日\"");
	put_head(&sheet, book);
	for (size_t i = 0; i < complaints->n; i++)
		if (complaints->rows[i].system == SYSTEM_STORE) {
			put_complaint(&sheet, shop, &complaints->rows[i], ++number);
			compensation += complaints->rows[i].compensation;
		}
	put_total(&sheet, number, compensation);
	worksheet_set_column(sheet.sheet, 9, 9, 60, NULL);
	code = workbook_close(book);
	return code ? err_set(err, "cannot write '%s': %s", path, lxw_strerror(code)) : 0;
}

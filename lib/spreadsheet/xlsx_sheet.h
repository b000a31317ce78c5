#pragma once
/* The rows of one worksheet. */
#include <stdbool.h>

#include "spreadsheet/sheet.h"
#include "spreadsheet/xlsx_style.h"
#include "spreadsheet/xlsx_text.h"

#define XLSX_SHEET_LIMIT ((uint64_t)8 << 30) /* bytes of one worksheet */

struct xlsx_sheet;

/* Borrows everything until xlsx_sheet_close(). */
struct xlsx_sheet *xlsx_sheet_open(struct archive *archive, const char *part,
	const struct shared_texts *shared, const struct styles *styles, bool is_1904,
	struct err *err);
int xlsx_sheet_row(struct xlsx_sheet *sheet, struct sheet_row *row, struct err *err); /* 1, 0, -1 */
void xlsx_sheet_close(struct xlsx_sheet *sheet);

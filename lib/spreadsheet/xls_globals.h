#pragma once
/* What an old workbook says of itself, before its sheets: encryption, code page, formats, styles,
 * shared texts, and where the sheets are. */
#include <stdbool.h>

#include "spreadsheet/date_format.h"
#include "spreadsheet/xls_text.h"

struct xls_place {
	char *name;
	bool is_hidden;
	size_t at; /* of its BOF record */
};

/* Zeroed but for texts.stream, which holds the whole workbook. */
struct xls_globals {
	struct xls_texts texts;
	struct shared_texts shared;
	struct number_formats formats;
	struct styles styles;
	bool is_1904;
	unsigned code_page; /* 0: not told */
	struct xls_place *sheets;
	size_t n, capacity;
};

/* `encoding` overrides the code page of a workbook that has one, or is NULL. */
int xls_globals_read(struct xls_globals *globals, const char *encoding, struct err *err);
void xls_globals_release(struct xls_globals *globals);

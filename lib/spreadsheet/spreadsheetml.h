#pragma once
/* XML spreadsheets of Excel 2002 and 2003, which many programs save as .xls. */
#include "source/source.h"
#include "spreadsheet/sheet.h"

/* UTF-8 from an offset on. The source must stay. */
struct book_in *spreadsheetml_open(const struct source *source, uint64_t at, struct err *err);

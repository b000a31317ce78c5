#pragma once
/* The cell styles of a workbook. */
#include "base/err.h"
#include "spreadsheet/date_format.h"
#include "zip/archive.h"

int styles_read(struct styles *styles, struct archive *archive, const char *name, struct err *err);

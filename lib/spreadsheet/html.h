#pragma once
/* The tables of a web page as sheets "table 1", "table 2", ...: what many programs save as .xls. */
#include "source/encoding.h"
#include "source/source.h"
#include "spreadsheet/sheet.h"

/* Up to 256 MB. The source must stay; UTF-16 must have become UTF-8 before. */
struct book_in *html_open(
	const struct source *source, const struct encoding *encoding, struct err *err);

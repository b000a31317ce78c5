#pragma once
/* What a reader of one kind of workbook offers to sheet.c: it embeds `struct book_in` as its first
 * member, lists its sheets there and fills a kind.
 *
 *	struct xls { struct book_in base; ... };
 *	book_in_add(&xls->base, mem_text("投诉"), false); */
#include "spreadsheet/merged.h"
#include "spreadsheet/sheet.h"

struct book_sheet {
	char *name;
	bool is_hidden;
};

struct book_kind {
	const char *word; /* "xlsx" */
	int (*start)(struct book_in *book, size_t sheet, struct err *err);
	int (*row)(struct book_in *book, struct sheet_row *row, struct err *err);
	/* What the reader has; not what is in struct book_in, nor itself. */
	void (*release)(struct book_in *book);
};

struct book_in {
	const struct book_kind *kind;
	struct book_sheet *sheets;
	size_t n, capacity;
	size_t started; /* the number of the open sheet */
	bool is_1904;   /* its days are counted from 1904; known once it is open */
	/* Of the open sheet: the reader clears it when it starts one, and adds each range before it
	 * gives the range's first row. */
	struct merged merged;
};

/* Takes the name. */
void book_in_add(struct book_in *book, char *name, bool is_hidden);

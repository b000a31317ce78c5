#include "spreadsheet/sheet.h"

#include <stdlib.h>

#include "base/mem.h"
#include "spreadsheet/book.h"

void book_in_add(struct book_in *book, char *name, bool is_hidden)
{
	book->sheets = mem_grow(book->sheets, book->n, &book->capacity, sizeof *book->sheets);
	book->sheets[book->n++] = (struct book_sheet){name, is_hidden};
}

const char *book_in_kind(const struct book_in *book)
{
	return book->kind->word;
}

size_t book_in_sheets(const struct book_in *book)
{
	return book->n;
}

const char *book_in_name(const struct book_in *book, size_t sheet)
{
	return book->sheets[sheet].name;
}

bool book_in_hidden(const struct book_in *book, size_t sheet)
{
	return book->sheets[sheet].is_hidden;
}

static int sheet_failed(const struct book_in *book, struct err *err)
{
	return err_prefix(err, "sheet '%s'", book->sheets[book->started].name);
}

bool book_in_is_1904(const struct book_in *book)
{
	return book->is_1904;
}

int book_in_start(struct book_in *book, size_t sheet, struct err *err)
{
	book->started = sheet;
	return book->kind->start(book, sheet, err) < 0 ? sheet_failed(book, err) : 0;
}

int book_in_row(struct book_in *book, struct sheet_row *row, struct err *err)
{
	int status = book->kind->row(book, row, err);

	if (status > 0 && book->merged.n && merged_take(&book->merged, row, err) < 0)
		status = -1;
	return status < 0 ? sheet_failed(book, err) : status;
}

void book_in_close(struct book_in *book)
{
	if (!book)
		return;
	book->kind->release(book); /* a thread of it may still be adding merged cells */
	for (size_t i = 0; i < book->n; i++)
		free(book->sheets[i].name);
	free(book->sheets);
	merged_release(&book->merged);
	free(book);
}

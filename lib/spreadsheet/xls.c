#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "spreadsheet/book.h"
#include "spreadsheet/ole.h"
#include "spreadsheet/xls_globals.h"
#include "spreadsheet/xls_sheet.h"

/* The workbook is held in memory, its texts once more. */
enum { BOOK_LIMIT = 256 << 20 };

struct xls {
	struct book_in base;
	struct buf stream;
	struct xls_globals globals;
	struct xls_sheet *open;
};

/* --- the file --- */

/* Which other documents are OLE containers too, by a stream that tells them. */
static const struct {
	const char *stream, *message;
} OTHERS[] = {
	{"EncryptedPackage", "the workbook is encrypted: save it without a password"},
	{"WordDocument", "this is a Word document: save its table as .xlsx"},
	{"PowerPoint Document", "this is a presentation, not a table"},
	{"__properties_version1.0", "this is a mail message: save its attachment"},
};

static int refuse_container(const struct ole *ole, struct err *err)
{
	for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
		if (ole_has(ole, OTHERS[i].stream))
			return err_set(err, "%s", OTHERS[i].message);
	return err_set(err, "the OLE container holds no workbook, or is cut off");
}

static int read_container(struct xls *book, int fd, struct err *err)
{
	static const char *const STREAMS[] = {"Workbook", "Book"}; /* BIFF8; BIFF5 */
	struct ole *ole = ole_open(fd, err);
	int status = -1;
	size_t i = 0;

	if (!ole)
		return -1;
	while (i < 2 && !ole_has(ole, STREAMS[i]))
		i++;
	if (i < 2)
		status = ole_read(ole, STREAMS[i], BOOK_LIMIT, &book->stream, err);
	else
		refuse_container(ole, err);
	ole_close(ole);
	return status;
}

/* Some programs write the records without a container. */
static int read_bare(struct xls *book, int fd, struct err *err)
{
	enum { PIECE = 1 << 20 };
	struct buf *out = &book->stream;
	ssize_t n;

	do {
		buf_reserve(out, PIECE);
		n = pread(fd, out->data + out->len, PIECE, (off_t)out->len);
		out->len += n > 0 ? (size_t)n : 0;
	} while (n > 0 && out->len <= BOOK_LIMIT);
	if (n < 0)
		return err_errno(err, "cannot read it");
	return n > 0 ? err_set(err, "it is larger than %d MB", BOOK_LIMIT >> 20) : 0;
}

static int read_stream(struct xls *book, int fd, struct err *err)
{
	unsigned char start[2] = {0};
	struct xls_texts *texts = &book->globals.texts;
	bool is_bare = pread(fd, start, sizeof start, 0) == 2 && xls_two(start) == XLS_BOF;

	if ((is_bare ? read_bare(book, fd, err) : read_container(book, fd, err)) < 0)
		return -1;
	texts->stream =
		(struct xls_stream){(unsigned char *)buf_text(&book->stream), book->stream.len};
	return 0;
}

/* --- the book --- */

static int find_extent(
	const struct xls_globals *globals, size_t sheet, struct xls_extent *extent, struct err *err)
{
	extent->at = globals->sheets[sheet].at;
	extent->end = SIZE_MAX;
	for (size_t i = 0; i < globals->n; i++) {
		size_t at = globals->sheets[i].at;

		if (at == extent->at && i < sheet)
			return err_set(err, "it is the same as '%s'", globals->sheets[i].name);
		if (at > extent->at && at < extent->end)
			extent->end = at;
	}
	return 0;
}

static int start_sheet(struct book_in *base, size_t sheet, struct err *err)
{
	struct xls *book = (struct xls *)base;
	struct xls_extent extent;

	merged_clear(&base->merged);
	xls_sheet_close(book->open);
	book->open = NULL;
	if (find_extent(&book->globals, sheet, &extent, err) < 0)
		return -1;
	book->open = xls_sheet_open(&book->globals, &extent, &base->merged, err);
	return book->open ? 0 : -1;
}

static int next_row(struct book_in *base, struct sheet_row *row, struct err *err)
{
	return xls_sheet_row(((struct xls *)base)->open, row, err);
}

static void release_book(struct book_in *base)
{
	struct xls *book = (struct xls *)base;

	xls_sheet_close(book->open);
	xls_globals_release(&book->globals);
	buf_release(&book->stream);
}

static int open_book(struct xls *book, int fd, const char *encoding, struct err *err)
{
	struct xls_globals *globals = &book->globals;

	if (read_stream(book, fd, err) < 0 || xls_globals_read(globals, encoding, err) < 0)
		return -1;
	book->base.is_1904 = globals->is_1904;
	for (size_t i = 0; i < globals->n; i++)
		book_in_add(&book->base, mem_text(globals->sheets[i].name),
			globals->sheets[i].is_hidden);
	return 0;
}

struct book_in *xls_open(int fd, const char *name, const char *encoding, struct err *err)
{
	static const struct book_kind KIND = {"xls", start_sheet, next_row, release_book};
	struct xls *book = mem_zalloc(sizeof *book);

	book->base.kind = &KIND;
	if (open_book(book, fd, encoding, err) == 0)
		return &book->base;
	err_prefix(err, "cannot read '%s'", name);
	book_in_close(&book->base);
	return NULL;
}

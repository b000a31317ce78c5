#include "input/sheet.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "input/xlsx_links.h"
#include "input/xlsx_part.h"
#include "input/xlsx_sheet.h"
#include "input/xlsx_style.h"
#include "input/xlsx_text.h"

#define BOOK_LIMIT ((uint64_t)64 << 20)

enum { MAX_SHEETS = 10000 };

struct sheet_entry {
	char *name;
	char *link; /* the relation's id */
	char *part; /* NULL: no worksheet (a chart sheet, say) */
	bool is_hidden;
};

struct book_in {
	struct archive *archive;
	struct sheet_entry *sheets;
	size_t n, capacity;
	bool is_1904;
	struct shared_texts shared;
	struct styles styles;
	struct xlsx_sheet *open;
	size_t started; /* the number of the open sheet */
};

/* --- workbook.xml --- */

static bool is_true(const char *word)
{
	return word && (!strcmp(word, "1") || !strcmp(word, "true") || !strcmp(word, "on"));
}

static void on_workbook(void *context, const char *name, const char **attributes)
{
	struct book_in *book = context;
	const char *sheet_name = part_attribute(attributes, "name");
	const char *state = part_attribute(attributes, "state");
	const char *link;

	if (!strcmp(name, "workbookPr"))
		book->is_1904 = is_true(part_attribute(attributes, "date1904"));
	if (strcmp(name, "sheet") != 0)
		return;
	link = part_attribute(attributes, "id");
	book->sheets = mem_grow(book->sheets, book->n, &book->capacity, sizeof *book->sheets);
	book->sheets[book->n++] = (struct sheet_entry){
		.name = mem_text(sheet_name ? sheet_name : ""),
		.link = mem_text(link),
		.is_hidden = state && (!strcmp(state, "hidden") || !strcmp(state, "veryHidden")),
	};
}

static void on_workbook_end(void *context, const char *name)
{
	(void)context, (void)name;
}

/* Keeps worksheets only; others (charts, dialogs, macros) hold no rows. */
static void keep_worksheets(struct book_in *book, const struct links *links, const char *part)
{
	size_t kept = 0;

	for (size_t i = 0; i < book->n; i++) {
		struct sheet_entry entry = book->sheets[i];
		const struct link *link = links_find_id(links, entry.link);

		free(entry.link);
		entry.link = NULL;
		if (!link || !link_is(link, "/worksheet")) {
			free(entry.name);
			continue;
		}
		entry.part = link_target(part, link);
		book->sheets[kept++] = entry;
	}
	book->n = kept;
}

static int read_styles_and_texts(
	struct book_in *book, const struct links *links, const char *part, struct err *err)
{
	const struct link *styles = links_find_type(links, "/styles");
	const struct link *shared = links_find_type(links, "/sharedStrings");
	char *name;
	int status = 0;

	if (styles) {
		name = link_target(part, styles);
		if (archive_has(book->archive, name))
			status = styles_read(&book->styles, book->archive, name, err);
		free(name);
	}
	if (shared && status == 0) {
		name = link_target(part, shared);
		if (archive_has(book->archive, name))
			status = shared_texts_read(&book->shared, book->archive, name, err);
		free(name);
	}
	return status;
}

static int read_workbook(struct book_in *book, const char *part, struct err *err)
{
	static const struct part_events EVENTS = {on_workbook, on_workbook_end, NULL};
	struct links links = {0};
	int status = -1;

	if (part_read(book->archive, part, BOOK_LIMIT, &EVENTS, book, err) < 0)
		return -1;
	if (book->n > MAX_SHEETS)
		return err_set(err, "the workbook has more than %d sheets", MAX_SHEETS);
	if (links_read(&links, book->archive, part, err) == 0) {
		keep_worksheets(book, &links, part);
		status = book->n ? read_styles_and_texts(book, &links, part, err)
				 : err_set(err, "the workbook has no worksheet");
	}
	links_release(&links);
	return status;
}

/* --- the file --- */

/* Old .xls files and encrypted books are both OLE containers; the latter name their stream. */
static int check_container(int fd, struct err *err)
{
	static const char OLE[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
	static const char ENCRYPTED[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	char start[64 << 10];
	bool is_encrypted = false;
	ssize_t n = pread(fd, start, sizeof start, 0);

	if (n < 0)
		return err_errno(err, "cannot read it");
	if (n == 0)
		return err_set(err, "the file is empty");
	if (n < (ssize_t)sizeof OLE - 1 || memcmp(start, OLE, sizeof OLE - 1) != 0)
		return 0;
	for (off_t at = 0; n > 0 && !is_encrypted; n = pread(fd, start, sizeof start, at)) {
		is_encrypted = memmem(start, (size_t)n, ENCRYPTED, sizeof ENCRYPTED - 1);
		at += (n + 1) / 2; /* the name may lie across two pieces */
	}
	return err_set(err, is_encrypted ? "the workbook is encrypted: save it without a password"
					 : "this is an old .xls workbook: save it as .xlsx");
}

/* What people take for a workbook, by the member that tells it. */
static int refuse_archive(const struct archive *archive, struct err *err)
{
	static const struct {
		const char *member, *message;
	} KINDS[] = {
		{"xl/workbook.bin", "this is a binary workbook (.xlsb): save it as .xlsx"},
		{"content.xml", "this is an OpenDocument file: save its table as .xlsx"},
		{"word/document.xml", "this is a text document: save its table as .xlsx"},
	};

	for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
		if (archive_has(archive, KINDS[i].member))
			return err_set(err, "%s", KINDS[i].message);
	return err_set(err, "the zip archive holds no workbook");
}

static bool is_workbook(const struct archive *archive, const char *part)
{
	size_t n = strlen(part);

	return archive_has(archive, part) && n >= 4 && strcmp(part + n - 4, ".bin") != 0 &&
	       strcmp(part, "word/document.xml") != 0;
}

static int open_book(struct book_in *book, int fd, struct err *err)
{
	struct links links = {0};
	const struct link *link;
	char *part = NULL;
	int status = -1;

	if (check_container(fd, err) < 0)
		return -1;
	book->archive = archive_open(fd, err);
	if (!book->archive)
		return -1;
	if (links_read(&links, book->archive, "", err) == 0) {
		link = links_find_type(&links, "/officeDocument");
		part = link ? link_target("", link) : mem_text("xl/workbook.xml");
		status = is_workbook(book->archive, part) ? read_workbook(book, part, err)
							  : refuse_archive(book->archive, err);
	}
	free(part);
	links_release(&links);
	return status;
}

struct book_in *xlsx_open(int fd, const char *name, struct err *err)
{
	struct book_in *book = mem_zalloc(sizeof *book);

	if (open_book(book, fd, err) == 0)
		return book;
	err_prefix(err, "cannot read '%s'", name);
	book_in_close(book);
	return NULL;
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

int book_in_start(struct book_in *book, size_t sheet, struct err *err)
{
	xlsx_sheet_close(book->open);
	book->started = sheet;
	book->open = xlsx_sheet_open(book->archive, book->sheets[sheet].part, &book->shared,
		&book->styles, book->is_1904, err);
	return book->open ? 0 : sheet_failed(book, err);
}

int book_in_row(struct book_in *book, struct sheet_row *row, struct err *err)
{
	int status = xlsx_sheet_row(book->open, row, err);

	return status < 0 ? sheet_failed(book, err) : status;
}

void book_in_close(struct book_in *book)
{
	if (!book)
		return;
	xlsx_sheet_close(book->open);
	for (size_t i = 0; i < book->n; i++) {
		free(book->sheets[i].name);
		free(book->sheets[i].link);
		free(book->sheets[i].part);
	}
	free(book->sheets);
	shared_texts_release(&book->shared);
	styles_release(&book->styles);
	archive_close(book->archive);
	free(book);
}

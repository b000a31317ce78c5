#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/worker.h"
#include "spreadsheet/book.h"
#include "spreadsheet/xlsx_links.h"
#include "spreadsheet/xlsx_merged.h"
#include "spreadsheet/xlsx_part.h"
#include "spreadsheet/xlsx_sheet.h"
#include "spreadsheet/xlsx_style.h"
#include "spreadsheet/xlsx_text.h"

#define BOOK_LIMIT ((uint64_t)64 << 20)

enum { MAX_SHEETS = 10000 };

struct sheet_entry {
	char *name;
	char *link; /* the relation's id */
	bool is_hidden;
};

struct xlsx {
	struct book_in base;
	struct archive *archive;
	struct sheet_entry *entries; /* of any kind, as the workbook lists them */
	size_t n_entries, capacity;
	char **parts; /* of the worksheets */
	size_t parts_capacity;
	struct shared_texts shared;
	struct styles styles;
	const char *merged_part; /* whose merged cells are known; NULL: none */
	struct worker *looker;   /* NULL once it is known what it finds */
	const char *looked_part;
	struct xlsx_sheet *open;
};

/* --- workbook.xml --- */

static bool is_true(const char *word)
{
	return word && (!strcmp(word, "1") || !strcmp(word, "true") || !strcmp(word, "on"));
}

static void on_workbook(void *context, const char *name, const char **attributes)
{
	struct xlsx *book = context;
	const char *sheet_name = part_attribute(attributes, "name");
	const char *state = part_attribute(attributes, "state");
	const char *link;

	if (!strcmp(name, "workbookPr")) /* there may be a second one, for other programs */
		book->base.is_1904 |= is_true(part_attribute(attributes, "date1904"));
	if (strcmp(name, "sheet") != 0 || book->n_entries > MAX_SHEETS)
		return;
	link = part_attribute(attributes, "id");
	book->entries =
		mem_grow(book->entries, book->n_entries, &book->capacity, sizeof *book->entries);
	book->entries[book->n_entries++] = (struct sheet_entry){
		.name = mem_text(sheet_name ? sheet_name : ""),
		.link = mem_text(link),
		.is_hidden = state && (!strcmp(state, "hidden") || !strcmp(state, "veryHidden")),
	};
}

static void on_workbook_end(void *context, const char *name)
{
	(void)context, (void)name;
}

/* Worksheets only; others (charts, dialogs, macros) hold no rows. */
static void add_worksheets(struct xlsx *book, const struct links *links, const char *part)
{
	for (size_t i = 0; i < book->n_entries; i++) {
		struct sheet_entry *entry = &book->entries[i];
		const struct link *link = links_find_id(links, entry->link);

		if (!link || !link_is(link, "/worksheet"))
			continue;
		book->parts = mem_grow(
			book->parts, book->base.n, &book->parts_capacity, sizeof *book->parts);
		book->parts[book->base.n] = link_target(part, link);
		book_in_add(&book->base, mem_text(entry->name), entry->is_hidden);
	}
}

/* A job. */
static int look_at_part(void *context, struct err *err)
{
	struct xlsx *book = context;

	return xlsx_merged_read(&book->base.merged, book->archive, book->looked_part, err);
}

/* Most workbooks are asked for the first sheet that is seen: it is looked through while the texts
 * are read. */
static void look_ahead(struct xlsx *book)
{
	struct err ignored; /* told when the sheet is asked for */
	size_t i = 0;

	while (i + 1 < book->base.n && book->base.sheets[i].is_hidden)
		i++;
	book->looked_part = book->parts[i];
	book->looker = worker_new(1);
	if (book->looker)
		worker_give(book->looker, look_at_part, book, &ignored);
}

static int read_styles_and_texts(
	struct xlsx *book, const struct links *links, const char *part, struct err *err)
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

static int read_workbook(struct xlsx *book, const char *part, struct err *err)
{
	static const struct part_events EVENTS = {on_workbook, on_workbook_end, NULL};
	struct links links = {0};
	int status = -1;

	if (part_read(book->archive, part, BOOK_LIMIT, &EVENTS, book, err) < 0)
		return -1;
	if (book->n_entries > MAX_SHEETS)
		return err_set(err, "the workbook has more than %d sheets", MAX_SHEETS);
	if (links_read(&links, book->archive, part, err) == 0) {
		add_worksheets(book, &links, part);
		if (book->base.n)
			look_ahead(book);
		status = book->base.n ? read_styles_and_texts(book, &links, part, err)
				      : err_set(err, "the workbook has no worksheet");
	}
	links_release(&links);
	return status;
}

/* --- the file --- */

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

static int open_book(struct xlsx *book, int fd, struct err *err)
{
	struct links links = {0};
	const struct link *link;
	char *part = NULL;
	int status = -1;

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

/* Sheets that shared their part could be ten thousand times the file. */
static int check_part(const struct xlsx *book, size_t sheet, struct err *err)
{
	for (size_t i = 0; i < sheet; i++)
		if (!strcmp(book->parts[i], book->parts[sheet]))
			return err_set(err, "it is the same as '%s'", book->base.sheets[i].name);
	return 0;
}

/* A failure matters to the sheet that was looked through. */
static int await_looker(struct xlsx *book, size_t sheet, struct err *err)
{
	int status = worker_wait(book->looker, err);

	worker_free(book->looker);
	book->looker = NULL;
	if (status == 0)
		book->merged_part = book->looked_part;
	return book->parts[sheet] == book->looked_part ? status : 0;
}

/* Once for a sheet that is read again. */
static int find_merged(struct xlsx *book, size_t sheet, struct err *err)
{
	struct merged *merged = &book->base.merged;

	if (book->looker && await_looker(book, sheet, err) < 0)
		return -1;
	if (book->parts[sheet] == book->merged_part) {
		merged_rewind(merged);
		return 0;
	}
	merged_clear(merged);
	book->merged_part = NULL;
	if (xlsx_merged_read(merged, book->archive, book->parts[sheet], err) < 0)
		return -1;
	book->merged_part = book->parts[sheet];
	return 0;
}

static int start_sheet(struct book_in *base, size_t sheet, struct err *err)
{
	struct xlsx *book = (struct xlsx *)base;

	xlsx_sheet_close(book->open);
	book->open = NULL;
	if (check_part(book, sheet, err) < 0 || find_merged(book, sheet, err) < 0)
		return -1;
	book->open = xlsx_sheet_open(book->archive, book->parts[sheet], &book->shared,
		&book->styles, book->base.is_1904, err);
	return book->open ? 0 : -1;
}

static int next_row(struct book_in *base, struct sheet_row *row, struct err *err)
{
	return xlsx_sheet_row(((struct xlsx *)base)->open, row, err);
}

static void release_book(struct book_in *base)
{
	struct xlsx *book = (struct xlsx *)base;

	worker_free(book->looker);
	xlsx_sheet_close(book->open);
	for (size_t i = 0; i < book->n_entries; i++) {
		free(book->entries[i].name);
		free(book->entries[i].link);
	}
	free(book->entries);
	for (size_t i = 0; i < base->n; i++)
		free(book->parts[i]);
	free(book->parts);
	shared_texts_release(&book->shared);
	styles_release(&book->styles);
	archive_close(book->archive);
}

struct book_in *xlsx_open(int fd, const char *name, struct err *err)
{
	static const struct book_kind KIND = {"xlsx", start_sheet, next_row, release_book};
	struct xlsx *book = mem_zalloc(sizeof *book);

	book->base.kind = &KIND;
	if (open_book(book, fd, err) == 0)
		return &book->base;
	err_prefix(err, "cannot read '%s'", name);
	book_in_close(&book->base);
	return NULL;
}

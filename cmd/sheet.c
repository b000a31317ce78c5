/* kesu sheet: tables to a workbook, one sheet per CSV file. */
#include "cmd/cmd.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "book/book.h"
#include "table/paged.h"

static const struct opt SHEET_OPTIONS[] = {
	{"output", 'o', OPT_TEXT, "FILE.xlsx", "the workbook to write (required)"},
	{"title", 0, OPT_TEXT, "TEXT", "title in the workbook's properties"},
	{0},
};

static const struct opt *const TABLES[] = {SHEET_OPTIONS, NULL};

struct source {
	char *name; /* of the sheet */
	const char *path;
	struct paged *paged;
};

/* "NAME=FILE", but a file whose own name has '=' is just a file. */
static struct source read_operand(const char *operand, const struct book_words *words)
{
	const char *equal = strchr(operand, '=');
	const char *file = file_name(operand), *dot = strrchr(file, '.');

	if (equal && equal > operand && access(operand, F_OK) != 0)
		return (struct source){
			mem_text_n(operand, (size_t)(equal - operand)), equal + 1, NULL};
	if (!strcmp(operand, "-"))
		return (struct source){mem_text(words->data), operand, NULL};
	return (struct source){
		dot && dot > file ? mem_text_n(file, (size_t)(dot - file)) : mem_text(file),
		operand, NULL};
}

static void free_sources(struct source *sources, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(sources[i].name);
		paged_close(sources[i].paged);
	}
	free(sources);
}

/* The created property is no clock's: SOURCE_DATE_EPOCH, else the first day that zip files know. */
static int32_t created_day(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	return epoch ? instant_day(strtoll(epoch, NULL, 10)) : date_day(1980, 1, 1);
}

static struct book *make_book(struct run *run, const struct source *sources)
{
	struct book_info info = {.title = opts_text(run->opts, "title"),
		.lang = run->lang,
		.day = created_day(),
		.labels = cmd_labels(run)};
	struct book *book;

	if (!info.labels)
		return NULL;
	for (size_t i = 0; i < run->n_operands; i++)
		if (paged_rows(sources[i].paged) >= BOOK_LARGE)
			info.constant_memory = true;
	book = book_new(&info, &run->err);
	if (!book) {
		cmd_fail(run, NULL);
		return NULL;
	}
	for (size_t i = 0; i < run->n_operands; i++) {
		book_start_sheet(book, book_name_sheet(book, sources[i].name));
		book_add_table(book, &(struct book_block){.table = paged_columns(sources[i].paged),
					     .paged = sources[i].paged});
	}
	return book;
}

/* Whether the rows could be read again while they were written. */
static int check_sources(const struct source *sources, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (paged_failed(sources[i].paged, err) < 0)
			return -1;
	return 0;
}

static enum status save(struct run *run, const struct source *sources, const char *path)
{
	struct book *book = make_book(run, sources);
	struct outfile *out;
	enum status status = STATUS_FAILED;

	if (!book)
		return STATUS_FAILED;
	out = outfile_open(path, &run->err);
	if (!out) {
		status = cmd_fail(run, NULL);
	} else if (book_save(book, out, &run->err) < 0 ||
		   check_sources(sources, run->n_operands, &run->err) < 0) {
		outfile_abandon(out);
		status = cmd_fail(run, NULL);
	} else {
		status = outfile_commit(out, &run->err) < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
	}
	book_free(book);
	return status;
}

static enum status run_sheet(struct run *run)
{
	const char *path = opts_text(run->opts, "output"), *dot;
	struct source *sources;
	enum status status = STATUS_DONE;

	if (!path)
		return cmd_misuse(run, "-o FILE.xlsx is missing");
	dot = strrchr(file_name(path), '.');
	if (dot && strcmp(dot, ".xlsx") != 0)
		return cmd_misuse(run, "'%s' does not end in .xlsx", path);
	sources = mem_zalloc(run->n_operands * sizeof *sources);
	for (size_t i = 0; i < run->n_operands; i++)
		sources[i] = read_operand(run->operands[i], book_words(run->lang));
	for (size_t i = 0; i < run->n_operands && status == STATUS_DONE; i++) {
		sources[i].paged = paged_open(sources[i].path, &run->err);
		if (!sources[i].paged)
			status = cmd_fail(run, NULL);
	}
	if (status == STATUS_DONE)
		status = save(run, sources, path);
	free_sources(sources, run->n_operands);
	return status;
}

const struct command COMMAND_SHEET = {
	.name = "sheet",
	.summary = "write tables to a workbook, one sheet per CSV file",
	.operands = "[NAME=]FILE.csv...",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.db = DB_NONE,
	.run = run_sheet,
};

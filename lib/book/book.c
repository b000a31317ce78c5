#include "book/inner.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "book/celltext.h"
#include "book/scratch.h"

static char *keep(struct book *book, const char *text)
{
	return text ? arena_text(&book->arena, text, strlen(text)) : NULL;
}

char *book_text(struct book *book, const char *text)
{
	struct buf clean = {0};
	char *kept;

	celltext_add(text ? text : "", CELL_LONGEST, &clean);
	kept = arena_text(&book->arena, buf_text(&clean), clean.len);
	buf_release(&clean);
	return kept;
}

void book_note_error(struct book *book, lxw_error error)
{
	if (book->error == LXW_NO_ERROR)
		book->error = error;
}

static void set_properties(struct book *book)
{
	lxw_doc_properties properties = {
		.title = book_text(book, book->info.title),
		.author = book_text(book, book->info.author),
		.created = (time_t)book->info.day * DAY_SECONDS,
	};

	/* 0 would mean now */
	if (properties.created == 0)
		properties.created = DAY_SECONDS;
	book_note_error(book, workbook_set_properties(book->workbook, &properties));
}

struct book *book_new(const struct book_info *info, struct err *err)
{
	struct book *book = mem_zalloc(sizeof *book);
	lxw_workbook_options options = {.constant_memory = info->constant_memory};
	char path[40];

	book->info = *info;
	book->info.title = keep(book, info->title);
	book->info.author = keep(book, info->author);
	book->words = book_words(info->lang);
	scratch_watch();
	book->file = scratch_open();
	if (!book->file) {
		err_errno(err, "cannot make room for a workbook");
		book_free(book);
		return NULL;
	}
	snprintf(path, sizeof path, "/proc/self/fd/%d", fileno(book->file));
	book->workbook = workbook_new_opt(path, &options);
	set_properties(book);
	return book;
}

void book_free(struct book *book)
{
	if (!book)
		return;
	if (book->workbook)
		lxw_workbook_free(book->workbook);
	if (book->file)
		fclose(book->file);
	free(book->sheet.pieces);
	free(book->styles);
	free(book->names);
	arena_release(&book->arena);
	free(book);
}

static bool is_taken(const struct book *book, const char *name)
{
	for (size_t i = 0; i < book->n_names; i++)
		if (!strcasecmp(book->names[i], name))
			return true;
	return false;
}

/* "name (2)", the name cut so that the number fits. */
static char *number_name(struct book *book, const char *name, int number)
{
	char tail[16];
	struct buf out = {0};
	char *kept;

	snprintf(tail, sizeof tail, " (%d)", number);
	celltext_add(name, 31 - strlen(tail), &out);
	buf_add_text(&out, tail);
	kept = arena_text(&book->arena, out.data, out.len);
	buf_release(&out);
	return kept;
}

const char *book_name_sheet(struct book *book, const char *name)
{
	struct buf valid = {0};
	const char *chosen;

	celltext_sheet_name(name, &valid);
	chosen = arena_text(&book->arena, buf_text(&valid), valid.len);
	for (int i = 2; is_taken(book, chosen); i++)
		chosen = number_name(book, buf_text(&valid), i);
	buf_release(&valid);
	book->names = mem_grow(book->names, book->n_names, &book->names_capacity, sizeof chosen);
	book->names[book->n_names++] = chosen;
	return chosen;
}

static void set_page(struct book *book, lxw_worksheet *worksheet)
{
	enum { A4 = 9 };

	worksheet_set_landscape(worksheet);
	worksheet_set_paper(worksheet, A4);
	worksheet_set_margins(worksheet, 0.5, 0.5, 0.6, 0.7);
	worksheet_fit_to_pages(worksheet, 1, 0);
	worksheet_set_footer(worksheet, book->words->page);
	worksheet_gridlines(worksheet, LXW_HIDE_ALL_GRIDLINES);
	worksheet_ignore_errors(worksheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
}

void book_start_sheet(struct book *book, const char *sheet)
{
	struct sheet *s = &book->sheet;

	sheet_finish(book);
	s->name = sheet;
	s->n_pieces = 0;
	s->cursor = s->side_row = s->table_end = 0;
	s->side_start = s->side_column = 0;
	s->has_table = s->has_side_chart = s->is_overview = false;
	s->worksheet = workbook_add_worksheet(book->workbook, sheet);
	if (s->worksheet)
		set_page(book, s->worksheet);
	else
		book_note_error(book, LXW_ERROR_INVALID_SHEETNAME_CHARACTER);
}

static int copy_file(FILE *from, FILE *to, struct err *err)
{
	char piece[65536];
	size_t n;

	rewind(from);
	while ((n = fread(piece, 1, sizeof piece, from)) > 0)
		if (fwrite(piece, 1, n, to) != n)
			return err_errno(err, "cannot write the workbook");
	return ferror(from) ? err_errno(err, "cannot read the workbook back") : 0;
}

/* The library prints its failures as well as returning them; ours is the one message. */
static lxw_error close_quietly(lxw_workbook *workbook)
{
	int stderr_copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	lxw_error closed;
	int cause;

	if (stderr_copy >= 0 && nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	errno = 0;
	closed = workbook_close(workbook);
	cause = errno;
	if (stderr_copy >= 0 && nowhere >= 0)
		dup2(stderr_copy, STDERR_FILENO);
	close(stderr_copy);
	close(nowhere);
	errno = cause;
	return closed;
}

int book_save(struct book *book, struct outfile *out, struct err *err)
{
	lxw_error closed;

	if (!book->n_names)
		book_start_sheet(book, book_name_sheet(book, ""));
	sheet_finish(book);
	if (book->error != LXW_NO_ERROR)
		return err_set(err, "cannot make the workbook: %s", lxw_strerror(book->error));
	closed = close_quietly(book->workbook); /* frees it */
	book->workbook = NULL;
	if (scratch_failure()) {
		errno = scratch_failure();
		return err_errno(err, "cannot make the workbook");
	}
	if (closed != LXW_NO_ERROR)
		return errno ? err_errno(err, "cannot make the workbook")
			     : err_set(err, "cannot make the workbook: %s", lxw_strerror(closed));
	return copy_file(book->file, outfile_stream(out), err);
}

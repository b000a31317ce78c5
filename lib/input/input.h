#pragma once
/* Bytes to records: what the file is, its encoding, where the table is, which column is what,
 * values, rejects. Everything is kept: rows read = rows in batches + rejected + non-data.
 *
 *	struct input *in = input_open(&(struct input_options){.path = "march.csv"}, &err);
 *	while ((status = input_next(in, batch, &err)) > 0)
 *		...
 *	const struct input_report *report = input_report(in);
 *	input_close(in); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/share.h"
#include "record/batch.h"
#include "record/labels.h"

/* A row that could not become a record. Everything is borrowed for the call. */
struct reject {
	const char *sheet;   /* "" where the file has none */
	uint64_t line, byte; /* 1-based line and 0-based byte offset of the row's start */
	const char *column;  /* the source's header of the cell at fault, "" for the whole row */
	const char *code;    /* stable: "bad-date", "too-many-cells", ... (input/reject.h) */
	const char *message; /* in the language asked for */
	const struct span *cells; /* the row as it stood */
	size_t n_cells;
};

struct input_options {
	const char *path; /* "-" is stdin */
	bool canonical;   /* canonical CSV from another command: headers are field names, exactly */
	const char *source, *columns, *encoding, *delimiter, *header, *date_order;
	const char *const *sheets; /* none: all that look like tables of complaints */
	size_t n_sheets;
	const char *lang;
	/* Civil seconds of UTC to those of the business, for dates with a zone; NULL: unchanged. */
	int64_t (*to_local)(int64_t utc);
	const struct share *share;
	const struct labels *labels;
	/* Called for every rejected row, in file order; NULL: they are only counted. */
	void (*on_reject)(void *context, const struct reject *reject);
	void *context;
};

/* Filled as the file is read; complete after input_next() returned 0. Owned by the input. */
struct input_report {
	const char *kind;     /* "csv", "xlsx", ... */
	const char *encoding; /* "UTF-8", "GB18030", ... */
	double confidence;    /* 0..1, in the encoding; 0: it was told, or there is none */
	const char *sheet;    /* sheets that were read, joined by ';', or "" */
	const char *source;
	const char *mapping; /* JSON: header -> field, format, example */
	char sha256[65];
	uint64_t n_read, n_rejected, n_nondata;
	uint64_t n_joined; /* of n_nondata: rows whose products were joined to the one above */
	uint64_t n_filled; /* rows in batches that take values from cells merged with one above */
	/* The source's own columns in the sheet that is being read, for the rejects file. */
	const char *const *headers;
	size_t n_headers;
	uint64_t n_irregular;  /* rows whose quotes were guessed at, and kept */
	uint64_t n_twice;      /* lines that seem to be UTF-8 encoded twice */
	uint64_t n_odd;        /* bytes read that are text of no encoding */
	uint64_t n_damaged;    /* identifiers spoilt by Excel, kept in extra */
	uint64_t n_unread;     /* numbers that are none, kept in extra */
	const char *notes;     /* lines: sheets left out, unknown values */
	const char *row_notes; /* lines: non-data rows and those with irregular quotes */
	const struct input_column *columns; /* of all sheets */
	size_t n_columns;
};

/* What a column of the source became. */
struct input_column {
	const char *sheet, *header, *field, *format, *example; /* field "" for kesu_* columns */
	const char *by;    /* what told it: "columns file", "name", "header", "values", or "" */
	double confidence; /* 0..1; NAN where nothing told */
};

struct input *input_open(const struct input_options *options, struct err *err);
/* 1: the batch holds the next records; 0: the end; -1: the file cannot be read on. */
int input_next(struct input *input, struct batch *batch, struct err *err);
/* The fields that its records have, of all sheets. */
void input_fields(const struct input *input, bool has[N_FIELDS]);
const struct input_report *input_report(const struct input *input);
void input_close(struct input *input);

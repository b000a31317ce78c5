#pragma once
/* How one table is read: where its header is, what each column means and how its values are
 * written. Made from the first rows of the table. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "input/columns.h"
#include "input/moment.h"
#include "input/words.h"
#include "record/batch.h"
#include "spreadsheet/sheet.h"

/* The first rows of a table. */
struct sample_row {
	uint64_t line;
	size_t n;
	struct span *cells;                /* trimmed */
	const struct sheet_merged *merged; /* cells to be filled once the header is found */
	size_t n_merged;
};

struct sample {
	size_t n;
	struct sample_row *rows;
};

/* Blank where the row is too short. */
struct span sample_cell(const struct sample *sample, size_t row, size_t column);

/* What told the field of a column. */
enum plan_by { BY_NOTHING, BY_USER, BY_NAME, BY_HEADER, BY_VALUES };

/* What identifiers are that end in zeros from the sixteenth digit on. */
enum rounded { ROUNDED_UNKNOWN, ROUNDED_SOUND, ROUNDED_DAMAGED };

struct plan_column {
	struct span header;       /* trimmed; "#3" for the third when it has none */
	struct span upper, lower; /* its cells in the rows of the header, when those are two */
	enum field field;         /* N_FIELDS: goes to extra */
	enum column_format format;
	enum plan_by by;           /* BY_HEADER and N_FIELDS: known to be no field */
	double confidence;         /* 0..1: share of sampled values that can be the field's */
	bool is_ignored;           /* kesu_* of a rejects file */
	struct date_orders orders; /* of instants */
	enum rounded rounded;      /* of identifiers */
	enum date_order hint;      /* when the values do not tell */
	struct span example;
};

struct plan {
	size_t n;
	struct plan_column *columns;
	size_t *by_turn;      /* numbers of the columns in the order they are converted */
	uint64_t header_line; /* the last one of it; 0: the table has none */
	size_t first_data;    /* row of the sample */
	bool has[N_FIELDS];
	const char *kesu_file; /* of a rejects file, what its rows stood in; NULL of others */
	const char *system;    /* that its headers are marks of, or ""; of the rules */
	size_t time_column;    /* SIZE_MAX: none */
	size_t status_column;  /* of an outcome whose words tell the status too; SIZE_MAX: none */
	size_t n_needed;       /* cells that a whole row has: up to the last header */
};

struct plan_options {
	const struct columns *columns; /* rules/columns.csv */
	const struct columns *user;    /* --columns, or NULL */
	struct words *words;
	const char *header;     /* NULL, a line number, or "none" */
	const char *date_order; /* NULL, "dmy", "mdy" or "ymd" */
	bool is_canonical;      /* headers are names of fields, exactly */
};

/* Text of the plan is kept in `arena`; the sample's merged cells are filled. -1 when no table is
 * found, or none with a date received. */
int plan_make(struct plan *plan, struct sample *sample, const struct plan_options *options,
	struct arena *arena, struct err *err);

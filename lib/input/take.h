#pragma once
/* The rows of one table, each to a record, a reject or nothing: the part of input.c that goes on
 * for as long as there are rows. */
#include "base/buf.h"
#include "input/columns.h"
#include "input/continuation.h"
#include "input/convert.h"
#include "input/input.h"
#include "input/notes.h"
#include "input/rows.h"
#include "input/table.h"
#include "input/words.h"

struct input {
	struct input_options options;
	struct rows *rows;
	struct columns *columns, *user;
	struct words *words;
	struct tables tables;
	size_t current; /* table that is being read */
	bool is_started;
	struct converter converter;
	struct input_report report;
	struct arena arena; /* lives as long as the input */
	const char **headers;
	struct buf sheets, mapping;
	struct notes notes;
	struct continuation above;
	uint64_t n_skipped; /* rows since the last batch that went into none */
};

/* Empties the batch, but for a row that the last one ended with and that may go on. */
void take_begin(struct input *input, struct batch *batch);
/* Rows of the table into the batch until it is full: 1; or the table ends: 0; or -1. */
int take_rows(struct input *input, struct batch *batch, struct err *err);

#pragma once
/* A batch of complaint records, by columns: what flows between input, cause and store.
 *
 * A column that the export lacks is absent (has[field] is false) and costs nothing; in a column
 * that is there, a blank text has n = 0 and a blank number is NUMBER_NONE. Text lives in the
 * batch's arena (or longer) until batch_clear().
 *
 *	struct batch *batch = batch_new();
 *	while ((status = input_next(input, batch, &err)) > 0)
 *		load_add(load, batch, &err);
 *	batch_free(batch); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "record/field.h"

#define NUMBER_NONE INT64_MIN
enum { BATCH_ROWS = 1024 };

/* Values that rules filled in where the export was blank. */
enum {
	DERIVED_DEMAND_CLASS = 1,
	DERIVED_ESCALATION_INTENT = 2,
	DERIVED_SEVERITY_CLASS = 4,
	DERIVED_BEHAVIOUR = 8,
};

struct span {
	const char *text; /* valid UTF-8 without NUL; not terminated */
	uint32_t n;
};

struct batch {
	size_t n; /* rows, at most BATCH_ROWS */
	bool has[N_FIELDS];
	struct span *text[N_FIELDS]; /* BATCH_ROWS of them where has[] and the field is text */
	int64_t *number[N_FIELDS];   /* likewise for the other types */
	int64_t *id;    /* row ids of the store when the batch came from there, else NULL */
	uint64_t *line; /* where each row began in its file (1-based), else NULL */
	double done;    /* part of the source that was read by then, 0 to 1; 0 where unknown */
	unsigned char derived[BATCH_ROWS]; /* DERIVED_* bits of each row */
	struct arena arena;
};

struct batch *batch_new(void);
void batch_free(struct batch *batch);
void batch_clear(struct batch *batch); /* no rows, no columns, no text; buffers are kept */

/* Makes the column present with all rows blank; does nothing if it is there already. */
void batch_add_column(struct batch *batch, enum field field);

/* Adds a row with its values to one that is not full, but not its id or line. */
void batch_copy_row(struct batch *to, const struct batch *from, size_t row);

/* Brings rows near that another thread has made, before they are read, and when they have come
 * where their texts begin. */
void batch_expect(const struct batch *batch, size_t from, size_t n);
void batch_expect_texts(const struct batch *batch, size_t from, size_t n);

/* Blank where the column is absent. */
static inline struct span batch_text(const struct batch *batch, enum field field, size_t row)
{
	return batch->has[field] ? batch->text[field][row] : (struct span){0};
}

static inline int64_t batch_number(const struct batch *batch, enum field field, size_t row)
{
	return batch->has[field] ? batch->number[field][row] : NUMBER_NONE;
}

/* An instant and whether its time of day is known, in one number that sorts by time. */
static inline int64_t instant_pack(int64_t seconds, bool has_time)
{
	return seconds * 2 + has_time;
}

static inline int64_t instant_seconds(int64_t packed)
{
	return packed >> 1;
}

static inline bool instant_has_time(int64_t packed)
{
	return packed & 1;
}

#pragma once
/* What the files of frames share. */
#include "base/map.h"
#include "base/mem.h"
#include "sql/frame.h"

enum { FRAME_KEYS = 8 };

/* What rows are sorted by, the first key first. */
struct frame_keys {
	int columns[FRAME_KEYS]; /* of whole numbers */
	bool is_descending[FRAME_KEYS];
	int n;
};

struct sqlite3_value;
struct sqlite3_index_info;
struct frame_order; /* rows sorted by some keys */

struct frame {
	const struct frame_column *columns;
	int n_columns;
	int (*fill)(void *context, struct frame *frame, struct err *err);
	void (*release)(void *context); /* or NULL */
	void *context;
	struct numbers cells[FRAME_COLUMNS];
	size_t n;        /* rows, once column 0 is there */
	uint64_t wanted; /* bits of the columns that statements read */
	uint64_t filled; /* likewise */
	struct frame_order *orders;
	uint32_t *first_of_id; /* the first row whose id is this far from the least, or more */
	struct map *texts;     /* one copy of each */
	struct arena arena;
};

static inline bool frame_has(const struct frame *frame, int column)
{
	return frame->filled >> column & 1;
}

/* What a column of whole numbers must lie between. */
struct frame_bound {
	int column;
	int64_t least, most; /* both FRAME_NULL: is NULL */
};

/* How a value bounds them: letters of a plan. */
enum {
	FRAME_UNBOUND = 0,
	FRAME_ABOVE = '>',
	FRAME_FROM = ']',
	FRAME_BELOW = '<',
	FRAME_TO = '[',
	FRAME_IS_NULL = '0',
};
enum { FRAME_BOUNDS = 4 };

enum { FRAME_BY_ID = -1 };

struct frame_plan {
	struct frame_keys keys;
	struct frame_bound bounds[FRAME_BOUNDS + FRAME_KEYS]; /* that all rows given meet */
	int n_bounds;
	int used[FRAME_COLUMNS]; /* columns that the statement reads */
	int n_used;
};

/* SQLite's xBestIndex: idxNum is FRAME_BY_ID or how many of the keys are given. */
int frame_plan(struct frame *frame, struct sqlite3_index_info *info);
/* What xFilter is told of it. */
void frame_plan_read(
	const char *text, int n_given, struct sqlite3_value **arguments, struct frame_plan *plan);

char frame_bound_how(unsigned char op); /* of SQLite's constraint */
struct frame_bound frame_bound_by(char how, struct sqlite3_value *value); /* without the column */

static inline bool frame_meets(
	const struct frame *frame, const struct frame_bound *bound, size_t row)
{
	int64_t number = numbers_at(&frame->cells[bound->column], row);

	return number >= bound->least && number <= bound->most;
}

/* Fills what is wanted and not there. */
int frame_ready(struct frame *frame, struct err *err);

/* Rows in that order, kept with the frame; NULL: as they are. Rows with equal keys are in the order
 * of their ids. */
const uint32_t *frame_sorted(struct frame *frame, const struct frame_keys *keys);
/* Whether they are sorted so, or have been asked for so often that they should be. */
bool frame_is_sorted(struct frame *frame, const struct frame_keys *keys);
void frame_orders_free(struct frame_order *orders);

/* The rows of an id; the number of them. */
size_t frame_of_id(struct frame *frame, int64_t id, size_t *first);
/* The rows whose first `n` keys have these values, as places in `rows`, sorted by the keys. */
size_t frame_range(const struct frame *frame, const uint32_t *rows, const struct frame_keys *keys,
	const int64_t *values, int n, size_t *first);

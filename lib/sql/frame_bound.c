/* Rows of a frame between bounds: those outside are passed over where they lie, before a statement
 * sees them. */
#include <math.h>

#include "sql/frame_inner.h"
#include "sql/internal.h"

#define EMPTY_BOUND                                                                                \
	(struct frame_bound)                                                                       \
	{                                                                                          \
		.least = INT64_MAX, .most = INT64_MIN                                              \
	}
#define LEAST_WHOLE (INT64_MIN + 1) /* the other is FRAME_NULL */

static struct frame_bound bound_from(int64_t least)
{
	return (struct frame_bound){.least = least, .most = INT64_MAX};
}

static struct frame_bound bound_to(int64_t most)
{
	return (struct frame_bound){.least = LEAST_WHOLE, .most = most};
}

static struct frame_bound bound_by_integer(char how, int64_t value)
{
	switch (how) {
	case FRAME_ABOVE:
		return value == INT64_MAX ? EMPTY_BOUND : bound_from(value + 1);
	case FRAME_FROM:
		return bound_from(value < LEAST_WHOLE ? LEAST_WHOLE : value);
	case FRAME_BELOW:
		return value <= LEAST_WHOLE ? EMPTY_BOUND : bound_to(value - 1);
	default:
		return bound_to(value);
	}
}

/* As if the number were whole: what lies above 2.5 is at least 3. */
static struct frame_bound bound_by_real(char how, double value)
{
	bool is_lower = how == FRAME_ABOVE || how == FRAME_FROM;

	if (value >= 0x1p63)
		return is_lower ? EMPTY_BOUND : bound_to(INT64_MAX);
	if (value <= -0x1p63)
		return is_lower ? bound_from(LEAST_WHOLE) : EMPTY_BOUND;
	if (value == floor(value))
		return bound_by_integer(how, (int64_t)value);
	return is_lower ? bound_from((int64_t)ceil(value)) : bound_to((int64_t)floor(value));
}

/* Whole numbers are less than any text. */
struct frame_bound frame_bound_by(char how, sqlite3_value *value)
{
	if (how == FRAME_IS_NULL)
		return (struct frame_bound){.least = FRAME_NULL, .most = FRAME_NULL};
	switch (sqlite3_value_numeric_type(value)) {
	case SQLITE_NULL:
		return EMPTY_BOUND;
	case SQLITE_INTEGER:
		return bound_by_integer(how, sqlite3_value_int64(value));
	case SQLITE_FLOAT:
		return bound_by_real(how, sqlite3_value_double(value));
	default:
		return how == FRAME_ABOVE || how == FRAME_FROM ? EMPTY_BOUND : bound_to(INT64_MAX);
	}
}

char frame_bound_how(unsigned char op)
{
	switch (op) {
	case SQLITE_INDEX_CONSTRAINT_GT:
		return FRAME_ABOVE;
	case SQLITE_INDEX_CONSTRAINT_GE:
		return FRAME_FROM;
	case SQLITE_INDEX_CONSTRAINT_LT:
		return FRAME_BELOW;
	case SQLITE_INDEX_CONSTRAINT_LE:
		return FRAME_TO;
	case SQLITE_INDEX_CONSTRAINT_ISNULL:
		return FRAME_IS_NULL;
	default:
		return FRAME_UNBOUND;
	}
}

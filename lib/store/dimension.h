#pragma once
/* The dimensions that complaints can be grouped and filtered by (--by, --where), and where they
 * are in the store.
 *
 *	const struct dimension *d = dimension_find("product", 7);
 *	// complaint.<d->column>; in the cube as daily.dim = d->cube */
#include <stddef.h>

/* Dimensions that describe the population have exposures of their own; for those that describe the
 * complaint, rates take the total exposure (METRICS 2.1). */
enum dimension_of { OF_COMPLAINT, OF_POPULATION };

enum dimension_value {
	VALUE_TERM,   /* id of `term`, 0 unassigned */
	VALUE_NUMBER, /* the number itself, NULL unassigned */
};

/* daily.dim; see schema.sql. */
enum cube_dim {
	CUBE_TOTAL,
	CUBE_PRODUCT,
	CUBE_CHANNEL,
	CUBE_REGION,
	CUBE_DEPARTMENT,
	CUBE_LEFT_OUT = 9
};

struct dimension {
	const char *name;   /* the record's field */
	const char *column; /* of `complaint` */
	enum dimension_of of;
	enum dimension_value value;
	enum cube_dim
		cube; /* CUBE_TOTAL: the dimension is not in the cube (cause is in every cell) */
};

extern const struct dimension DIMENSIONS[];
extern const size_t N_DIMENSIONS;

/* The dimension of that name, or NULL. */
const struct dimension *dimension_find(const char *name, size_t n);

#pragma once
/* What the common options ask for, checked: which complaints, how grouped, in which periods. */
#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "metric/query.h"
#include "store/dimension.h"

enum { MAX_BY = 6 };

enum cause_mode { CAUSES_PRIMARY, CAUSES_WHOLE, CAUSES_FRACTIONAL };

/* One of --by: a dimension, or a column of `extra` by its header. */
struct by {
	const char *word;                  /* as typed: the column's name in the result */
	const struct dimension *dimension; /* NULL: extra */
	const char *header;                /* of extra.HEADER */
};

/* One of --where: FIELD=VALUE, FIELD!=VALUE, FIELD~PART. */
struct condition {
	struct by field;
	char op; /* '=', '!' or '~' */
	const char *value;
	const char *text; /* as typed */
};

struct scope {
	struct arena arena; /* the words below */
	enum period period;
	struct by by[MAX_BY];
	size_t n_by;
	struct condition *conditions;
	size_t n_conditions, condition_capacity;
	int32_t from, to; /* NO_DAY: as far as there is data */
	int32_t as_of;    /* NO_DAY: the store's default */
	bool has_contacts_unit;
	enum cause_mode causes;
	bool has_total, has_ids;
	bool is_strict; /* days that the calendar does not have are an error */
	size_t top;     /* 0: all */
};

int scope_read(
	struct scope *scope, const struct query *query, const struct opts *opts, struct err *err);
void scope_release(struct scope *scope);

/* Whether --where leaves complaints of that source in, as far as = and != say it. */
bool scope_has_source(const struct scope *scope, const char *name);
/* Whether a complaint may be in several groups, so that complaint_cause must be read. */
bool scope_has_cause(const struct scope *scope);

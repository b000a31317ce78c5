#pragma once
/* What became of a period's numbers between two states of the store (METRICS, published figures):
 * by a dimension, how many complaints came late, moved to another group, or are counted anew or no
 * more, and growth on both bases.
 *
 * before + late + reclassified_in - reclassified_out + restated_in - restated_out = after */
#include "base/date.h"
#include "store/dimension.h"
#include "store/store.h"
#include "table/table.h"

struct revision_of {
	enum period period; /* month, quarter or year */
	int32_t number;
	const struct dimension *dimension;
	bool has_contacts_unit, has_total;
};

/* The first run after which the store had data up to that day; an error where there is none. */
int revision_first_run(struct store *store, int32_t day, int64_t *run, struct err *err);
/* `before` is an earlier state of the same store. */
struct table *revision_table(
	struct store *before, struct store *after, const struct revision_of *of, struct err *err);

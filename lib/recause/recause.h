#pragma once
/* New causes for complaints of a store.
 *
 *	struct recause *recause = recause_begin(store, &run, &err);
 *	recause_add(recause, batch, &err);        // batches of scan_next()
 *	recause_finish(recause, &counts, &err); */
#include "store/store.h"
#include "table/table.h"

/* New causes for complaints of a batch from scan_next() (batch->id), with demand_class and
 * escalation_intent; old cause sets go to mark_past, the cube follows. A human's or an export's
 * cause is overwritten only by people's answers. Begins its own transaction per run. */
struct recause;
struct recause *recause_begin(struct store *store, const struct run_info *run, struct err *err);
/* From here on the batches are people's answers, which replace any cause. */
int recause_take_answers(struct recause *recause, struct err *err);
int recause_add(struct recause *recause, const struct batch *batch, struct err *err);
/* What moved from which cause to which, and the growth of the last complete month before and after,
 * as a table (recause/moved.h) without rows when nothing moved or nothing had a cause before. */
struct table *recause_moved(const struct recause *recause);
struct recause_counts {
	uint64_t n_classified, n_unclassified, n_kept, n_changed;
};
int recause_finish(struct recause *recause, struct recause_counts *counts, struct err *err);
void recause_abandon(struct recause *recause);

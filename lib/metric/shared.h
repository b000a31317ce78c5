#pragma once
/* What the runs of one report have in common: the files of rules that they read, and the chains of
 * complaints. Each is made when a run first asks for it. Runs may be in several threads, each with
 * a connection of its own to the same snapshot of the same store.
 *
 *	struct metric_shared *shared = metric_shared_new(share);     // metric.h
 *	const struct calendar *calendar = shared_calendar(shared, &err);
 *	metric_shared_free(shared); */
#include "metric/calendar.h"
#include "metric/extent.h"
#include "metric/launches.h"
#include "metric/metric.h"
#include "metric/service.h"
#include "stats/chain.h"

const struct calendar *shared_calendar(struct metric_shared *shared, struct err *err);
const struct service_levels *shared_levels(struct metric_shared *shared, struct err *err);
const struct launches *shared_launches(struct metric_shared *shared, struct err *err);

/* What the store covers, which each run asks; as extent_load(). */
const struct extent *shared_extent(struct metric_shared *shared, struct sql *sql, int32_t as_of,
	bool has_every_kind, struct err *err);

/* Whose chains. */
struct chains_wanted {
	int32_t as_of;
	bool has_contacts_unit;
	bool by_product, by_cause; /* the key, besides the customer */
	int32_t window;            /* and so on: struct chain_rules */
	bool from_first;
	int64_t busiest;
};

/* They live as long as `shared`. */
const struct chains *shared_chains(struct metric_shared *shared, struct sql *sql,
	const struct chains_wanted *wanted, struct err *err);

#include "metric/shared.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/mem.h"
#include "metric/chains_read.h"

struct found {
	struct found *next;
	struct chains_wanted wanted;
	struct chains chains;
};

struct covered {
	struct covered *next;
	int32_t as_of; /* as it was asked for */
	bool has_every_kind;
	struct extent extent;
};

struct metric_shared {
	const struct share *share;
	pthread_mutex_t files; /* while one is read, or an extent */
	struct calendar *calendar;
	struct service_levels *levels;
	struct launches *launches;
	struct covered *covered;
	pthread_mutex_t finding; /* of chains, which takes its time */
	struct found *found;
};

struct metric_shared *metric_shared_new(const struct share *share)
{
	struct metric_shared *shared = mem_zalloc(sizeof *shared);

	shared->share = share;
	pthread_mutex_init(&shared->files, NULL);
	pthread_mutex_init(&shared->finding, NULL);
	return shared;
}

void metric_shared_free(struct metric_shared *shared)
{
	if (!shared)
		return;
	calendar_free(shared->calendar);
	service_levels_free(shared->levels);
	launches_free(shared->launches);
	while (shared->covered) {
		struct covered *next = shared->covered->next;

		extent_release(&shared->covered->extent);
		free(shared->covered);
		shared->covered = next;
	}
	while (shared->found) {
		struct found *next = shared->found->next;

		chains_release(&shared->found->chains);
		free(shared->found);
		shared->found = next;
	}
	pthread_mutex_destroy(&shared->files);
	pthread_mutex_destroy(&shared->finding);
	free(shared);
}

const struct calendar *shared_calendar(struct metric_shared *shared, struct err *err)
{
	const struct calendar *calendar;

	pthread_mutex_lock(&shared->files);
	if (!shared->calendar)
		shared->calendar = calendar_load(shared->share, err);
	calendar = shared->calendar;
	pthread_mutex_unlock(&shared->files);
	return calendar;
}

const struct service_levels *shared_levels(struct metric_shared *shared, struct err *err)
{
	const struct service_levels *levels;

	pthread_mutex_lock(&shared->files);
	if (!shared->levels)
		shared->levels = service_levels_load(shared->share, err);
	levels = shared->levels;
	pthread_mutex_unlock(&shared->files);
	return levels;
}

const struct launches *shared_launches(struct metric_shared *shared, struct err *err)
{
	const struct launches *launches;

	pthread_mutex_lock(&shared->files);
	if (!shared->launches)
		shared->launches = launches_load(shared->share, err);
	launches = shared->launches;
	pthread_mutex_unlock(&shared->files);
	return launches;
}

/* --- extents --- */

static struct covered *find_extent(struct metric_shared *shared, struct sql *sql, int32_t as_of,
	bool has_every_kind, struct err *err)
{
	struct covered *covered = shared->covered;

	while (covered && !(covered->as_of == as_of && covered->has_every_kind == has_every_kind))
		covered = covered->next;
	if (covered)
		return covered;
	covered = mem_zalloc(sizeof *covered);
	covered->next = shared->covered;
	covered->as_of = as_of;
	covered->has_every_kind = has_every_kind;
	if (extent_load(&covered->extent, sql, as_of, has_every_kind, err) < 0) {
		extent_release(&covered->extent);
		free(covered);
		return NULL;
	}
	shared->covered = covered;
	return covered;
}

const struct extent *shared_extent(struct metric_shared *shared, struct sql *sql, int32_t as_of,
	bool has_every_kind, struct err *err)
{
	struct covered *covered;

	pthread_mutex_lock(&shared->files);
	covered = find_extent(shared, sql, as_of, has_every_kind, err);
	pthread_mutex_unlock(&shared->files);
	return covered ? &covered->extent : NULL;
}

/* --- chains --- */

static bool is_same(const struct chains_wanted *a, const struct chains_wanted *b)
{
	return a->as_of == b->as_of && a->has_contacts_unit == b->has_contacts_unit &&
	       a->by_product == b->by_product && a->by_cause == b->by_cause &&
	       a->window == b->window && a->from_first == b->from_first && a->busiest == b->busiest;
}

static struct found *find_chains(struct metric_shared *shared, struct sql *sql,
	const struct chains_wanted *wanted, struct err *err)
{
	struct found *found = shared->found;

	while (found && !is_same(&found->wanted, wanted))
		found = found->next;
	if (found)
		return found;
	found = mem_zalloc(sizeof *found);
	found->wanted = *wanted;
	if (chains_read(&found->chains, sql, wanted, err) < 0) {
		free(found);
		return NULL;
	}
	found->next = shared->found;
	shared->found = found;
	return found;
}

const struct chains *shared_chains(struct metric_shared *shared, struct sql *sql,
	const struct chains_wanted *wanted, struct err *err)
{
	struct found *found;

	pthread_mutex_lock(&shared->finding);
	found = find_chains(shared, sql, wanted, err);
	pthread_mutex_unlock(&shared->finding);
	return found ? &found->chains : NULL;
}

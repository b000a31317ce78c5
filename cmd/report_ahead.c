#include "cmd/report_ahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cmd/report_query.h"

struct answer {
	const char *line;
	bool is_whole;
	bool is_there; /* and not taken yet */
	struct table *table;
	struct err err;
};

struct ahead {
	const struct report_run *report;
	struct answer *answers; /* in the template's order */
	size_t *order;          /* in which they are begun */
	size_t n;
	pthread_mutex_t mutex; /* of the two numbers below */
	size_t n_begun;
	size_t failed; /* the first in the template whose query has failed, or n */
};

/* --- two threads --- */

/* What comes after a query that fails is not told, and need not be found. */
static struct answer *next(struct ahead *ahead)
{
	struct answer *answer = NULL;

	pthread_mutex_lock(&ahead->mutex);
	while (!answer && ahead->n_begun < ahead->n) {
		size_t i = ahead->order[ahead->n_begun++];

		answer = i < ahead->failed ? &ahead->answers[i] : NULL;
	}
	pthread_mutex_unlock(&ahead->mutex);
	return answer;
}

static void note_failure(struct ahead *ahead, const struct answer *answer)
{
	size_t i = (size_t)(answer - ahead->answers);

	pthread_mutex_lock(&ahead->mutex);
	ahead->failed = i < ahead->failed ? i : ahead->failed;
	pthread_mutex_unlock(&ahead->mutex);
}

static void find_all(struct ahead *ahead, struct store *store)
{
	struct answer *answer;

	while ((answer = next(ahead))) {
		answer->table = report_ask(
			ahead->report, store, answer->line, answer->is_whole, &answer->err);
		answer->is_there = true;
		if (!answer->table)
			note_failure(ahead, answer);
	}
}

static void *find_with_twin(void *context)
{
	struct ahead *ahead = context;

	find_all(ahead, ahead->report->twin);
	return NULL;
}

/* --- the answers --- */

/* Those that take long first: so the threads end at about the same time. */
static void choose_order(struct ahead *ahead)
{
	bool *takes_long = mem_alloc((ahead->n + 1) * sizeof *takes_long);
	size_t n = 0;

	for (size_t i = 0; i < ahead->n; i++)
		takes_long[i] = report_ask_takes_long(ahead->report, ahead->answers[i].line);
	for (int is_long = 1; is_long >= 0; is_long--)
		for (size_t i = 0; i < ahead->n; i++)
			if (takes_long[i] == is_long)
				ahead->order[n++] = i;
	free(takes_long);
}

static struct ahead *ahead_new(
	const struct report_run *report, const struct report_line *lines, size_t n)
{
	struct ahead *ahead = mem_zalloc(sizeof *ahead);

	*ahead = (struct ahead){.report = report, .n = n, .failed = n};
	pthread_mutex_init(&ahead->mutex, NULL);
	ahead->answers = mem_zalloc((n + 1) * sizeof *ahead->answers);
	ahead->order = mem_alloc((n + 1) * sizeof *ahead->order);
	for (size_t i = 0; i < n; i++) {
		ahead->answers[i].line = lines[i].text;
		ahead->answers[i].is_whole = lines[i].is_whole;
	}
	choose_order(ahead);
	return ahead;
}

void ahead_free(struct ahead *ahead)
{
	if (!ahead)
		return;
	for (size_t i = 0; i < ahead->n; i++)
		if (ahead->answers[i].is_there)
			table_free(ahead->answers[i].table);
	pthread_mutex_destroy(&ahead->mutex);
	free(ahead->answers);
	free(ahead->order);
	free(ahead);
}

void report_find_ahead(void *context, const struct report_line *lines, size_t n)
{
	struct report_run *report = context;
	pthread_t thread;
	bool has_thread;

	ahead_free(report->ahead);
	report->ahead = NULL;
	if (!cmd_labels(report->run)) /* which are loaded by whoever comes first */
		return;
	report->ahead = ahead_new(report, lines, n);
	has_thread = pthread_create(&thread, NULL, find_with_twin, report->ahead) == 0;
	find_all(report->ahead, report->store);
	if (has_thread)
		pthread_join(thread, NULL);
}

bool ahead_take(
	struct ahead *ahead, const char *line, bool is_whole, struct table **table, struct err *err)
{
	for (size_t i = 0; ahead && i < ahead->n; i++) {
		struct answer *answer = &ahead->answers[i];

		if (!answer->is_there || answer->is_whole != is_whole ||
			strcmp(answer->line, line) != 0)
			continue;
		answer->is_there = false;
		*table = answer->table;
		if (!*table)
			*err = answer->err;
		return true;
	}
	return false;
}

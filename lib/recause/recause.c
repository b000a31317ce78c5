#include "recause/recause.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "recause/moved.h"
#include "store/causes.h"
#include "store/internal.h"
#include "store/reader.h"

struct recause {
	struct store *store;
	struct reader reader;
	struct causes causes;
	struct marks marks;
	struct stmt *update;
	struct cause_set cause_set;
	struct recause_counts counts;
	bool is_by_people;
	struct moved *moved;
};

static void free_recause(struct recause *recause)
{
	reader_release(&recause->reader);
	causes_release(&recause->causes);
	marks_release(&recause->marks);
	stmt_free(recause->update);
	cause_set_release(&recause->cause_set);
	moved_free(recause->moved);
	free(recause);
}

struct recause *recause_begin(struct store *store, const struct run_info *run, struct err *err)
{
	struct recause *recause;

	if (store_begin(store, run, err) < 0)
		return NULL;
	recause = mem_zalloc(sizeof *recause);
	recause->store = store;
	recause->update = stmt_prepare(store->sql,
		"UPDATE complaint SET cause = ?2, subcause = ?3, cause_by = ?4, cause_score = ?5,"
		" demand_class = ?6, escalation_intent = ?7, severity_class = ?8, behaviour = ?9,"
		" flags = ?10 WHERE id = ?1",
		err);
	recause->moved = moved_new(store->sql, err);
	if (!recause->moved || !recause->update ||
		reader_init(&recause->reader, store->sql, err) < 0 ||
		causes_init(&recause->causes, store->sql, err) < 0 ||
		marks_init(&recause->marks, store->sql, err) < 0) {
		recause_abandon(recause);
		return NULL;
	}
	return recause;
}

int recause_take_answers(struct recause *recause, struct err *err)
{
	recause->is_by_people = true;
	return moved_count_all(recause->moved, recause->store->sql, err);
}

void recause_abandon(struct recause *recause)
{
	struct store *store;

	if (!recause)
		return;
	store = recause->store;
	free_recause(recause);
	store_rollback(store);
}

/* A value of the export stays; a blank, or what a rule had filled in, is filled in. */
static void derive(int64_t *fact, enum fact which, int64_t value)
{
	int64_t flag = FACTS[which].is_derived, blank = fact_is_term(which) ? 0 : NUMBER_NONE;

	if (fact[which] != blank && !(fact[FACT_FLAGS] & flag))
		return;
	fact[which] = value;
	if (value == blank)
		fact[FACT_FLAGS] &= ~flag;
	else
		fact[FACT_FLAGS] |= flag;
}

/* What a batch without the column does not say stays. */
static void derive_all(
	struct recause *recause, const struct batch *batch, size_t row, int64_t *fact)
{
	static const enum fact ALL[] = {
		FACT_DEMAND_CLASS, FACT_ESCALATION_INTENT, FACT_SEVERITY_CLASS, FACT_BEHAVIOUR};

	for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++) {
		enum field field = FACTS[ALL[i]].field;

		if (batch->has[field])
			derive(fact, ALL[i],
				field_is_text(field) ? dictionary_add(recause->store->dictionary,
							       field, batch_text(batch, field, row))
						     : batch_number(batch, field, row));
	}
}

/* What rules fill in makes no version of the complaint. */
static int mark_derived(
	struct recause *recause, const int64_t *old, const int64_t *new, struct err *err)
{
	int64_t run = recause->store->run;

	for (enum fact i = 0; i < N_FACTS; i++)
		if (FACTS[i].is_derived && old[i] != new[i] &&
			mark_integer(&recause->marks, old[FACT_ID], FACTS[i].column, old[i], run,
				err) < 0)
			return -1;
	return old[FACT_FLAGS] == new[FACT_FLAGS]
		       ? 0
		       : mark_integer(&recause->marks, old[FACT_ID], "flags",
				 old[FACT_FLAGS] & FLAGS_MARKED, run, err);
}

static int update(struct recause *recause, const int64_t *fact, struct err *err)
{
	static const enum fact COLUMNS[] = {FACT_ID, FACT_CAUSE, FACT_SUBCAUSE, FACT_CAUSE_BY,
		FACT_CAUSE_SCORE, FACT_DEMAND_CLASS, FACT_ESCALATION_INTENT, FACT_SEVERITY_CLASS,
		FACT_BEHAVIOUR, FACT_FLAGS};

	for (int i = 0; i < (int)(sizeof COLUMNS / sizeof *COLUMNS); i++)
		bind_number(recause->update, i + 1, fact[COLUMNS[i]]);
	return run_stmt(recause->update, err);
}

static bool is_kept(const struct recause *recause, const int64_t *fact)
{
	struct span by = dictionary_text(recause->store->dictionary, fact[FACT_CAUSE_BY]);

	return !recause->is_by_people &&
	       (text_is(by.text, by.n, "human") || text_is(by.text, by.n, "export"));
}

static int recause_row(
	struct recause *recause, const struct batch *batch, size_t row, struct err *err)
{
	int64_t old[N_FACTS], new[N_FACTS];
	struct cause_set *set = &recause->cause_set;
	int status;

	if (reader_facts(&recause->reader, batch->id[row], old, err) < 0)
		return -1;
	memcpy(new, old, sizeof new);
	cause_set_read(set, recause->store->dictionary, batch, row);
	if (is_kept(recause, old)) {
		recause->counts.n_kept++;
	} else {
		set->n ? recause->counts.n_classified++ : recause->counts.n_unclassified++;
		status = causes_replace(
			&recause->causes, &recause->marks, recause->store, new, set, err);
		if (status < 0)
			return -1;
		recause->counts.n_changed += status > 0;
	}
	derive_all(recause, batch, row, new);
	moved_add(recause->moved, old, new);
	if (!memcmp(old, new, sizeof new))
		return 0;
	if (mark_derived(recause, old, new, err) < 0)
		return -1;
	store_change(recause->store, old, new);
	return update(recause, new, err);
}

int recause_add(struct recause *recause, const struct batch *batch, struct err *err)
{
	for (size_t row = 0; row < batch->n; row++)
		if (recause_row(recause, batch, row, err) < 0)
			return -1;
	return causes_flush(&recause->causes, err);
}

struct table *recause_moved(const struct recause *recause)
{
	return moved_table(recause->moved, recause->store->dictionary);
}

int recause_finish(struct recause *recause, struct recause_counts *counts, struct err *err)
{
	struct store *store = recause->store;

	*counts = recause->counts;
	free_recause(recause);
	return store_commit(store, err);
}

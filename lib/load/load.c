#include "load/loading.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"

/* Of the complaints that a file meets again, at most one in twenty may have another received_at;
 * more of them are another system's ids. A few may have been corrected, though: they tell only when
 * they are as many as SURE_DIFFERING, or more than one and most of those that were met. */
enum { MAX_DIFFERING = 20, SURE_DIFFERING = 5 };

static void free_load(struct load *load)
{
	worker_free(load->worker);
	first_release(&load->first);
	later_release(&load->later);
	adder_release(&load->adder);
	reader_release(&load->reader);
	writer_release(&load->writer);
	identities_release(&load->identities);
	customers_free(load->customers);
	incidents_release(&load->incidents);
	causes_release(&load->causes);
	marks_release(&load->marks);
	coverage_release(&load->coverage);
	load_past_release(&load->past);
	rewind_release(&load->rewind);
	stmt_free(load->former_export);
	cause_set_release(&load->cause_set);
	buf_release(&load->buf);
	for (size_t i = 0; i < ROWS_AHEAD; i++)
		buf_release(&load->coming[i].buf);
	ledger_release(&load->ledger);
	free(load);
}

static int prepare(struct load *load, struct err *err)
{
	struct store *store = load->store;
	struct sql *sql = store->sql;

	load->merge.dictionary = store->dictionary;
	words_init(&load->merge.words, store->dictionary);
	if (!store->has_rows)
		load->worker = worker_new(N_BLOCKS - 1);
	adder_init(&load->adder, sql, !store->has_rows, load->worker);
	load->customers = customers_new(sql, store->has_rows, err);
	load->former_export = stmt_prepare(sql, "SELECT exported_at FROM load WHERE id = ?", err);
	if (!load->customers || !load->former_export || reader_init(&load->reader, sql, err) < 0 ||
		marks_init(&load->marks, sql, err) < 0 ||
		causes_init(&load->causes, sql, err) < 0 ||
		identities_init(&load->identities, sql, err) < 0 ||
		ask_integer(sql, "SELECT coalesce(max(id), 0) + 1 FROM load", &load->id, err) < 0 ||
		ask_integer(sql,
			"SELECT coalesce((SELECT min(id) FROM load WHERE run ="
			" (SELECT max(id) FROM run)), 1 + max(id), 1) FROM load",
			&load->first_load, err) < 0 ||
		ask_integer(sql, "SELECT coalesce(max(id), 0) + 1 FROM complaint",
			&load->first_complaint, err) < 0)
		return -1;
	load->next_complaint = load->first_complaint;
	return 0;
}

/* Before a complaint is read or written anew: its table has all columns. */
static int prepare_meeting(struct load *load, struct err *err)
{
	struct sql *sql = load->store->sql;

	if (load->can_meet)
		return 0;
	load->can_meet = true;
	if (adder_widen(&load->adder, err) < 0 || writer_init(&load->writer, sql, err) < 0 ||
		rewind_init(&load->rewind, sql, err) < 0)
		return -1;
	load->causes.keep = load->rewind.stmts[KEEP_CAUSES];
	return 0;
}

struct load *load_begin(struct store *store, const struct run_info *run, struct err *err)
{
	struct load *load;

	if (store_begin(store, run, err) < 0)
		return NULL;
	load = mem_zalloc(sizeof *load);
	load->store = store;
	load->exported_at = NUMBER_NONE;
	load->coverage.own_day = instant_day(run->started_at);
	if (prepare(load, err) < 0) {
		load_abandon(load);
		return NULL;
	}
	return load;
}

void load_abandon(struct load *load)
{
	struct store *store;

	if (!load)
		return;
	store = load->store;
	free_load(load); /* statements must be gone before the transaction */
	store_rollback(store);
}

void load_set_exported_at(struct load *load, int64_t exported_at)
{
	load->exported_at = exported_at;
	if (exported_at != NUMBER_NONE)
		load->coverage.own_day = instant_day(exported_at);
}

void load_count_reject(struct load *load, const char *code)
{
	ledger_count_reject(&load->ledger, code);
}

static void read_key(struct load *load, const struct batch *batch, size_t row,
	const struct span narrative[N_NARRATIVES], struct key *key)
{
	*key = (struct key){
		.source = batch_text(batch, FIELD_SOURCE, row),
		.complaint_id = narrative[NARRATIVE_COMPLAINT_ID],
	};
	key->source_term = dictionary_add(load->store->dictionary, FIELD_SOURCE, key->source);
	if (key->complaint_id.n)
		return;
	key->received = batch_number(batch, FIELD_RECEIVED_AT, row);
	key->product = batch_text(batch, FIELD_PRODUCT, row);
	key->product_term = dictionary_add(load->store->dictionary, FIELD_PRODUCT, key->product);
	key->customer = key_customer(narrative);
	key->order_id = narrative[NARRATIVE_ORDER_ID];
	key->text = narrative[NARRATIVE_TEXT];
	key->twin = identities_count_twin(&load->identities, key);
}

static void read_coming(
	struct load *load, const struct batch *batch, size_t row, struct coming *coming)
{
	struct span narrative[N_NARRATIVES];

	for (int i = 0; i < N_NARRATIVES; i++)
		narrative[i] = batch_text(batch, NARRATIVE_FIELDS[i], row);
	read_key(load, batch, row, narrative, &coming->key);
	coming->n_identifiers =
		identifiers_read(narrative, coming->key.source, &coming->buf, coming->identifiers);
	coming->hash = key_hash(&coming->key);
	identities_expect(&load->identities, coming->hash);
	customers_expect(load->customers, coming->identifiers, coming->n_identifiers);
}

static int fill_complaint(struct load *load, const struct batch *batch, size_t row,
	const struct coming *coming, struct complaint *complaint, struct err *err)
{
	const struct key *key = &coming->key;

	complaint_clear(&load->merge, complaint);
	complaint->fact[FACT_ID] = complaint->fact[FACT_MASTER] = load->next_complaint;
	complaint->fact[FACT_LOAD] = load->id;
	complaint->fact[FACT_RUN] = load->store->run;
	complaint->fact[FACT_SOURCE] = key->source_term;
	complaint->twin = key->complaint_id.n ? NUMBER_NONE : key->twin;
	merge_row(&load->merge, batch, row, complaint);
	if (complaint->fact[FACT_RECEIVED] == NUMBER_NONE)
		return err_set(err, "complaint '%.*s' is new and has no received_at",
			(int)key->complaint_id.n, key->complaint_id.text);
	cause_set_read(&load->cause_set, load->store->dictionary, batch, row);
	cause_set_mark(&load->cause_set, complaint->fact);
	return customers_assign(load->customers, coming->identifiers, coming->n_identifiers,
		&complaint->fact[FACT_CUSTOMER], err);
}

/* Into its tables, its causes too. */
static int put_complaint(struct load *load, const struct complaint *complaint, struct err *err)
{
	int64_t id = complaint->fact[FACT_ID], run = load->store->run;

	if (load->first.bulk)
		return first_add(&load->first, complaint, err) < 0
			       ? -1
			       : first_add_causes(&load->first, id, &load->cause_set, run, err);
	causes_add(&load->causes, id, &load->cause_set, run);
	return adder_add(&load->adder, complaint, err);
}

static int add_complaint(struct load *load, const struct batch *batch, size_t row,
	const struct coming *coming, int64_t ident, struct err *err)
{
	struct complaint complaint;
	int64_t id = load->next_complaint;

	if (id > LAST_COMPLAINT)
		return err_set(err, "the store has no room for another complaint: its last is %lld",
			(long long)id - 1);
	if (fill_complaint(load, batch, row, coming, &complaint, err) < 0 ||
		put_complaint(load, &complaint, err) < 0)
		return -1;
	if (complaint.narrative[NARRATIVE_DUPLICATE_OF].n)
		incidents_touch(&load->incidents, id);
	identities_add(&load->identities, ident, id);
	store_change(load->store, NULL, complaint.fact);
	coverage_add(&load->coverage, coming->key.source_term, (int32_t)complaint.fact[FACT_DAY]);
	load->next_complaint++;
	load->counts.n_added++;
	return 0;
}

/* Where the complaint's id is its own: those without one are told apart by their number among their
 * like, and met again only by chance. Rows behind one that waits wait, too. */
static bool must_wait(const struct load *load, const struct coming *coming)
{
	return (load->first.bulk || load->later.n) && coming->key.complaint_id.n &&
	       identities_is_new(&load->identities, coming->hash);
}

static int add_row(struct load *load, const struct batch *batch, size_t row,
	const struct coming *coming, struct err *err)
{
	struct complaint complaint;
	int64_t id, ident;
	int status;

	if (must_wait(load, coming)) {
		later_add(&load->later, batch, row);
		return 0;
	}
	status = identities_find(
		&load->identities, &load->reader, &coming->key, &id, &ident, &complaint, err);
	if (status < 0)
		return -1;
	return status ? load_meet_again(load, batch, row, &complaint, err)
		      : add_complaint(load, batch, row, coming, ident, err);
}

static int add_rows(
	struct load *load, const struct batch *batch, size_t from, size_t n, struct err *err)
{
	struct coming *coming = load->coming;

	batch_expect_texts(batch, from, n);
	for (size_t i = 0; i < n; i++)
		read_coming(load, batch, from + i, &coming[i]);
	for (size_t i = 0; i < n; i++) {
		identities_expect_known(&load->identities, coming[i].hash);
		customers_expect_known(
			load->customers, coming[i].identifiers, coming[i].n_identifiers);
	}
	for (size_t i = 0; i < n; i++)
		customers_expect_keys(
			load->customers, coming[i].identifiers, coming[i].n_identifiers);
	for (size_t i = 0; i < n; i++)
		if (add_row(load, batch, from + i, &coming[i], err) < 0)
			return -1;
	return 0;
}

static int write_causes(void *causes, struct err *err)
{
	return causes_flush(causes, err);
}

/* After that SQLite has all complaints, and the connection is free again. */
static int flush(struct load *load, struct err *err)
{
	if (first_end(&load->first, err) < 0 || adder_flush(&load->adder, err) < 0 ||
		worker_give(load->worker, write_causes, &load->causes, err) < 0)
		return -1;
	return worker_wait(load->worker, err);
}

static size_t rows_ahead(const struct batch *batch, size_t from)
{
	return batch->n - from < ROWS_AHEAD ? batch->n - from : ROWS_AHEAD;
}

static int flush_to_meet(void *context, struct err *err)
{
	return flush(context, err) < 0 ? -1 : prepare_meeting(context, err);
}

static bool may_be_first(const struct load *load)
{
	const struct store *store = load->store;

	return !store->has_rows && !load->can_meet && !load->first.bulk &&
	       bulk_is_possible(store->sql);
}

static int add_batch(struct load *load, const struct batch *batch, struct err *err)
{
	merge_begin(&load->merge, batch);
	adder_begin(&load->adder, batch->n, &load->merge);
	load->identities.flush = flush_to_meet;
	load->identities.context = load;
	for (size_t row = 0; row < batch->n; row += ROWS_AHEAD) {
		size_t next = row + ROWS_AHEAD;

		if (next < batch->n)
			batch_expect(batch, next, rows_ahead(batch, next));
		if (add_rows(load, batch, row, rows_ahead(batch, row), err) < 0)
			return -1;
	}
	return load->first.bulk ? 0 : flush(load, err); /* texts live only as long as the batch */
}

/* SQLite has all that came before, and rows that waited for that are taken. */
static int end_first(struct load *load, struct err *err)
{
	struct later later = load->later;
	int status = first_end(&load->first, err);

	load->later = (struct later){0};
	if (status == 0 && later.n)
		status = prepare_meeting(load, err);
	for (size_t i = 0; i < later.n && status == 0; i++)
		status = add_batch(load, later.batches[i], err);
	later_release(&later);
	return status;
}

int load_add(struct load *load, const struct batch *batch, struct err *err)
{
	bool has_ended = !load->first.bulk && load->later.n;

	if (load->store->has_rows && prepare_meeting(load, err) < 0)
		return -1;
	if ((has_ended || later_is_full(&load->later)) && end_first(load, err) < 0)
		return -1;
	if (may_be_first(load) && first_begin(&load->first, load->store->sql, err) < 0)
		return -1;
	return add_batch(load, batch, err);
}

static int check_sum(
	const struct load_counts *counts, const struct load_info *info, struct err *err)
{
	uint64_t sum = counts->n_added + counts->n_updated + counts->n_unchanged + counts->n_older +
		       info->n_rejected + info->n_nondata;

	if (sum == info->n_read)
		return 0;
	return err_set(err, "%llu rows were read, but %llu are accounted for",
		(unsigned long long)info->n_read, (unsigned long long)sum);
}

static int check_ids(const struct load *load, const struct load_info *info, struct err *err)
{
	bool is_telling = load->n_differing >= SURE_DIFFERING ||
			  (load->n_differing > 1 && load->n_differing * 2 > load->n_matched);

	if (!is_telling || load->n_differing * MAX_DIFFERING <= load->n_matched)
		return 0;
	return err_set(err,
		"'%s': %llu of %llu known complaint ids have another received_at: "
		"the ids are another system's (name it by --source)",
		info->file, (unsigned long long)load->n_differing,
		(unsigned long long)load->n_matched);
}

static int save(struct load *load, const struct load_info *info, struct err *err)
{
	struct store *store = load->store;
	int32_t first, last;

	if (end_first(load, err) < 0 || check_sum(&load->counts, info, err) < 0 ||
		check_ids(load, info, err) < 0 || prepare_meeting(load, err) < 0 ||
		rewind_finish(&load->rewind, store->run, err) < 0 ||
		incidents_resolve(&load->incidents, store, &load->reader, &load->identities,
			&load->marks, err) < 0 ||
		identities_save(&load->identities, err) < 0 ||
		customers_save(load->customers, store->dictionary, store->run, err) < 0 ||
		load_past_save(&load->past, store->sql, store->run, err) < 0 ||
		coverage_save(&load->coverage, store->sql, load->id, info, &first, &last, err) < 0)
		return -1;
	return ledger_write(&load->ledger, store, load->id, info, &load->counts, first, last, err);
}

int load_finish(struct load *load, const struct load_info *info, struct load_counts *counts,
	struct err *err)
{
	struct store *store = load->store;

	if (save(load, info, err) < 0) {
		load_abandon(load);
		return -1;
	}
	*counts = load->counts;
	free_load(load);
	return store_commit(store, err);
}

#include "load/adder.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/internal.h"

void adder_init(struct adder *adder, struct sql *sql, bool is_empty, struct worker *worker)
{
	*adder = (struct adder){.sql = sql,
		.worker = worker,
		.may_narrow = is_empty,
		.blocks = mem_alloc(N_BLOCKS * sizeof *adder->blocks)};
	for (size_t i = 0; i < N_BLOCKS; i++) {
		adder->blocks[i].adder = adder;
		adder->blocks[i].n = 0;
	}
	adder->has_narrative[NARRATIVE_COMPLAINT_ID + 1] = true; /* an INSERT needs one column */
}

void adder_release(struct adder *adder)
{
	stmt_free(adder->add_facts);
	stmt_free(adder->add_narrative);
	free(adder->blocks);
	*adder = (struct adder){0};
}

static struct stmt *prepare_add(
	struct sql *sql, struct buf *into, struct buf *values, struct err *err)
{
	struct stmt *stmt;

	buf_add_char(into, ')');
	stmt = stmt_prepare_rows(sql, buf_text(into), buf_text(values), err);
	buf_clear(into);
	buf_clear(values);
	return stmt;
}

static void add_column(struct buf *into, struct buf *values, const char *column)
{
	buf_format(into, "%s%s", values->len ? ", " : "(", column);
	if (values->len)
		buf_add_text(values, ", ");
}

static enum fact last_fact(const struct adder *adder)
{
	enum fact last = N_FACTS - 1;

	while (!adder->has_fact[last])
		last--;
	return last;
}

static int fit_table(struct adder *adder, struct err *err)
{
	enum fact last = last_fact(adder);
	bool begins = adder->may_narrow;

	adder->may_narrow = false;
	return begins ? narrow_begin(&adder->narrow, adder->sql, last, err)
		      : narrow_widen(&adder->narrow, last, err);
}

static void add_facts(const struct adder *adder, struct buf *into, struct buf *values)
{
	enum fact last = adder->narrow.sql ? adder->narrow.last : N_FACTS - 1;

	buf_add_text(into, "complaint");
	for (enum fact fact = FACT_ID + 1; fact <= last; fact++) {
		if (!adder->has_fact[fact] && !fact_is_term(fact))
			continue;
		add_column(into, values, FACTS[fact].column);
		if (adder->has_fact[fact])
			buf_format(values, "c%d", (int)fact);
		else
			buf_add_char(values, '0');
	}
}

static void add_narrative(const struct adder *adder, struct buf *into, struct buf *values)
{
	buf_add_text(into, "narrative");
	for (int i = 1; i < N_NARRATIVE_COLUMNS; i++) {
		if (!adder->has_narrative[i])
			continue;
		add_column(into, values,
			i <= N_NARRATIVES ? FIELDS[NARRATIVE_FIELDS[i - 1]].name : "twin");
		buf_format(values, "c%d", i);
	}
}

/* An INSERT of what is not always blank: a value that is asked for costs more than its place. The
 * id is left to SQLite, which gives the next one and then need not look for where it goes. */
static int prepare_adds(struct adder *adder, struct err *err)
{
	struct buf into = {0}, values = {0};

	stmt_free(adder->add_facts);
	stmt_free(adder->add_narrative);
	add_facts(adder, &into, &values);
	adder->add_facts = prepare_add(adder->sql, &into, &values, err);
	add_narrative(adder, &into, &values);
	adder->add_narrative = prepare_add(adder->sql, &into, &values, err);
	buf_release(&into);
	buf_release(&values);
	return adder->add_facts && adder->add_narrative ? 0 : -1;
}

/* The complaints of a block as rows. */
struct pending {
	const struct block *block;
	size_t next; /* the current one is the one before */
};

static bool next_pending(void *context)
{
	struct pending *pending = context;

	return pending->next++ < pending->block->n;
}

static int64_t blank_fact(enum fact fact)
{
	return fact_is_term(fact) ? 0 : NUMBER_NONE;
}

static void give_fact(void *context, int column, struct sql_result *result)
{
	const struct pending *pending = context;
	const struct block *block = pending->block;
	int64_t value = block->has_fact[column] ? block->fact[column][pending->next - 1]
						: blank_fact((enum fact)column);

	if (value != NUMBER_NONE)
		result_integer(result, value);
}

static void give_narrative(void *context, int column, struct sql_result *result)
{
	const struct pending *pending = context;
	const struct block *block = pending->block;

	if (column > N_NARRATIVES) {
		int64_t twin = block->twin[pending->next - 1];

		if (twin != NUMBER_NONE)
			result_integer(result, twin);
	} else if (block->has_narrative[column - 1]) {
		struct span text = block->narrative[column - 1][pending->next - 1];

		if (text.n)
			result_text_borrowed(result, text.text, text.n);
	}
}

static int insert_block(const struct block *block, struct stmt *stmt,
	void (*column)(void *context, int column, struct sql_result *result), struct err *err)
{
	struct pending pending = {block, 0};
	const struct sql_rows rows = {next_pending, column, &pending};
	int64_t last = block->fact[FACT_ID][block->n - 1];

	if (stmt_insert_rows(stmt, block->adder->sql, &rows, err) < 0)
		return -1;
	if (sql_last_id(block->adder->sql) != last)
		return err_set(err, "the store is damaged: complaint %lld has the place of another",
			(long long)last);
	return 0;
}

static bool has_any_fact(const struct block *block, enum fact fact)
{
	int64_t blank = blank_fact(fact);

	for (size_t i = 0; block->has_fact[fact] && i < block->n; i++)
		if (block->fact[fact][i] != blank)
			return true;
	return false;
}

static bool has_any_text(const struct block *block, enum narrative narrative)
{
	for (size_t i = 0; block->has_narrative[narrative] && i < block->n; i++)
		if (block->narrative[narrative][i].n)
			return true;
	return false;
}

static bool has_any_twin(const struct block *block)
{
	for (size_t i = 0; i < block->n; i++)
		if (block->twin[i] != NUMBER_NONE)
			return true;
	return false;
}

/* Takes note of columns that have something for the first time: whether there are any. */
static bool note_columns(struct adder *adder, const struct block *block)
{
	bool is_new = false;

	for (enum fact i = 0; i < N_FACTS; i++)
		if (!adder->has_fact[i] && has_any_fact(block, i))
			is_new = adder->has_fact[i] = true;
	for (enum narrative i = 0; i < N_NARRATIVES; i++)
		if (!adder->has_narrative[i + 1] && has_any_text(block, i))
			is_new = adder->has_narrative[i + 1] = true;
	if (!adder->has_narrative[N_NARRATIVES + 1] && has_any_twin(block))
		is_new = adder->has_narrative[N_NARRATIVES + 1] = true;
	return is_new;
}

static int write_block(void *context, struct err *err)
{
	struct block *block = context;
	struct adder *adder = block->adder;

	if ((note_columns(adder, block) || !adder->add_narrative) &&
		(fit_table(adder, err) < 0 || prepare_adds(adder, err) < 0))
		return -1;
	if (insert_block(block, adder->add_facts, give_fact, err) < 0 ||
		insert_block(block, adder->add_narrative, give_narrative, err) < 0)
		return -1;
	block->n = 0;
	return 0;
}

static void begin_block(const struct adder *adder, struct block *block)
{
	memset(block->has_fact, 0, sizeof block->has_fact);
	memset(block->has_narrative, 0, sizeof block->has_narrative);
	for (size_t i = 0; i < adder->n_facts; i++)
		block->has_fact[adder->facts[i]] = true;
	for (size_t i = 0; i < adder->n_narratives; i++)
		block->has_narrative[adder->narratives[i]] = true;
}

void adder_begin(struct adder *adder, size_t n_rows, const struct merge *merge)
{
	if (n_rows < BATCH_ROWS / 2)
		adder->may_narrow = false; /* widening takes as long as a thousand rows */
	adder->n_facts = 0;
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		if (FACTS[fact].field == N_FIELDS || fact_is_identity_or_cause(fact))
			adder->facts[adder->n_facts++] = fact;
	memcpy(adder->facts + adder->n_facts, merge->facts, merge->n_facts * sizeof *merge->facts);
	adder->n_facts += merge->n_facts;
	memcpy(adder->narratives, merge->narratives,
		merge->n_narratives * sizeof *merge->narratives);
	adder->n_narratives = merge->n_narratives;
}

/* With one block fewer on its way than there are, the next one is free. */
int adder_flush(struct adder *adder, struct err *err)
{
	struct block *block = &adder->blocks[adder->current];

	if (!block->n)
		return 0;
	adder->current = (adder->current + 1) % N_BLOCKS;
	return worker_give(adder->worker, write_block, block, err);
}

int adder_add(struct adder *adder, const struct complaint *complaint, struct err *err)
{
	struct block *block = &adder->blocks[adder->current];
	size_t row;

	if (block->n == BLOCK_COMPLAINTS) {
		if (adder_flush(adder, err) < 0)
			return -1;
		block = &adder->blocks[adder->current];
	}
	if (!block->n)
		begin_block(adder, block);
	row = block->n++;
	for (size_t i = 0; i < adder->n_facts; i++)
		block->fact[adder->facts[i]][row] = complaint->fact[adder->facts[i]];
	for (size_t i = 0; i < adder->n_narratives; i++)
		block->narrative[adder->narratives[i]][row] =
			complaint->narrative[adder->narratives[i]];
	block->twin[row] = complaint->twin;
	return 0;
}

int adder_widen(struct adder *adder, struct err *err)
{
	adder->may_narrow = false;
	return narrow_widen(&adder->narrow, N_FACTS - 1, err);
}

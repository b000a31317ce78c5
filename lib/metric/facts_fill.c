#include "metric/facts_fill.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/tuples.h"
#include "metric/groups.h"
#include "metric/pick.h"

enum how {
	PLAIN,      /* as it is */
	LATER,      /* an instant: what happened after the as-of date has not happened yet */
	LATER_DAY,  /* of that */
	UNDATED,    /* the flag */
	HUNDREDTHS, /* money */
	WORDS,      /* of a term */
	GROUP,
	PERIOD,
	WEIGHT, /* 1: there are no parts of complaints here */
};

/* The columns of facts, by name, and what they are made of. */
static const struct origin {
	const char *name;
	enum fact fact;
	enum how how;
} ORIGINS[] = {
	{"id", FACT_ID, PLAIN},
	{"flags", FACT_FLAGS, PLAIN},
	{"channel", FACT_CHANNEL, PLAIN},
	{"received", FACT_RECEIVED, PLAIN},
	{"first_response", FACT_FIRST_RESPONSE, LATER},
	{"closed", FACT_CLOSED, LATER},
	{"follow_up", FACT_FOLLOW_UP, LATER},
	{"customer", FACT_CUSTOMER, PLAIN},
	{"product", FACT_PRODUCT, PLAIN},
	{"cause", FACT_CAUSE, PLAIN},
	{"severity", FACT_SEVERITY, PLAIN},
	{"g", FACT_ID, GROUP},
	{"t", FACT_ID, PERIOD},
	{"w", FACT_ID, WEIGHT},
	{"day", FACT_DAY, PLAIN},
	{"closed_day", FACT_CLOSED, LATER_DAY},
	{"master", FACT_MASTER, PLAIN},
	{"status", FACT_STATUS, PLAIN},
	{"is_undated", FACT_FLAGS, UNDATED},
	{"escalated", FACT_ESCALATED, PLAIN},
	{"chase_count", FACT_CHASE_COUNT, PLAIN},
	{"demand_class", FACT_DEMAND_CLASS, PLAIN},
	{"severity_class", FACT_SEVERITY_CLASS, PLAIN},
	{"reopened_count", FACT_REOPENED_COUNT, PLAIN},
	{"compensation", FACT_COMPENSATION, HUNDREDTHS},
	{"refund_amount", FACT_REFUND_AMOUNT, HUNDREDTHS},
	{"satisfaction", FACT_SATISFACTION, PLAIN},
	{"follow_up_result", FACT_FOLLOW_UP_RESULT, WORDS},
	{"source", FACT_SOURCE, PLAIN},
};
enum { N_ORIGINS = sizeof ORIGINS / sizeof *ORIGINS };

static const struct origin *find_origin(const char *name)
{
	for (size_t i = 0; i < N_ORIGINS; i++)
		if (!strcmp(ORIGINS[i].name, name))
			return &ORIGINS[i];
	assert(!"every column of facts has an origin");
	return NULL;
}

/* A column that is being filled. */
struct filling {
	const struct origin *origin;
	int column;
};

struct filler {
	struct filling fillings[FRAME_COLUMNS];
	int n_fillings;
	int64_t end; /* the first moment after the as-of date */
	struct pick *pick;
	struct tuples keys; /* of groups */
	int32_t *groups;    /* of each */
	size_t group_capacity;
	struct tuples terms; /* ids of them */
	int64_t *words;      /* of each */
	size_t word_capacity;
};

/* --- what is looked up --- */

static int read_groups(const struct relations *relations, struct filler *filler, struct err *err)
{
	size_t n_keys = relations->scope->n_by ? relations->scope->n_by : 1;
	struct buf text = {0};
	struct stmt *stmt;
	int status;

	filler->keys.width = n_keys;
	buf_add_text(&text, "SELECT ");
	groups_names(&text, "k", n_keys);
	buf_add_text(&text, ", g FROM temp.group_keys");
	stmt = stmt_prepare(relations->sql, buf_text(&text), err);
	buf_release(&text);
	status = stmt ? 0 : -1;
	while (stmt && (status = stmt_step(stmt, err)) > 0) {
		int64_t keys[MAX_BY];
		size_t n = filler->keys.n;

		for (size_t i = 0; i < n_keys; i++)
			keys[i] = stmt_integer(stmt, (int)i);
		tuples_add(&filler->keys, keys);
		filler->groups = mem_grow(
			filler->groups, n, &filler->group_capacity, sizeof *filler->groups);
		filler->groups[n] = (int32_t)stmt_integer(stmt, (int)n_keys);
	}
	stmt_free(stmt);
	return status;
}

/* Of the one column of words that facts have. */
static int read_words(struct sql *sql, struct filler *filler, struct frame *frame, struct err *err)
{
	struct stmt *stmt = stmt_prepare(
		sql, "SELECT id, text FROM main.term WHERE dim = 'follow_up_result'", err);
	int status = stmt ? 0 : -1;

	filler->terms.width = 1;
	while (stmt && (status = stmt_step(stmt, err)) > 0) {
		size_t n_bytes, n = filler->terms.n;
		const char *text = stmt_text(stmt, 1, &n_bytes);
		int64_t id = stmt_integer(stmt, 0);

		tuples_add(&filler->terms, &id);
		filler->words =
			mem_grow(filler->words, n, &filler->word_capacity, sizeof *filler->words);
		filler->words[n] = frame_text(frame, text, n_bytes);
	}
	stmt_free(stmt);
	return status;
}

/* --- cells --- */

static int64_t day_of(int64_t moment)
{
	return moment / DAY_SECONDS - (moment % DAY_SECONDS < 0);
}

static int64_t number_of(const struct filler *filler, enum how how, int64_t cell)
{
	switch (how) {
	case LATER:
		return cell < filler->end ? cell : NUMBER_NONE;
	case LATER_DAY:
		return cell == NUMBER_NONE || cell >= filler->end ? NUMBER_NONE : day_of(cell);
	case UNDATED:
		return (cell & FLAG_ENDED_UNDATED) != 0;
	default:
		return cell;
	}
}

static void fill_numbers(const struct filler *filler, const struct origin *origin, int64_t *out)
{
	const struct pick *pick = filler->pick;
	const int64_t *cells = pick_of(pick, origin->fact);

	for (size_t i = 0; i < pick->n; i++)
		out[i] = number_of(filler, origin->how, cells[pick->rows[i]]);
}

static void fill_groups(const struct filler *filler, int64_t *out)
{
	const struct pick *pick = filler->pick;

	for (size_t i = 0; i < pick->n; i++) {
		int64_t keys[MAX_BY];
		size_t group;

		pick_keys(pick, pick->rows[i], keys);
		group = tuples_find(&filler->keys, keys);
		out[i] = group == TUPLES_NONE ? FRAME_NULL : filler->groups[group];
	}
}

static void fill_money(const struct filler *filler, enum fact fact, int64_t *out)
{
	const int64_t *fen = pick_of(filler->pick, fact);

	for (size_t i = 0; i < filler->pick->n; i++) {
		int64_t cell = fen[filler->pick->rows[i]];

		out[i] = cell == NUMBER_NONE ? FRAME_NULL : frame_real((double)cell / 100.0);
	}
}

static void fill_words(const struct filler *filler, enum fact fact, int64_t *out)
{
	const int64_t *terms = pick_of(filler->pick, fact);

	for (size_t i = 0; i < filler->pick->n; i++) {
		size_t term = tuples_find(&filler->terms, &terms[filler->pick->rows[i]]);

		out[i] = term == TUPLES_NONE ? FRAME_NULL : filler->words[term];
	}
}

static void fill_column(const struct filler *filler, const struct origin *origin, int64_t *out)
{
	const struct pick *pick = filler->pick;

	switch (origin->how) {
	case GROUP:
		fill_groups(filler, out);
		break;
	case PERIOD:
		for (size_t i = 0; i < pick->n; i++)
			out[i] = pick->t[i];
		break;
	case WEIGHT:
		for (size_t i = 0; i < pick->n; i++)
			out[i] = frame_real(1);
		break;
	case HUNDREDTHS:
		fill_money(filler, origin->fact, out);
		break;
	case WORDS:
		fill_words(filler, origin->fact, out);
		break;
	case PLAIN:
	case LATER:
	case LATER_DAY:
	case UNDATED:
		fill_numbers(filler, origin, out);
		break;
	}
}

/* --- all of it --- */

static int fill_all(struct filler *filler, struct frame *frame, struct err *err)
{
	int64_t *cells = mem_alloc(PART_ROWS * sizeof *cells);
	int status;

	while ((status = pick_next(filler->pick, err)) > 0)
		for (int i = 0; i < filler->n_fillings; i++) {
			fill_column(filler, filler->fillings[i].origin, cells);
			frame_add(frame, filler->fillings[i].column, cells, filler->pick->n);
		}
	free(cells);
	return status;
}

static int prepare(const struct relations *relations, const struct frame_column *columns,
	struct frame *frame, struct filler *filler, struct err *err)
{
	uint64_t facts = 0;
	bool has_words = false;

	for (int i = 0; columns[i].name; i++) {
		const struct origin *origin = find_origin(columns[i].name);

		if (!frame_wants(frame, i))
			continue;
		filler->fillings[filler->n_fillings++] = (struct filling){origin, i};
		facts |= 1ull << origin->fact;
		has_words = has_words || origin->how == WORDS;
	}
	filler->end = ((int64_t)relations->extent->as_of + 1) * DAY_SECONDS;
	if (read_groups(relations, filler, err) < 0 ||
		(has_words && read_words(relations->sql, filler, frame, err) < 0))
		return -1;
	filler->pick = pick_open(relations, PICK_COUNTED, facts, err);
	if (!filler->pick)
		return -1;
	pick_only_unfinished(filler->pick);
	return 0;
}

int facts_fill(const struct relations *relations, const struct frame_column *columns,
	struct frame *frame, struct err *err)
{
	struct filler filler = {.n_fillings = 0};
	int status = prepare(relations, columns, frame, &filler, err);

	if (status == 0)
		status = fill_all(&filler, frame, err);
	pick_close(filler.pick);
	tuples_release(&filler.keys);
	free(filler.groups);
	tuples_release(&filler.terms);
	free(filler.words);
	return status;
}

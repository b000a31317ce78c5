#include "input/guess.h"

#include "base/map.h"
#include "base/text.h"
#include "input/looks.h"
#include "input/plausible.h"

enum {
	FEWEST = 3,     /* values that can tell something */
	LONG_TEXT = 16, /* width of a text that tells a story */
};

/* How much of what was meant a guess is worth. */
static const double GUESSED = 0.8;

struct tally {
	size_t n, fitting, rows;
	size_t width;
};

static bool is_open(const struct plan *plan, size_t column)
{
	const struct plan_column *it = &plan->columns[column];

	return it->field == N_FIELDS && !it->is_ignored && it->by == BY_NOTHING;
}

static struct tally tally(const struct plan *plan, const struct sample *sample, size_t column,
	bool (*looks)(struct span cell))
{
	struct tally tally = {0};

	for (size_t i = plan->first_data; i < sample->n; i++) {
		struct span cell = sample_cell(sample, i, column);

		tally.rows++;
		if (!cell.n)
			continue;
		tally.n++;
		tally.fitting += looks(cell);
		tally.width += text_width(cell.text, cell.n);
	}
	return tally;
}

static void take(struct plan *plan, size_t column, enum field field, double share)
{
	struct plan_column *to = &plan->columns[column];

	to->field = field;
	to->format = COLUMN_PLAIN;
	to->by = BY_VALUES;
	to->confidence = share * GUESSED;
	plan->has[field] = true;
}

static bool is_mostly(const struct tally *tally)
{
	return tally->n >= FEWEST && tally->fitting * 5 >= tally->n * 4;
}

/* The only column of the kind: of two phones, one is the seller's. */
static void guess_by_looks(struct plan *plan, const struct sample *sample, enum field field,
	bool (*looks)(struct span cell))
{
	size_t found = SIZE_MAX;
	struct tally best;

	for (size_t i = 0; i < plan->n; i++) {
		struct tally tally_of_it;

		if (!is_open(plan, i))
			continue;
		tally_of_it = tally(plan, sample, i, looks);
		if (!is_mostly(&tally_of_it))
			continue;
		if (found != SIZE_MAX)
			return;
		found = i;
		best = tally_of_it;
	}
	if (found != SIZE_MAX)
		take(plan, found, field, (double)best.fitting / (double)best.n);
}

/* When: the only column of dates, in whatever number of rows. */
static void guess_received(struct plan *plan, const struct sample *sample)
{
	size_t found = SIZE_MAX;
	struct tally best = {0};

	for (size_t i = 0; i < plan->n; i++) {
		struct tally dates;

		if (!is_open(plan, i))
			continue;
		dates = tally(plan, sample, i, looks_like_date);
		if (!dates.n || dates.fitting * 2 < dates.n)
			continue;
		if (found != SIZE_MAX)
			return;
		found = i;
		best = dates;
	}
	if (found != SIZE_MAX)
		take(plan, found, FIELD_RECEIVED_AT, (double)best.fitting / (double)best.n);
}

/* Words that one field knows and no other one does. */
static void guess_by_words(struct plan *plan, const struct sample *sample, struct words *words)
{
	static const enum field CODED[] = {FIELD_STATUS, FIELD_CHANNEL, FIELD_KIND, FIELD_STAGE,
		FIELD_SEVERITY, FIELD_SATISFACTION, FIELD_RESPONSIBLE};

	for (size_t i = 0; i < plan->n; i++) {
		struct tally letters;
		enum field found = N_FIELDS;
		double best = 0;

		if (!is_open(plan, i))
			continue;
		letters = tally(plan, sample, i, looks_like_words);
		if (!is_mostly(&letters))
			continue;
		for (size_t k = 0; k < sizeof CODED / sizeof *CODED; k++) {
			const struct column_rule rule = {
				.field = CODED[k], .format = COLUMN_VALUES};
			double share = plausible_share(plan, sample, words, &rule, i);

			if (share < GUESSED)
				continue;
			found = found == N_FIELDS ? CODED[k] : FIELD_EXTRA; /* of two, neither */
			best = share;
		}
		if (found < FIELD_EXTRA && !plan->has[found])
			take(plan, i, found, best);
	}
}

/* At least half of the texts stand once: what repeats is a kind of thing, no story. */
static bool is_various(const struct plan *plan, const struct sample *sample, size_t column)
{
	size_t n = 0, repeated = 0;
	struct map *seen = map_new();

	for (size_t i = plan->first_data; i < sample->n; i++) {
		struct span cell = sample_cell(sample, i, column);

		if (!cell.n)
			continue;
		n++;
		repeated += map_get(seen, cell.text, cell.n) != NULL;
		map_put(seen, cell.text, cell.n, seen);
	}
	map_free(seen);
	return repeated * 2 <= n;
}

/* The column of the longest texts, where they are long. */
static void guess_text(struct plan *plan, const struct sample *sample)
{
	size_t found = SIZE_MAX;
	struct tally best = {0};

	for (size_t i = 0; i < plan->n; i++) {
		struct tally texts;

		if (!is_open(plan, i))
			continue;
		texts = tally(plan, sample, i, looks_like_words);
		if (!is_mostly(&texts) || texts.n * 2 < texts.rows ||
			texts.width < LONG_TEXT * texts.n || !is_various(plan, sample, i) ||
			(found != SIZE_MAX && texts.width / texts.n <= best.width / best.n))
			continue;
		found = i;
		best = texts;
	}
	if (found != SIZE_MAX)
		take(plan, found, FIELD_TEXT, (double)best.fitting / (double)best.n);
}

/* Remarks of whoever wrote them, where nothing else tells what happened. */
static void guess_remarks(struct plan *plan, const struct sample *sample)
{
	for (size_t i = 0; i < plan->n && !plan->has[FIELD_TEXT]; i++) {
		const struct plan_column *column = &plan->columns[i];
		struct tally texts = tally(plan, sample, i, looks_like_words);

		if (column->by == BY_HEADER && column->field == N_FIELDS &&
			column->format == COLUMN_LONE && texts.n && texts.fitting * 2 >= texts.n)
			take(plan, i, FIELD_TEXT, (double)texts.fitting / (double)texts.n);
	}
}

void guess_columns(struct plan *plan, const struct sample *sample, struct words *words)
{
	static const struct {
		enum field field;
		bool (*looks)(struct span cell);
	} BY_LOOKS[] = {{FIELD_PHONE, looks_like_phone}, {FIELD_EMAIL, looks_like_email},
		{FIELD_ORDER_ID, looks_like_order}};

	if (!plan->has[FIELD_RECEIVED_AT])
		guess_received(plan, sample);
	for (size_t i = 0; i < sizeof BY_LOOKS / sizeof *BY_LOOKS; i++)
		if (!plan->has[BY_LOOKS[i].field])
			guess_by_looks(plan, sample, BY_LOOKS[i].field, BY_LOOKS[i].looks);
	guess_by_words(plan, sample, words);
	if (!plan->has[FIELD_TEXT])
		guess_text(plan, sample);
	guess_remarks(plan, sample);
}

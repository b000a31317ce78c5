#include "input/plausible.h"

#include <string.h>

#include "input/duration.h"
#include "input/value.h"

enum { FEW = 5 };

/* Whether a cell can be a value of the rule's field. */
static bool fits(const struct column_rule *rule, struct words *words, struct span cell)
{
	static const struct date_orders NO_ORDERS;
	struct moment moment;
	int64_t number;

	switch (rule->format) {
	case COLUMN_VALUES:
	case COLUMN_VARIED:
		return words_knows(words, rule->field, cell);
	case COLUMN_DISPUTED:
		return words_knows(words, FIELD_ESCALATED, cell);
	case COLUMN_TIME:
		return moment_read(cell.text, cell.n, &NO_ORDERS, &moment) == MOMENT_READ &&
		       !moment.has_date;
	case COLUMN_DURATION:
		return duration_read(cell.text, cell.n, DURATION_WRITTEN, &number) ||
		       duration_read(cell.text, cell.n, DURATION_HOURS, &number);
	case COLUMN_SECONDS:
	case COLUMN_MINUTES:
	case COLUMN_HOURS:
	case COLUMN_DAYS:
		return duration_read(cell.text, cell.n, DURATION_HOURS, &number);
	default:
		break;
	}
	switch (FIELDS[rule->field].type) {
	case FIELD_INSTANT:
		return moment_is_placeholder(cell.text, cell.n) ||
		       (moment_read(cell.text, cell.n, &NO_ORDERS, &moment) != MOMENT_NONE &&
			       (moment.has_date || moment.shape >= 0));
	case FIELD_MONEY:
		return value_money(cell, &number);
	case FIELD_COUNT:
	case FIELD_FLAG:
		return value_count(cell, &number) || words_knows(words, rule->field, cell);
	default:
		return true;
	}
}

/* Whether the values are not all one: a column of nothing but 有效 says that the row exists. */
static bool is_varied(const struct plan *plan, const struct sample *sample, size_t column)
{
	struct span first = {0};

	for (size_t i = plan->first_data; i < sample->n; i++) {
		struct span cell = sample_cell(sample, i, column);

		if (!cell.n)
			continue;
		if (first.n && (first.n != cell.n || memcmp(first.text, cell.text, cell.n) != 0))
			return true;
		first = cell;
	}
	return false;
}

static size_t count(const struct plan *plan, const struct sample *sample, struct words *words,
	const struct column_rule *rule, size_t column, size_t *fitting)
{
	size_t n = 0;

	*fitting = 0;
	for (size_t i = plan->first_data; i < sample->n; i++) {
		struct span cell = sample_cell(sample, i, column);

		if (!cell.n)
			continue;
		n++;
		*fitting += fits(rule, words, cell);
	}
	return n;
}

double plausible_share(const struct plan *plan, const struct sample *sample, struct words *words,
	const struct column_rule *rule, size_t column)
{
	size_t fitting;
	size_t n = count(plan, sample, words, rule, column, &fitting);

	if (!n)
		return rule->format == COLUMN_VALUES || rule->format == COLUMN_VARIED ? 0 : 1;
	return (double)fitting / (double)n;
}

/* A rule holds when at least half of the values that are there can be what it says. A few values
 * cannot speak against a header that has no other meaning. */
bool is_plausible(const struct plan *plan, const struct sample *sample, struct words *words,
	const struct column_rule *rule, size_t column)
{
	size_t n, fitting;

	if (rule->field == N_FIELDS)
		return true;
	n = count(plan, sample, words, rule, column, &fitting);
	if (rule->format == COLUMN_VALUES)
		return n && fitting * 2 >= n;
	if (rule->format == COLUMN_VARIED)
		return n && fitting * 2 >= n && is_varied(plan, sample, column);
	return fitting * 2 >= n || (n < FEW && !rule->next && rule->header);
}

#include "input/plausible.h"

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
		return words_knows(words, rule->field, cell);
	case COLUMN_TIME:
		return moment_read(cell.text, cell.n, &NO_ORDERS, &moment) == MOMENT_READ &&
		       !moment.has_date;
	case COLUMN_DURATION:
		return duration_read(cell.text, cell.n, DURATION_WRITTEN, &number) ||
		       duration_read(cell.text, cell.n, DURATION_HOURS, &number);
	case COLUMN_SECONDS:
	case COLUMN_MINUTES:
	case COLUMN_HOURS:
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

/* A rule holds when at least half of the values that are there can be what it says. A few values
 * cannot speak against a header that has no other meaning. */
bool is_plausible(const struct plan *plan, const struct sample *sample, struct words *words,
	const struct column_rule *rule, size_t column)
{
	size_t n = 0, fitting = 0;

	if (rule->field == N_FIELDS)
		return true;
	for (size_t i = plan->header_line ? plan->header_row + 1 : 0; i < sample->n; i++) {
		if (column >= sample->rows[i].n || !sample->rows[i].cells[column].n)
			continue;
		n++;
		fitting += fits(rule, words, sample->rows[i].cells[column]);
	}
	if (rule->format == COLUMN_VALUES)
		return n && fitting * 2 >= n;
	return fitting * 2 >= n || (n < FEW && !rule->next && rule->header);
}

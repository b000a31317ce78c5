#include "cause/clue.h"

#include <stdbool.h>
#include <string.h>

#include "cause/grammar.h"

static bool is_first_of_cause(const struct cause_result *rules, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (is_same_cause(rules->labels[j].cause, rules->labels[i].cause))
			return false;
	return true;
}

void clues_each(const struct cause_result *rules,
	void (*each)(
		void *context, enum clue_kind kind, const struct cause_label *label, double value),
	void *context)
{
	if (rules->n == 0) {
		each(context, CLUE_NOTHING, NULL, 1);
		return;
	}
	each(context, CLUE_PRIMARY, &rules->labels[0], 1);
	for (size_t i = 0; i < rules->n; i++) {
		const struct cause_label *label = &rules->labels[i];

		if (is_first_of_cause(rules, i))
			each(context, CLUE_CAUSE, label, label->score);
		if (*label->subcause)
			each(context, CLUE_LABEL, label, label->score);
	}
}

void clue_name(enum clue_kind kind, const char *cause, const char *subcause, struct buf *out)
{
	buf_clear(out);
	switch (kind) {
	case CLUE_LABEL:
		buf_format(out, "%s:%s", cause, subcause);
		break;
	case CLUE_CAUSE:
		buf_add_text(out, cause);
		break;
	case CLUE_PRIMARY:
		buf_format(out, "=%s", cause);
		break;
	default:
		buf_add_char(out, '?');
	}
}

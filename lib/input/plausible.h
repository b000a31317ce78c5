#pragma once
/* Whether the values of a column can be what a rule says that its header means. */
#include "input/plan.h"

/* The share of the values that are there which can be; 0 of none for rules of values, else 1. */
double plausible_share(const struct plan *plan, const struct sample *sample, struct words *words,
	const struct column_rule *rule, size_t column);

bool is_plausible(const struct plan *plan, const struct sample *sample, struct words *words,
	const struct column_rule *rule, size_t column);

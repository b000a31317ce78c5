#pragma once
/* Whether the values of a column can be what a rule says that its header means. */
#include "input/plan.h"

bool is_plausible(const struct plan *plan, const struct sample *sample, struct words *words,
	const struct column_rule *rule, size_t column);

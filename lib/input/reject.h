#pragma once
/* Why a row could not become a record: stable codes, and what they say in three languages. */
#include "input/input.h"
#include "input/plan.h"
#include "input/rows.h"

enum reject_code {
	REJECT_BAD_DATE,
	REJECT_NO_DATE,
	REJECT_TOO_MANY_CELLS,
	REJECT_TOO_FEW_CELLS,
	REJECT_BAD_QUOTES,
	REJECT_BAD_ENCODING,
	REJECT_TOO_LONG,
	REJECT_BAD_VALUE, /* only of canonical CSV: in an export such a value goes to extra */
};

struct fault {
	enum reject_code code;
	size_t column; /* SIZE_MAX: the whole row */
};

/* Calls on_reject() of the options, where there is one, with the row as it stood. */
void reject_tell(const struct input_options *options, const struct plan *plan,
	const struct row *row, const char *sheet, const struct fault *fault);

const char *reject_message(enum reject_code code, const char *lang);

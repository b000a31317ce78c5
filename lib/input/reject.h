#pragma once
/* Why a row could not become a record: stable codes, and what they say in three languages. */

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

const char *reject_word(enum reject_code code); /* "bad-date" */
const char *reject_message(enum reject_code code, const char *lang);

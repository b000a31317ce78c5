#pragma once
/* What on a record can tell who its customer is. Masked, placeholder and damaged values cannot. */
#include "base/buf.h"
#include "store/fact.h"

enum identifier_kind {
	IDENTIFIER_CUSTOMER_ID, /* scoped by source */
	IDENTIFIER_PHONE,
	IDENTIFIER_EMAIL,
	IDENTIFIER_NAME,  /* scoped by source; only when none of the above is there */
	IDENTIFIER_ORDER, /* likewise, and no name */
	N_IDENTIFIERS
};

extern const char *const IDENTIFIER_KINDS[N_IDENTIFIERS];

struct identifier {
	enum identifier_kind kind;
	struct span key; /* in the buffer given */
	int64_t hash;
	uint32_t node; /* where customers_expect_known() saw it, 0: nowhere */
};

/* Whether a value tells one from another: not blank, masked, damaged or a placeholder. */
bool identifier_is_key(struct span value);

/* The identifiers of a record, the strongest first; returns how many. `buf` is overwritten. */
size_t identifiers_read(const struct span narrative[N_NARRATIVES], struct span source,
	struct buf *buf, struct identifier out[N_IDENTIFIERS]);

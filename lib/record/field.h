#pragma once
/* The fields of a complaint record: canonical CSV header, columns of the view `complaints`, fields
 * of rules/columns.csv. The order here is the order of the canonical CSV. */
#include <stddef.h>

enum field {
	FIELD_COMPLAINT_ID,
	FIELD_SOURCE,
	FIELD_RECEIVED_AT,
	FIELD_FIRST_RESPONSE_AT,
	FIELD_CLOSED_AT,
	FIELD_FOLLOW_UP_AT,
	FIELD_UPDATED_AT,
	FIELD_CUSTOMER_ID,
	FIELD_PHONE,
	FIELD_EMAIL,
	FIELD_CUSTOMER_NAME,
	FIELD_ORDER_ID,
	FIELD_CHANNEL,
	FIELD_REGION,
	FIELD_MERCHANT,
	FIELD_DEPARTMENT,
	FIELD_HANDLER,
	FIELD_PRODUCT,
	FIELD_CATEGORY,
	FIELD_STAGE,
	FIELD_SEVERITY,
	FIELD_STATUS,
	FIELD_TEXT,
	FIELD_DEMAND,
	FIELD_KIND,
	FIELD_VALID,
	FIELD_ESCALATED,
	FIELD_ESCALATED_TO,
	FIELD_ESCALATION_INTENT,
	FIELD_OUTCOME,
	FIELD_RESPONSIBLE,
	FIELD_ROOT_CAUSE,
	FIELD_DEMAND_CLASS,
	FIELD_SEVERITY_CLASS,
	FIELD_BEHAVIOUR,
	FIELD_AMOUNT,
	FIELD_REFUND_AMOUNT,
	FIELD_COMPENSATION,
	FIELD_COMPENSATION_TYPE,
	FIELD_PAYER,
	FIELD_ADVANCE_PAID,
	FIELD_DUE_AT,
	FIELD_DISPATCHED_AT,
	FIELD_PROMISED_AT,
	FIELD_TRANSFER_COUNT,
	FIELD_CHASE_COUNT,
	FIELD_REOPENED_COUNT,
	FIELD_PENDING_REASON,
	FIELD_FOLLOW_UP_RESULT,
	FIELD_FOLLOW_UP_ATTEMPTS,
	FIELD_SATISFACTION,
	FIELD_BATCH,
	FIELD_CARRIER,
	FIELD_CUSTOMER_LEVEL,
	FIELD_PEOPLE,
	FIELD_DUPLICATE_OF,
	FIELD_REPORTED_CAUSE,
	FIELD_CAUSES,
	FIELD_CAUSE,
	FIELD_SUBCAUSE,
	FIELD_CAUSE_SCORE,
	FIELD_CAUSE_EVIDENCE,
	FIELD_CAUSE_BY,
	FIELD_EXTRA,
	N_FIELDS
};

enum field_type {
	FIELD_TEXT_VALUE, /* text; status, kind, valid, ... hold their canonical word */
	FIELD_INSTANT,    /* number: instant_pack(seconds, has_time) */
	FIELD_MONEY,      /* number: fen */
	FIELD_COUNT,      /* number: a whole number (severity, counts, satisfaction, people) */
	FIELD_FLAG,       /* number: 0 or 1 */
	FIELD_SCORE,      /* number: ten-thousandths */
	FIELD_JSON,       /* text: one JSON object */
};

struct field_info {
	const char *name;
	enum field_type type;
};

extern const struct field_info FIELDS[N_FIELDS];

static inline int field_is_text(enum field field)
{
	return FIELDS[field].type == FIELD_TEXT_VALUE || FIELDS[field].type == FIELD_JSON;
}

/* The field of that canonical name, or N_FIELDS. */
enum field field_find(const char *name, size_t n);

#pragma once
/* The columns of the table `complaint`, in the order of schema.sql, and a complaint in memory. */
#include <stdbool.h>
#include <stdint.h>

#include "record/batch.h"
#include "record/field.h"
#include "sql/sql.h"

enum fact {
	FACT_ID,
	FACT_LOAD,
	FACT_RUN,
	FACT_DAY,
	FACT_RECEIVED,
	FACT_FLAGS,
	FACT_MASTER,
	FACT_CUSTOMER,
	FACT_SOURCE,
	FACT_PRODUCT,
	FACT_CHANNEL,
	FACT_REGION,
	FACT_DEPARTMENT,
	FACT_CAUSE,
	FACT_SUBCAUSE,
	FACT_SEVERITY,
	FACT_STATUS,
	FACT_FIRST_RESPONSE,
	FACT_CLOSED,
	FACT_FOLLOW_UP,
	FACT_UPDATED,
	FACT_MERCHANT,
	FACT_HANDLER,
	FACT_CATEGORY,
	FACT_STAGE,
	FACT_KIND,
	FACT_VALID,
	FACT_CAUSE_BY,
	FACT_CAUSE_SCORE,
	FACT_ESCALATED,
	FACT_ESCALATED_TO,
	FACT_ESCALATION_INTENT,
	FACT_OUTCOME,
	FACT_RESPONSIBLE,
	FACT_ROOT_CAUSE,
	FACT_DEMAND_CLASS,
	FACT_SEVERITY_CLASS,
	FACT_BEHAVIOUR,
	FACT_AMOUNT,
	FACT_REFUND_AMOUNT,
	FACT_COMPENSATION,
	FACT_COMPENSATION_TYPE,
	FACT_PAYER,
	FACT_ADVANCE_PAID,
	FACT_DUE,
	FACT_DISPATCHED,
	FACT_PROMISED,
	FACT_TRANSFER_COUNT,
	FACT_CHASE_COUNT,
	FACT_REOPENED_COUNT,
	FACT_PENDING_REASON,
	FACT_FOLLOW_UP_RESULT,
	FACT_FOLLOW_UP_ATTEMPTS,
	FACT_SATISFACTION,
	FACT_BATCH,
	FACT_CARRIER,
	FACT_CUSTOMER_LEVEL,
	FACT_PEOPLE,
	FACT_REPORTED_CAUSE,
	N_FACTS
};

/* Identities have ids of four bytes. */
#define LAST_COMPLAINT UINT32_MAX

/* Bits of complaint.flags; see schema.sql. */
enum {
	FLAG_COMPLAINT = 1,
	HAS_TIME_RECEIVED = 2,
	HAS_TIME_FIRST_RESPONSE = 4,
	HAS_TIME_CLOSED = 8,
	HAS_TIME_FOLLOW_UP = 16,
	HAS_TIME_UPDATED = 32,
	HAS_TIME_DUE = 64,
	HAS_TIME_DISPATCHED = 128,
	HAS_TIME_PROMISED = 256,
	FLAG_ENDED_UNDATED = 512,
	FLAG_DANGLING = 1024,
	FLAG_DEMAND_DERIVED = 2048,
	FLAG_INTENT_DERIVED = 4096,
	FLAG_DUPLICATE_FOUND = 8192,
	FLAG_SEVERITY_DERIVED = 16384,
	FLAG_BEHAVIOUR_DERIVED = 32768,
	/* Those that change without a new version of the complaint. */
	FLAGS_MARKED = FLAG_DANGLING | FLAG_DEMAND_DERIVED | FLAG_INTENT_DERIVED |
		       FLAG_DUPLICATE_FOUND | FLAG_SEVERITY_DERIVED | FLAG_BEHAVIOUR_DERIVED,
};

struct fact_info {
	const char *column;
	enum field field;  /* it holds, or N_FIELDS */
	uint32_t has_time; /* bit of flags, for instants */
	/* Of what rules fill in where it is blank: the bit of flags that says so, and of a batch.
	 */
	uint32_t is_derived, derived;
};

extern const struct fact_info FACTS[N_FACTS];

/* A term's column holds an id of `term`, 0 when blank; others a number or NUMBER_NONE. */
bool fact_is_term(enum fact fact);
/* Taken from a record as identity or as a set of causes, not as a value by itself. */
bool fact_is_identity_or_cause(enum fact fact);

/* The columns of the table `narrative` that are text. */
enum narrative {
	NARRATIVE_COMPLAINT_ID,
	NARRATIVE_CUSTOMER_ID,
	NARRATIVE_PHONE,
	NARRATIVE_EMAIL,
	NARRATIVE_CUSTOMER_NAME,
	NARRATIVE_ORDER_ID,
	NARRATIVE_DUPLICATE_OF,
	NARRATIVE_TEXT,
	NARRATIVE_DEMAND,
	NARRATIVE_EXTRA,
	N_NARRATIVES
};
enum { N_NARRATIVE_COLUMNS = N_NARRATIVES + 2 }; /* the complaint first, the twin last */

extern const enum field NARRATIVE_FIELDS[N_NARRATIVES];

/* One complaint as it is, or will be, in the store. */
struct complaint {
	int64_t fact[N_FACTS]; /* NUMBER_NONE is NULL */
	struct span narrative[N_NARRATIVES];
	int64_t twin; /* NUMBER_NONE with a complaint_id */
};

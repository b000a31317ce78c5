#include "store/fact.h"

const struct fact_info FACTS[N_FACTS] = {
	[FACT_ID] = {"id", N_FIELDS},
	[FACT_LOAD] = {"load", N_FIELDS},
	[FACT_RUN] = {"run", N_FIELDS},
	[FACT_DAY] = {"day", N_FIELDS},
	[FACT_RECEIVED] = {"received", FIELD_RECEIVED_AT, HAS_TIME_RECEIVED},
	[FACT_FLAGS] = {"flags", N_FIELDS},
	[FACT_MASTER] = {"master", N_FIELDS},
	[FACT_CUSTOMER] = {"customer", N_FIELDS},
	[FACT_SOURCE] = {"source", FIELD_SOURCE},
	[FACT_PRODUCT] = {"product", FIELD_PRODUCT},
	[FACT_CHANNEL] = {"channel", FIELD_CHANNEL},
	[FACT_REGION] = {"region", FIELD_REGION},
	[FACT_DEPARTMENT] = {"department", FIELD_DEPARTMENT},
	[FACT_CAUSE] = {"cause", FIELD_CAUSE},
	[FACT_SUBCAUSE] = {"subcause", FIELD_SUBCAUSE},
	[FACT_SEVERITY] = {"severity", FIELD_SEVERITY},
	[FACT_STATUS] = {"status", FIELD_STATUS},
	[FACT_FIRST_RESPONSE] = {"first_response", FIELD_FIRST_RESPONSE_AT,
		HAS_TIME_FIRST_RESPONSE},
	[FACT_CLOSED] = {"closed", FIELD_CLOSED_AT, HAS_TIME_CLOSED},
	[FACT_FOLLOW_UP] = {"follow_up", FIELD_FOLLOW_UP_AT, HAS_TIME_FOLLOW_UP},
	[FACT_UPDATED] = {"updated", FIELD_UPDATED_AT, HAS_TIME_UPDATED},
	[FACT_MERCHANT] = {"merchant", FIELD_MERCHANT},
	[FACT_HANDLER] = {"handler", FIELD_HANDLER},
	[FACT_CATEGORY] = {"category", FIELD_CATEGORY},
	[FACT_STAGE] = {"stage", FIELD_STAGE},
	[FACT_KIND] = {"kind", FIELD_KIND},
	[FACT_VALID] = {"valid", FIELD_VALID},
	[FACT_CAUSE_BY] = {"cause_by", FIELD_CAUSE_BY},
	[FACT_CAUSE_SCORE] = {"cause_score", FIELD_CAUSE_SCORE},
	[FACT_ESCALATED] = {"escalated", FIELD_ESCALATED},
	[FACT_ESCALATED_TO] = {"escalated_to", FIELD_ESCALATED_TO},
	[FACT_ESCALATION_INTENT] = {"escalation_intent", FIELD_ESCALATION_INTENT,
		.is_derived = FLAG_INTENT_DERIVED, .derived = DERIVED_ESCALATION_INTENT},
	[FACT_OUTCOME] = {"outcome", FIELD_OUTCOME},
	[FACT_RESPONSIBLE] = {"responsible", FIELD_RESPONSIBLE},
	[FACT_ROOT_CAUSE] = {"root_cause", FIELD_ROOT_CAUSE},
	[FACT_DEMAND_CLASS] = {"demand_class", FIELD_DEMAND_CLASS,
		.is_derived = FLAG_DEMAND_DERIVED, .derived = DERIVED_DEMAND_CLASS},
	[FACT_SEVERITY_CLASS] = {"severity_class", FIELD_SEVERITY_CLASS,
		.is_derived = FLAG_SEVERITY_DERIVED, .derived = DERIVED_SEVERITY_CLASS},
	[FACT_BEHAVIOUR] = {"behaviour", FIELD_BEHAVIOUR, .is_derived = FLAG_BEHAVIOUR_DERIVED,
		.derived = DERIVED_BEHAVIOUR},
	[FACT_AMOUNT] = {"amount", FIELD_AMOUNT},
	[FACT_REFUND_AMOUNT] = {"refund_amount", FIELD_REFUND_AMOUNT},
	[FACT_COMPENSATION] = {"compensation", FIELD_COMPENSATION},
	[FACT_COMPENSATION_TYPE] = {"compensation_type", FIELD_COMPENSATION_TYPE},
	[FACT_PAYER] = {"payer", FIELD_PAYER},
	[FACT_ADVANCE_PAID] = {"advance_paid", FIELD_ADVANCE_PAID},
	[FACT_DUE] = {"due", FIELD_DUE_AT, HAS_TIME_DUE},
	[FACT_DISPATCHED] = {"dispatched", FIELD_DISPATCHED_AT, HAS_TIME_DISPATCHED},
	[FACT_PROMISED] = {"promised", FIELD_PROMISED_AT, HAS_TIME_PROMISED},
	[FACT_TRANSFER_COUNT] = {"transfer_count", FIELD_TRANSFER_COUNT},
	[FACT_CHASE_COUNT] = {"chase_count", FIELD_CHASE_COUNT},
	[FACT_REOPENED_COUNT] = {"reopened_count", FIELD_REOPENED_COUNT},
	[FACT_PENDING_REASON] = {"pending_reason", FIELD_PENDING_REASON},
	[FACT_FOLLOW_UP_RESULT] = {"follow_up_result", FIELD_FOLLOW_UP_RESULT},
	[FACT_FOLLOW_UP_ATTEMPTS] = {"follow_up_attempts", FIELD_FOLLOW_UP_ATTEMPTS},
	[FACT_SATISFACTION] = {"satisfaction", FIELD_SATISFACTION},
	[FACT_BATCH] = {"batch", FIELD_BATCH},
	[FACT_CARRIER] = {"carrier", FIELD_CARRIER},
	[FACT_CUSTOMER_LEVEL] = {"customer_level", FIELD_CUSTOMER_LEVEL},
	[FACT_PEOPLE] = {"people", FIELD_PEOPLE},
	[FACT_REPORTED_CAUSE] = {"reported_cause", FIELD_REPORTED_CAUSE},
};

const enum field NARRATIVE_FIELDS[N_NARRATIVES] = {
	[NARRATIVE_COMPLAINT_ID] = FIELD_COMPLAINT_ID,
	[NARRATIVE_CUSTOMER_ID] = FIELD_CUSTOMER_ID,
	[NARRATIVE_PHONE] = FIELD_PHONE,
	[NARRATIVE_EMAIL] = FIELD_EMAIL,
	[NARRATIVE_CUSTOMER_NAME] = FIELD_CUSTOMER_NAME,
	[NARRATIVE_ORDER_ID] = FIELD_ORDER_ID,
	[NARRATIVE_DUPLICATE_OF] = FIELD_DUPLICATE_OF,
	[NARRATIVE_TEXT] = FIELD_TEXT,
	[NARRATIVE_DEMAND] = FIELD_DEMAND,
	[NARRATIVE_EXTRA] = FIELD_EXTRA,
};

enum fact fact_of_field(enum field field)
{
	enum fact fact = 0;

	while (fact < N_FACTS && FACTS[fact].field != field)
		fact++;
	return fact;
}

bool fact_is_identity_or_cause(enum fact fact)
{
	return fact == FACT_SOURCE || fact == FACT_CAUSE || fact == FACT_SUBCAUSE ||
	       fact == FACT_CAUSE_BY || fact == FACT_CAUSE_SCORE;
}

bool fact_is_term(enum fact fact)
{
	return FACTS[fact].field != N_FIELDS && field_is_text(FACTS[fact].field);
}

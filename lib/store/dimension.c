#include "store/dimension.h"

#include <string.h>

const struct dimension DIMENSIONS[] = {
	{"source", "source"},
	{"channel", "channel", .cube = CUBE_CHANNEL},
	{"region", "region", OF_POPULATION, .cube = CUBE_REGION},
	{"merchant", "merchant", OF_POPULATION},
	{"department", "department", .cube = CUBE_DEPARTMENT},
	{"handler", "handler"},
	{"product", "product", OF_POPULATION, .cube = CUBE_PRODUCT},
	{"category", "category", OF_POPULATION},
	{"stage", "stage"},
	{"severity", "severity", OF_COMPLAINT, VALUE_NUMBER},
	{"status", "status"},
	{"kind", "kind"},
	{"valid", "valid"},
	{"escalated", "escalated", OF_COMPLAINT, VALUE_NUMBER},
	{"escalated_to", "escalated_to"},
	{"escalation_intent", "escalation_intent", OF_COMPLAINT, VALUE_NUMBER},
	{"outcome", "outcome"},
	{"responsible", "responsible"},
	{"root_cause", "root_cause"},
	{"demand_class", "demand_class"},
	{"severity_class", "severity_class"},
	{"behaviour", "behaviour"},
	{"compensation_type", "compensation_type"},
	{"payer", "payer"},
	{"advance_paid", "advance_paid", OF_COMPLAINT, VALUE_NUMBER},
	{"pending_reason", "pending_reason"},
	{"follow_up_result", "follow_up_result"},
	{"satisfaction", "satisfaction", OF_COMPLAINT, VALUE_NUMBER},
	{"batch", "batch"},
	{"carrier", "carrier"},
	{"customer_level", "customer_level"},
	{"reported_cause", "reported_cause"},
	{"cause", "cause"},
	{"subcause", "subcause"},
	{"cause_by", "cause_by"},
};

const size_t N_DIMENSIONS = sizeof DIMENSIONS / sizeof *DIMENSIONS;

const struct dimension *dimension_find(const char *name, size_t n)
{
	for (size_t i = 0; i < N_DIMENSIONS; i++)
		if (strlen(DIMENSIONS[i].name) == n && !memcmp(DIMENSIONS[i].name, name, n))
			return &DIMENSIONS[i];
	return NULL;
}

#include "metric/all_facts.h"

#include "base/date.h"

int all_facts_make(const struct relations *relations, struct err *err)
{
	long long as_of = relations->extent->as_of;

	return relations_run(relations->sql, err,
		"CREATE TEMP VIEW all_facts AS SELECT id, day, received, "
		"CASE WHEN closed < %lld THEN closed + iif(flags & %d, 0, %d) END AS closed, "
		"customer, product, cause FROM main.complaint WHERE flags & 1 AND day <= %lld%s",
		(as_of + 1) * DAY_SECONDS, HAS_CLOSED_TIME, DAY_SECONDS - 1, as_of,
		relations->scope->has_contacts_unit ? "" : " AND master = id");
}

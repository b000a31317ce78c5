#include <stdlib.h>

#include "base/mem.h"
#include "customer/customer.h"
#include "history/undo.h"
#include "store_kit.h"

Test(customer, identifiers_of_one_row_are_one_customer)
{
	struct store *store = open_private();

	load_text(store, "complaint_id,source,received_at,customer_id,phone,email\n"
			 "1,s,2026-01-01,K1,,\n"
			 "2,s,2026-01-02,,139 1234 5678,\n"
			 "3,s,2026-01-03,,,A@b.cn\n"
			 "4,t,2026-01-04,K1,,\n"
			 "5,s,2026-01-05,,138****5678,\n");
	assert_query(
		store, "SELECT count(DISTINCT customer) FROM complaint WHERE customer <> 0", "4");
	load_text(store, "complaint_id,source,received_at,customer_id,phone,email\n"
			 "6,s,2026-01-06,K1,+86 13912345678,a@B.cn\n");
	assert_query(store,
		"SELECT group_concat(n) FROM (SELECT count(*) AS n FROM complaint"
		" GROUP BY customer ORDER BY n)",
		"1,1,4");
	assert_query(store, "SELECT what, count(*) FROM mark_past GROUP BY what", "");
	assert_sound(store);
	store_close(store);
}

Test(customer, a_telephone_of_many_customers_joins_none)
{
	struct store *store = open_private();

	load_text(store, "complaint_id,source,received_at,customer_id,phone\n"
			 "1,s,2026-01-01,K1,4008208820\n2,s,2026-01-01,K2,4008208820\n"
			 "3,s,2026-01-01,K3,4008208820\n4,s,2026-01-01,K4,4008208820\n"
			 "5,s,2026-01-01,K5,4008208820\n");
	assert_query(store, "SELECT count(DISTINCT customer) FROM complaint", "5");
	assert_sound(store);
	store_close(store);
}

Test(customer, a_set_falls_apart_when_what_joined_it_is_shared)
{
	static const char HEADER[] = "complaint_id,source,received_at,customer_id,phone,email\n";
	static const char CUSTOMERS[] =
		"SELECT c.id, k.key FROM complaint c LEFT JOIN customer k ON k.id = c.customer";
	struct err err;
	char *path = make_place();
	struct store *store = store_open(path, STORE_CREATE, &err);
	char *text = mem_format("%s1,s,2026-01-01,K1,4008208820,\n2,s,2026-01-01,K2,4008208820,\n"
				"3,s,2026-01-01,,4008208820,\n"
				"4,s,2026-01-01,,4008208820,a@b.cn\n"
				"5,s,2026-01-01,K2,,a@b.cn\n6,s,2026-01-01,K3,,b@b.cn\n",
		HEADER);
	char *before, *after;

	load_text(store, text);
	free(text);
	before = query(store, CUSTOMERS);
	assert_query(store, "SELECT count(DISTINCT customer) FROM complaint", "2");
	store_close(store);
	store = store_open(path, STORE_WRITE, &err);
	text = mem_format(
		"%s7,s,2026-01-02,K4,4008208820,\n8,s,2026-01-02,K3,4008208820,\n", HEADER);
	load_text(store, text);
	free(text);
	assert_query(store, CUSTOMERS, "1|s/K1 2|s/K2 3| 4|s/K2 5|s/K2 6|s/K3 7|s/K4 8|s/K3");
	assert_query(store, "SELECT complaint, what FROM mark_past WHERE complaint IN (3, 7, 8)",
		"3|customer");
	assert_sound(store);
	cr_assert_eq(store_undo(store, 2, false, 1793000000, &err), 0, "%s", err.text);
	after = query(store, CUSTOMERS);
	cr_assert_str_eq(after, before);
	assert_sound(store);
	free(before);
	free(after);
	store_close(store);
	remove_place(path, true);
}

static int64_t count_wrong(struct store *store)
{
	struct check_result result = {0};
	struct err err;

	cr_assert_eq(customers_check(store_sql(store), &result, &err), 0, "%s", err.text);
	return result.n_wrong;
}

Test(customer, sets_that_no_link_makes_are_found)
{
	struct store *store = open_private();
	struct err err;

	load_text(store, "complaint_id,source,received_at,customer_id,phone\n"
			 "1,s,2026-01-01,K1,13912345678\n2,s,2026-01-01,K2,13912345679\n");
	cr_assert_eq(count_wrong(store), 0);
	sql_run(store_sql(store), &err,
		"UPDATE customer SET same_as = (SELECT id FROM customer WHERE key = 's/K2')"
		" WHERE key = '13912345678'");
	cr_assert_eq(count_wrong(store), 1);
	sql_run(store_sql(store), &err,
		"UPDATE customer SET same_as = id, n_ids = 4, links = NULL"
		" WHERE kind = 'phone'");
	cr_assert_eq(count_wrong(store), 0);
	store_close(store);
}

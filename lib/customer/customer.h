#pragma once
/* Who is the same customer: typed identifiers that were seen on one row are one customer. One that
 * was seen with more than three customer_ids is shared: it joins none (a shop's own telephone is
 * nobody's identity), whichever rows came first. */
#include "customer/identifier.h"
#include "sql/sql.h"
#include "store/check_result.h"
#include "store/dictionary.h"

struct customers;

/* `has_stored`: the table may hold customers already. */
struct customers *customers_new(struct sql *sql, bool has_stored, struct err *err);
void customers_free(struct customers *customers);

/* Brings what is known of a row's identifiers near before it is asked for: first where to look,
 * when that has come what is there, and then its key. */
void customers_expect(
	const struct customers *customers, const struct identifier *identifiers, size_t n);
void customers_expect_known(
	const struct customers *customers, struct identifier *identifiers, size_t n);
void customers_expect_keys(
	const struct customers *customers, const struct identifier *identifiers, size_t n);
/* The customer of a row with these identifiers, the strongest first: the id of the set's root as
 * far as is known now; 0 for none, and when all are shared. */
int customers_assign(struct customers *customers, const struct identifier *identifiers, size_t n,
	int64_t *root, struct err *err);

/* Writes new customers and changed sets, and gives complaints of sets that were joined, or fell
 * apart, their new root; the former one goes to mark_past. When all complaints are in the table.
 * After that nothing can be assigned. */
int customers_save(struct customers *customers, const struct dictionary *dictionary, int64_t run,
	struct err *err);

/* Whether the sets in the table are those that the links make. */
int customers_check(struct sql *sql, struct check_result *result, struct err *err);

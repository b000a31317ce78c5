#pragma once
/* Who is the same customer: typed identifiers that were seen on one row are one customer, unless
 * that would join more than three customer_ids (a shop's own telephone is nobody's identity). */
#include "sql/sql.h"
#include "store/identifier.h"

struct customers;

/* `has_stored`: the table may hold customers already. */
struct customers *customers_new(struct sql *sql, bool has_stored, struct err *err);
void customers_free(struct customers *customers);

/* Brings what is known of a row's identifiers near before it is asked for: first where to look, and
 * when that has come what is there. */
void customers_expect(
	const struct customers *customers, const struct identifier *identifiers, size_t n);
void customers_expect_known(
	const struct customers *customers, const struct identifier *identifiers, size_t n);
/* The customer of a row with these identifiers: the id of the set's root as far as is known now; 0
 * for none. */
int customers_assign(struct customers *customers, const struct identifier *identifiers, size_t n,
	int64_t *root, struct err *err);

/* Writes new customers and changed sets, and gives complaints of sets that were joined their new
 * root; the former one goes to mark_past. */
int customers_save(struct customers *customers, int64_t run, struct err *err);

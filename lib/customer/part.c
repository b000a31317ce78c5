#include "customer/nodes.h"
#include "store/internal.h"
#include "store/mark.h"

static void mark_apart(struct customers *customers)
{
	for (uint32_t i = 1; i < customers->n; i++)
		if (customers->nodes[i].is_parted)
			customers->nodes[customers_root(customers, i)].is_apart = true;
	for (uint32_t i = 1; i < customers->n; i++)
		if (customers->nodes[customers_root(customers, i)].is_apart)
			customers->nodes[i].is_apart = true;
}

/* temp.parted: what complaints, and customers in the table, may carry as the root of these sets. No
 * table may be dropped while a complaint's text is being read. */
static int write_roots(struct customers *customers, struct err *err)
{
	struct stmt *stmt;
	int status = 0;

	if (sql_run(customers->sql, err,
		    "CREATE TEMP TABLE IF NOT EXISTS parted(id INTEGER PRIMARY KEY);"
		    "CREATE TEMP TABLE IF NOT EXISTS assigned(complaint INTEGER PRIMARY KEY,"
		    " customer INTEGER);"
		    "DELETE FROM temp.parted; DELETE FROM temp.assigned") < 0)
		return -1;
	stmt = stmt_prepare(customers->sql, "INSERT INTO parted VALUES(?)", err);
	for (uint32_t i = 1; stmt && i < customers->n && status == 0; i++) {
		if (!customers->nodes[i].is_apart || !customers->nodes[i].is_named)
			continue;
		stmt_bind_integer(stmt, 1, customers->nodes[i].id);
		status = run_stmt(stmt, err);
	}
	stmt_free(stmt);
	return stmt ? status : -1;
}

/* Members that no row of this load has named. */
static int load_members(struct customers *customers, struct err *err)
{
	struct stmt *stmt = stmt_prepare(customers->sql,
		"SELECT id FROM customer WHERE same_as IN (SELECT id FROM parted)", err);
	uint32_t number;
	int status = stmt ? 0 : -1;

	while (status == 0 && (status = stmt_step(stmt, err)) > 0) {
		status = customers_load(customers, stmt_integer(stmt, 0), &number, err);
		if (status == 0)
			customers->nodes[number].is_apart = true;
	}
	stmt_free(stmt);
	return status;
}

static void join_list(struct customers *customers, uint32_t number, uint32_t link)
{
	for (; link; link = customers->links[link].next) {
		const struct slot *slot = slots_find(&customers->slots, customers->links[link].id);

		/* One that is not in memory is of another set, so it is shared. */
		if (slot && !node_is_shared(&customers->nodes[slot->value]))
			customers_join(customers, number, slot->value);
	}
}

void customers_join_anew(struct customers *customers)
{
	bool has_joined = customers->has_joined; /* complaints of these sets are looked at here */

	for (uint32_t i = 1; i < customers->n; i++) {
		struct node *node = &customers->nodes[i];

		if (!node->is_apart)
			continue;
		node->parent = i;
		node->is_changed = true;
	}
	for (uint32_t i = 1; i < customers->n; i++) {
		const struct node *node = &customers->nodes[i];

		if (!node->is_apart || node_is_shared(node))
			continue;
		join_list(customers, i, node->owners);
		join_list(customers, i, node->others);
	}
	customers->has_joined = has_joined;
}

static const char COMPLAINTS[] =
	"SELECT c.id, c.customer, c.source, n.customer_id, n.phone, n.email, n.customer_name,"
	" n.order_id FROM complaint c JOIN narrative n ON n.complaint = c.id"
	" WHERE c.customer IN (SELECT id FROM parted)";

/* The customer of the complaint that the statement is at. */
static int assign(struct customers *customers, const struct dictionary *dictionary,
	struct stmt *stmt, struct buf *buf, int64_t *root, struct err *err)
{
	struct span narrative[N_NARRATIVES] = {
		[NARRATIVE_CUSTOMER_ID] = read_span(stmt, 3),
		[NARRATIVE_PHONE] = read_span(stmt, 4),
		[NARRATIVE_EMAIL] = read_span(stmt, 5),
		[NARRATIVE_CUSTOMER_NAME] = read_span(stmt, 6),
		[NARRATIVE_ORDER_ID] = read_span(stmt, 7),
	};
	struct identifier identifiers[N_IDENTIFIERS];
	struct span source = dictionary_text(dictionary, stmt_integer(stmt, 2));
	size_t n = identifiers_read(narrative, source, buf, identifiers);

	return customers_assign(customers, identifiers, n, root, err);
}

/* temp.assigned: complaints that have another customer now. */
static int assign_all(
	struct customers *customers, const struct dictionary *dictionary, struct err *err)
{
	struct stmt *complaints = stmt_prepare(customers->sql, COMPLAINTS, err);
	struct stmt *put =
		complaints ? stmt_prepare(customers->sql, "INSERT INTO assigned VALUES(?, ?)", err)
			   : NULL;
	struct buf buf = {0};
	int64_t root;
	int status = put ? 0 : -1;

	while (status == 0 && (status = stmt_step(complaints, err)) > 0) {
		status = assign(customers, dictionary, complaints, &buf, &root, err);
		if (status < 0 || root == stmt_integer(complaints, 1))
			continue;
		stmt_bind_integer(put, 1, stmt_integer(complaints, 0));
		stmt_bind_integer(put, 2, root);
		status = run_stmt(put, err);
	}
	stmt_free(complaints);
	stmt_free(put);
	buf_release(&buf);
	return status;
}

int customers_part(
	struct customers *customers, const struct dictionary *dictionary, struct err *err)
{
	mark_apart(customers);
	if (write_roots(customers, err) < 0 ||
		(customers->has_stored && load_members(customers, err) < 0))
		return -1;
	customers_join_anew(customers);
	if (assign_all(customers, dictionary, err) < 0 ||
		mark_many(customers->sql, "customer", "id IN (SELECT complaint FROM assigned)",
			customers->run, err) < 0)
		return -1;
	return sql_run(customers->sql, err,
		"UPDATE complaint SET customer = a.customer FROM assigned a"
		" WHERE a.complaint = complaint.id");
}

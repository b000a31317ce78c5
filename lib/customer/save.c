#include <stdlib.h>
#include <string.h>

#include "customer/nodes.h"
#include "sql/bulk.h"
#include "store/internal.h"
#include "store/mark.h"

/* Customers to write, by their slots: the new ones, or the old ones that changed. */
struct unsaved {
	struct customers *customers;
	bool is_new;
	size_t next;      /* of the slots */
	uint32_t number;  /* the current node */
	struct buf links; /* of it */
};

enum { NODES_AHEAD = 16, KEYS_AHEAD = 8 };

/* In the order of the table nodes lie anywhere: they, and then their keys, are brought near. (Not
 * by a function of its own: GCC takes one that only does that for one that does nothing.) */
static bool next_unsaved(void *context)
{
	struct unsaved *unsaved = context;
	const struct slots *slots = &unsaved->customers->slots;
	const struct node *nodes = unsaved->customers->nodes;

	while (unsaved->next < slots->n) {
		const struct node *node;
		const struct slot *next = &slots->slots[unsaved->next];

		if (unsaved->next + NODES_AHEAD < slots->n) {
			__builtin_prefetch(&nodes[next[NODES_AHEAD].value]);
			__builtin_prefetch(nodes[next[KEYS_AHEAD].value].key.text);
		}
		unsaved->number = slots->slots[unsaved->next++].value;
		node = &nodes[unsaved->number];
		if (unsaved->is_new ? !node->is_stored : node->is_stored && node->is_changed)
			return true;
	}
	return false;
}

static void give_links(struct unsaved *unsaved, struct sql_result *result)
{
	const struct node *node = &unsaved->customers->nodes[unsaved->number];

	if (!node->owners && !node->others)
		return;
	customers_write_links(unsaved->customers, unsaved->number, &unsaved->links);
	result_blob_borrowed(result, unsaved->links.data, unsaved->links.len);
}

static void give_column(void *context, int column, struct sql_result *result)
{
	struct unsaved *unsaved = context;
	uint32_t number = unsaved->number;
	const struct node *node = &unsaved->customers->nodes[number];
	const char *kind = IDENTIFIER_KINDS[node->kind];

	if (column == 0)
		result_integer(result, node->id);
	else if (column == 1)
		result_text_borrowed(result, kind, strlen(kind));
	else if (column == 2)
		result_text_borrowed(result, node->key.text, node->key.n);
	else if (column == 3)
		result_integer(result,
			unsaved->customers->nodes[customers_root(unsaved->customers, number)].id);
	else if (column == 4)
		result_integer(result, node->n_ids);
	else if (column == 5)
		give_links(unsaved, result);
	else
		result_integer(result, unsaved->is_new ? unsaved->customers->run : node->run);
}

static int insert_nodes(struct customers *customers, bool is_new, struct err *err)
{
	struct unsaved unsaved = {.customers = customers, .is_new = is_new};
	const struct sql_rows rows = {next_unsaved, give_column, &unsaved};
	struct stmt *stmt =
		stmt_prepare_rows(customers->sql, "customer", "c0, c1, c2, c3, c4, c5, c6", err);
	int status = stmt ? stmt_insert_rows(stmt, customers->sql, &rows, err) : -1;

	stmt_free(stmt);
	buf_release(&unsaved.links);
	return status;
}

static void put_node(struct unsaved *unsaved, struct image *row)
{
	struct customers *customers = unsaved->customers;
	const struct node *node = &customers->nodes[unsaved->number];
	const char *kind = IDENTIFIER_KINDS[node->kind];

	image_null(row); /* the rowid stands for it */
	image_text(row, kind, strlen(kind));
	image_text(row, node->key.text, node->key.n);
	image_integer(row, customers->nodes[customers_root(customers, unsaved->number)].id);
	image_integer(row, node->n_ids);
	if (node->owners || node->others) {
		customers_write_links(customers, unsaved->number, &unsaved->links);
		image_blob(row, unsaved->links.data, unsaved->links.len);
	} else {
		image_null(row);
	}
	image_integer(row, customers->run);
}

static int add_nodes(struct customers *customers, struct bulk *bulk, struct err *err)
{
	struct unsaved unsaved = {.customers = customers, .is_new = true};
	struct bulk_table *table = bulk_table(bulk, "customer", TREE_TABLE, err);
	int status = table ? 0 : -1;

	while (status == 0 && next_unsaved(&unsaved)) {
		put_node(&unsaved, bulk_row(table));
		status = bulk_add(table, customers->nodes[unsaved.number].id, err);
	}
	buf_release(&unsaved.links);
	return status;
}

/* The first customers of a store. */
static int write_first(struct customers *customers, struct err *err)
{
	struct bulk *bulk = bulk_begin(customers->sql, err);

	if (!bulk)
		return -1;
	if (add_nodes(customers, bulk, err) == 0)
		return bulk_end(bulk, err);
	bulk_abandon(bulk);
	return -1;
}

#define KEEP_PAST                                                                                  \
	"INSERT OR IGNORE INTO customer_past SELECT *, %lld FROM customer WHERE run < %lld AND "

/* Erases rows that changed, but for their past. */
static int erase_changed(struct customers *customers, struct err *err)
{
	char *text = mem_format(
		KEEP_PAST "id = ?", (long long)customers->run, (long long)customers->run);
	struct stmt *stmts[] = {stmt_prepare(customers->sql, text, err),
		stmt_prepare(customers->sql, "DELETE FROM customer WHERE id = ?", err)};
	int status = stmts[0] && stmts[1] ? 0 : -1;

	free(text);
	for (size_t i = 1; i < customers->n && status == 0; i++)
		for (int j = 0; j < 2 && status == 0 && customers->nodes[i].is_stored &&
				customers->nodes[i].is_changed;
			j++) {
			stmt_bind_integer(stmts[j], 1, customers->nodes[i].id);
			status = run_stmt(stmts[j], err);
		}
	stmt_free(stmts[0]);
	stmt_free(stmts[1]);
	return status;
}

/* What changed is written anew; new ones follow in the order of the table. */
static int save_nodes(struct customers *customers, struct err *err)
{
	slots_sort(&customers->slots);
	if (!customers->has_stored && bulk_is_possible(customers->sql))
		return write_first(customers, err);
	if (customers->has_stored &&
		(erase_changed(customers, err) < 0 || insert_nodes(customers, false, err) < 0))
		return -1;
	return insert_nodes(customers, true, err);
}

/* temp.joined: roots that are roots no longer, and what became of them. No table may be dropped
 * while a complaint's text is being read. */
static int write_joined(struct customers *customers, struct err *err)
{
	struct stmt *stmt;
	int status = 0;

	if (sql_run(customers->sql, err,
		    "CREATE TEMP TABLE IF NOT EXISTS joined(old INTEGER PRIMARY KEY, new INTEGER);"
		    "DELETE FROM temp.joined") < 0)
		return -1;
	stmt = stmt_prepare(customers->sql, "INSERT INTO joined VALUES(?, ?)", err);
	for (uint32_t i = 1; stmt && i < customers->n && status == 0; i++) {
		const struct node *node = &customers->nodes[i];

		if (!node->is_named || node->is_apart || customers_root(customers, i) == i)
			continue;
		stmt_bind_integer(stmt, 1, node->id);
		stmt_bind_integer(stmt, 2, customers->nodes[customers_root(customers, i)].id);
		status = run_stmt(stmt, err);
	}
	stmt_free(stmt);
	return stmt ? status : -1;
}

static int move_complaints(struct customers *customers, struct err *err)
{
	static const char MOVE[] =
		"UPDATE customer SET same_as = (SELECT new FROM joined WHERE old = same_as)"
		" WHERE same_as IN (SELECT old FROM joined);"
		"UPDATE complaint SET customer = (SELECT new FROM joined WHERE old = customer)"
		" WHERE customer IN (SELECT old FROM joined)";
	long long run = customers->run;
	char *keep;
	int status;

	if (write_joined(customers, err) < 0)
		return -1;
	if (customers->has_stored && mark_many(customers->sql, "customer",
					     "customer IN (SELECT old FROM joined)", run, err) < 0)
		return -1;
	keep = mem_format(KEEP_PAST "same_as IN (SELECT old FROM joined)", run, run);
	status = sql_run(customers->sql, err, keep);
	free(keep);
	return status < 0 ? -1 : sql_run(customers->sql, err, MOVE);
}

int customers_save(struct customers *customers, const struct dictionary *dictionary, int64_t run,
	struct err *err)
{
	customers->run = run;
	if (customers->has_parted && customers_part(customers, dictionary, err) < 0)
		return -1;
	if (save_nodes(customers, err) < 0)
		return -1;
	return customers->has_joined ? move_complaints(customers, err) : 0;
}

#include "store/customer.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/internal.h"
#include "store/mark.h"
#include "store/slots.h"

enum { MAX_CUSTOMER_IDS = 3 };

struct node {
	int64_t id;  /* in the table */
	int64_t run; /* that brought it, of a stored one */
	struct span key;
	uint32_t parent; /* its own number for a root */
	uint16_t n_ids;  /* of the set, at a root */
	uint8_t kind;
	bool is_stored : 1;
	bool was_root : 1;   /* in the table when it was read */
	bool is_changed : 1; /* n_ids or root are no longer what the table says */
	bool is_named : 1;   /* a complaint may carry it as its root */
};

struct customers {
	struct sql *sql;
	int64_t run; /* that saves */
	bool has_stored;
	struct stmt *find;
	struct node *nodes; /* 0 is not used */
	size_t n, capacity;
	struct slots slots; /* ids to nodes */
	struct arena arena;
	bool has_joined; /* roots that complaints carry are roots no longer */
};

struct customers *customers_new(struct sql *sql, bool has_stored, struct err *err)
{
	struct customers *customers = mem_zalloc(sizeof *customers);

	customers->sql = sql;
	customers->has_stored = has_stored;
	customers->find = stmt_prepare(
		sql, "SELECT kind, key, same_as, n_ids, run FROM customer WHERE id = ?", err);
	if (!customers->find) {
		customers_free(customers);
		return NULL;
	}
	customers->n = 1;
	return customers;
}

void customers_free(struct customers *customers)
{
	if (!customers)
		return;
	stmt_free(customers->find);
	free(customers->nodes);
	slots_release(&customers->slots);
	arena_release(&customers->arena);
	free(customers);
}

static uint32_t find_root(struct customers *customers, uint32_t node)
{
	struct node *nodes = customers->nodes;

	while (nodes[node].parent != node) {
		nodes[node].parent = nodes[nodes[node].parent].parent;
		node = nodes[node].parent;
	}
	return node;
}

static uint32_t add_node(
	struct customers *customers, int64_t id, enum identifier_kind kind, struct span key)
{
	uint32_t number = (uint32_t)customers->n;

	if (!customers->nodes)
		customers->nodes =
			mem_grow(NULL, 0, &customers->capacity, sizeof *customers->nodes);
	customers->nodes = mem_grow(
		customers->nodes, customers->n, &customers->capacity, sizeof *customers->nodes);
	customers->nodes[number] = (struct node){
		.id = id,
		.key = {arena_text(&customers->arena, key.text, key.n), key.n},
		.parent = number,
		.n_ids = kind == IDENTIFIER_CUSTOMER_ID,
		.kind = (uint8_t)kind,
	};
	customers->n++;
	slots_add(&customers->slots, id)->value = number;
	return number;
}

static enum identifier_kind read_kind(struct span word)
{
	enum identifier_kind kind = 0;

	while (kind < IDENTIFIER_ORDER &&
		(strlen(IDENTIFIER_KINDS[kind]) != word.n ||
			memcmp(IDENTIFIER_KINDS[kind], word.text, word.n)))
		kind++;
	return kind;
}

/* The customer of that id from memory or the table with its root; 0 where there is none. */
static int load_node(struct customers *customers, int64_t id, uint32_t *number, struct err *err)
{
	const struct slot *slot = slots_find(&customers->slots, id);
	int64_t same_as, n_ids, run;
	uint32_t root;
	int status;

	*number = slot ? slot->value : 0;
	if (*number || !customers->has_stored)
		return 0;
	stmt_bind_integer(customers->find, 1, id);
	status = stmt_step(customers->find, err);
	if (status > 0) {
		*number = add_node(customers, id, read_kind(read_span(customers->find, 0)),
			read_span(customers->find, 1));
		same_as = stmt_integer(customers->find, 2);
		n_ids = stmt_integer(customers->find, 3);
		run = stmt_integer(customers->find, 4);
	}
	stmt_reset(customers->find);
	if (status <= 0)
		return status;
	customers->nodes[*number].is_stored = true;
	customers->nodes[*number].run = run;
	customers->nodes[*number].is_named = true;
	customers->nodes[*number].was_root = same_as == id;
	if (same_as == id) {
		customers->nodes[*number].n_ids = (uint16_t)n_ids;
		return 0;
	}
	if (load_node(customers, same_as, &root, err) < 0)
		return -1;
	if (!root)
		return err_set(
			err, "the store is damaged: customer %lld is missing", (long long)same_as);
	customers->nodes[*number].parent = root;
	return 0;
}

static bool is_node(const struct node *node, const struct identifier *identifier)
{
	return node->kind == identifier->kind && node->key.n == identifier->key.n &&
	       !memcmp(node->key.text, identifier->key.text, node->key.n);
}

/* The id is a hash of kind and key; the next one where another customer has taken it; never 0. */
static int find_node(struct customers *customers, const struct identifier *identifier,
	uint32_t *number, struct err *err)
{
	int64_t id = identifier->hash;

	for (;; id = (int64_t)((uint64_t)id + 1)) {
		if (id == 0)
			continue;
		if (load_node(customers, id, number, err) < 0)
			return -1;
		if (!*number) {
			*number = add_node(customers, id, identifier->kind, identifier->key);
			return 0;
		}
		if (is_node(&customers->nodes[*number], identifier))
			return 0;
	}
}

/* A set's root is a customer_id if it has one, and the smallest: whichever rows came first. */
static bool goes_before(const struct node *a, const struct node *b)
{
	bool is_id = a->kind == IDENTIFIER_CUSTOMER_ID;

	if (is_id != (b->kind == IDENTIFIER_CUSTOMER_ID))
		return is_id;
	return a->id < b->id;
}

static void join(struct customers *customers, uint32_t a, uint32_t b)
{
	struct node *nodes = customers->nodes;
	uint32_t root = find_root(customers, a), other = find_root(customers, b);

	if (root == other || nodes[root].n_ids + nodes[other].n_ids > MAX_CUSTOMER_IDS)
		return;
	if (goes_before(&nodes[other], &nodes[root])) {
		uint32_t swap = root;

		root = other;
		other = swap;
	}
	nodes[other].parent = root;
	nodes[root].n_ids += nodes[other].n_ids;
	nodes[root].is_changed = nodes[other].is_changed = true;
	customers->has_joined = customers->has_joined || nodes[other].is_named;
}

void customers_expect(
	const struct customers *customers, const struct identifier *identifiers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		slots_expect(&customers->slots, identifiers[i].hash);
}

void customers_expect_known(
	const struct customers *customers, const struct identifier *identifiers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct slot *slot = slots_find(&customers->slots, identifiers[i].hash);

		if (slot)
			__builtin_prefetch(&customers->nodes[slot->value]);
	}
}

int customers_assign(struct customers *customers, const struct identifier *identifiers, size_t n,
	int64_t *root, struct err *err)
{
	uint32_t first = 0, number;

	*root = 0;
	for (size_t i = 0; i < n; i++) {
		if (find_node(customers, &identifiers[i], &number, err) < 0)
			return -1;
		if (i == 0)
			first = number;
		else
			join(customers, first, number);
	}
	if (n) {
		first = find_root(customers, first);
		customers->nodes[first].is_named = true;
		*root = customers->nodes[first].id;
	}
	return 0;
}

/* Customers to write, by their slots: the new ones, or the old ones that changed. */
struct unsaved {
	struct customers *customers;
	bool is_new;
	size_t next;     /* of the slots */
	uint32_t number; /* the current node */
};

static bool next_unsaved(void *context)
{
	struct unsaved *unsaved = context;
	const struct slots *slots = &unsaved->customers->slots;

	while (unsaved->next < slots->n) {
		const struct node *node;

		unsaved->number = slots->slots[unsaved->next++].value;
		node = &unsaved->customers->nodes[unsaved->number];
		if (unsaved->is_new ? !node->is_stored : node->is_stored && node->is_changed)
			return true;
	}
	return false;
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
			unsaved->customers->nodes[find_root(unsaved->customers, number)].id);
	else if (column == 4)
		result_integer(result, node->n_ids);
	else
		result_integer(result, unsaved->is_new ? unsaved->customers->run : node->run);
}

static int write_nodes(struct customers *customers, bool is_new, struct err *err)
{
	struct unsaved unsaved = {.customers = customers, .is_new = is_new};
	const struct sql_rows rows = {next_unsaved, give_column, &unsaved};
	struct stmt *stmt =
		stmt_prepare_rows(customers->sql, "customer", "c0, c1, c2, c3, c4, c5", err);
	int status = stmt ? stmt_insert_rows(stmt, customers->sql, &rows, err) : -1;

	stmt_free(stmt);
	return status;
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
	int status = erase_changed(customers, err);

	slots_sort(&customers->slots);
	return status < 0 || write_nodes(customers, false, err) < 0
		       ? -1
		       : write_nodes(customers, true, err);
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

		if (!node->is_named || find_root(customers, i) == i)
			continue;
		stmt_bind_integer(stmt, 1, node->id);
		stmt_bind_integer(stmt, 2, customers->nodes[find_root(customers, i)].id);
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

int customers_save(struct customers *customers, int64_t run, struct err *err)
{
	customers->run = run;
	if (save_nodes(customers, err) < 0)
		return -1;
	return customers->has_joined ? move_complaints(customers, err) : 0;
}

#include "customer/customer.h"

#include <stdlib.h>
#include <string.h>

#include "customer/nodes.h"
#include "store/internal.h"

struct customers *customers_new(struct sql *sql, bool has_stored, struct err *err)
{
	struct customers *customers = mem_zalloc(sizeof *customers);

	customers->sql = sql;
	customers->has_stored = has_stored;
	customers->find = stmt_prepare(sql,
		"SELECT kind, key, same_as, n_ids, run, links FROM customer WHERE id = ?", err);
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
	free(customers->links);
	slots_release(&customers->slots);
	arena_release(&customers->arena);
	free(customers);
}

uint32_t customers_root(struct customers *customers, uint32_t node)
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

/* The row that `find` is at; *same_as is its root. */
static uint32_t read_node(struct customers *customers, int64_t id, int64_t *same_as)
{
	struct stmt *find = customers->find;
	uint32_t number =
		add_node(customers, id, read_kind(read_span(find, 0)), read_span(find, 1));
	struct node *node = &customers->nodes[number];
	size_t n;
	const void *links = stmt_blob(find, 5, &n);

	*same_as = stmt_integer(find, 2);
	node->n_ids = (uint8_t)stmt_integer(find, 3);
	node->run = stmt_integer(find, 4);
	node->is_stored = node->is_named = true;
	customers_read_links(customers, number, (struct span){links, (uint32_t)n});
	return number;
}

int customers_load(struct customers *customers, int64_t id, uint32_t *number, struct err *err)
{
	const struct slot *slot = slots_find(&customers->slots, id);
	int64_t same_as;
	uint32_t root;
	int status;

	*number = slot ? slot->value : 0;
	if (*number || !customers->has_stored)
		return 0;
	stmt_bind_integer(customers->find, 1, id);
	status = stmt_step(customers->find, err);
	if (status > 0)
		*number = read_node(customers, id, &same_as);
	stmt_reset(customers->find);
	if (status <= 0 || same_as == id)
		return status < 0 ? -1 : 0;
	if (customers_load(customers, same_as, &root, err) < 0)
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

	*number = identifier->node;
	if (*number && is_node(&customers->nodes[*number], identifier))
		return 0;
	for (;; id = (int64_t)((uint64_t)id + 1)) {
		if (id == 0)
			continue;
		if (customers_load(customers, id, number, err) < 0)
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

void customers_join(struct customers *customers, uint32_t a, uint32_t b)
{
	struct node *nodes = customers->nodes;
	uint32_t root = customers_root(customers, a), other = customers_root(customers, b);

	if (root == other)
		return;
	if (goes_before(&nodes[other], &nodes[root])) {
		uint32_t swap = root;

		root = other;
		other = swap;
	}
	nodes[other].parent = root;
	nodes[other].is_changed = true;
	customers->has_joined = customers->has_joined || nodes[other].is_named;
}

void customers_expect(
	const struct customers *customers, const struct identifier *identifiers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		slots_expect(&customers->slots, identifiers[i].hash);
}

void customers_expect_known(
	const struct customers *customers, struct identifier *identifiers, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct slot *slot = slots_find(&customers->slots, identifiers[i].hash);

		if (!slot)
			continue;
		identifiers[i].node = slot->value;
		__builtin_prefetch(&customers->nodes[slot->value]);
	}
}

void customers_expect_keys(
	const struct customers *customers, const struct identifier *identifiers, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (identifiers[i].node)
			__builtin_prefetch(customers->nodes[identifiers[i].node].key.text);
}

int customers_assign(struct customers *customers, const struct identifier *identifiers, size_t n,
	int64_t *root, struct err *err)
{
	uint32_t number[N_IDENTIFIERS], first;

	*root = 0;
	for (size_t i = 0; i < n; i++) {
		if (find_node(customers, &identifiers[i], &number[i], err) < 0)
			return -1;
		if (i > 0)
			customers_link(customers, number[0], number[i]);
	}
	for (size_t i = 0; i < n && !*root; i++) {
		if (node_is_shared(&customers->nodes[number[i]]))
			continue;
		first = customers_root(customers, number[i]);
		customers->nodes[first].is_named = true;
		*root = customers->nodes[first].id;
	}
	return 0;
}

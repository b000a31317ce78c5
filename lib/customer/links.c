#include <endian.h>
#include <string.h>

#include "customer/nodes.h"

enum { ID_BYTES = 8 };

static void add_link(struct customers *customers, uint32_t *first, int64_t id)
{
	if (!customers->n_links) /* 0 is none */
		customers->links = mem_grow(customers->links, customers->n_links++,
			&customers->links_capacity, sizeof *customers->links);
	customers->links = mem_grow(customers->links, customers->n_links,
		&customers->links_capacity, sizeof *customers->links);
	customers->links[customers->n_links] = (struct link){id, *first};
	*first = (uint32_t)customers->n_links++;
}

void customers_read_links(struct customers *customers, uint32_t number, struct span bytes)
{
	struct node *node = &customers->nodes[number];

	for (uint32_t i = 0; i < bytes.n / ID_BYTES; i++) {
		uint64_t id;

		memcpy(&id, bytes.text + i * ID_BYTES, ID_BYTES);
		add_link(customers, i < node->n_ids ? &node->owners : &node->others,
			(int64_t)le64toh(id));
	}
}

static void write_list(const struct customers *customers, uint32_t link, struct buf *out)
{
	for (; link; link = customers->links[link].next) {
		uint64_t id = htole64((uint64_t)customers->links[link].id);

		buf_add(out, &id, sizeof id);
	}
}

void customers_write_links(const struct customers *customers, uint32_t number, struct buf *out)
{
	const struct node *node = &customers->nodes[number];

	buf_clear(out);
	write_list(customers, node->owners, out);
	write_list(customers, node->others, out);
}

static bool has_owner(const struct customers *customers, const struct node *node, int64_t id)
{
	uint32_t link = node->owners;

	while (link && customers->links[link].id != id)
		link = customers->links[link].next;
	return link;
}

/* Both have the link or none has: the shorter list tells. A shop's address may have thousands. */
static bool are_linked(
	const struct customers *customers, const struct node *a, const struct node *b)
{
	const struct link *links = customers->links;
	uint32_t i = a->others, j = b->others;

	for (; i && j; i = links[i].next, j = links[j].next)
		if (links[i].id == b->id || links[j].id == a->id)
			return true;
	return false;
}

static void link_owner(struct customers *customers, uint32_t owner, uint32_t number)
{
	struct node *node = &customers->nodes[number];

	if (node_is_shared(node) || has_owner(customers, node, customers->nodes[owner].id))
		return;
	node->is_changed = true;
	node->n_ids++;
	if (node_is_shared(node)) {
		node->owners = node->others = 0;
		node->is_parted = customers->has_parted = true;
		return;
	}
	add_link(customers, &node->owners, customers->nodes[owner].id);
	customers_join(customers, owner, number);
}

static void link_others(struct customers *customers, uint32_t a, uint32_t b)
{
	struct node *nodes = customers->nodes;

	if (node_is_shared(&nodes[a]) || node_is_shared(&nodes[b]) ||
		are_linked(customers, &nodes[a], &nodes[b]))
		return;
	add_link(customers, &nodes[a].others, nodes[b].id);
	add_link(customers, &nodes[b].others, nodes[a].id);
	nodes[a].is_changed = nodes[b].is_changed = true;
	customers_join(customers, a, b);
}

void customers_link(struct customers *customers, uint32_t first, uint32_t other)
{
	if (customers->nodes[first].kind == IDENTIFIER_CUSTOMER_ID)
		link_owner(customers, first, other);
	else
		link_others(customers, first, other);
}

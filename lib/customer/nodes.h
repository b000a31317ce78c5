#pragma once
/* Customers in memory, shared by the files of lib/customer: identifiers as nodes, sets of them as
 * trees, and the links between them that the sets follow from. */
#include "base/mem.h"
#include "customer/customer.h"
#include "store/dictionary.h"
#include "store/slots.h"

/* An identifier with more is nobody's. */
enum { MAX_CUSTOMER_IDS = 3 };

struct node {
	int64_t id;  /* in the table */
	int64_t run; /* that brought it, of a stored one */
	struct span key;
	uint32_t parent;         /* its own number for a root */
	uint32_t owners, others; /* the first links: to customer_ids, to others; 0 for none */
	uint8_t kind;
	uint8_t n_ids; /* customer_ids that were seen with it, up to one too many */
	bool is_stored : 1;
	bool is_changed : 1; /* no longer what the table says */
	bool is_named : 1;   /* a complaint may carry it as its root */
	bool is_parted : 1;  /* became shared in this load */
	bool is_apart : 1;   /* of a set that falls apart */
};

/* Two identifiers were seen on one row. */
struct link {
	int64_t id; /* of the other */
	uint32_t next;
};

struct customers {
	struct sql *sql;
	int64_t run; /* that saves */
	bool has_stored;
	struct stmt *find;
	struct node *nodes; /* 0 is not used */
	size_t n, capacity;
	struct link *links; /* likewise */
	size_t n_links, links_capacity;
	struct slots slots; /* ids to nodes */
	struct arena arena;
	bool has_joined; /* roots that complaints carry are roots no longer */
	bool has_parted; /* identifiers that joined have become shared */
};

static inline bool node_is_shared(const struct node *node)
{
	return node->n_ids > MAX_CUSTOMER_IDS;
}

uint32_t customers_root(struct customers *customers, uint32_t node);
/* The node of that id from memory or the table; 0 where there is none. */
int customers_load(struct customers *customers, int64_t id, uint32_t *number, struct err *err);
void customers_join(struct customers *customers, uint32_t a, uint32_t b);

/* links.c */
/* The links of a stored identifier as the table has them, and what the table is to have: ids of 8
 * bytes, little-endian, those of customer_ids first. */
void customers_read_links(struct customers *customers, uint32_t number, struct span bytes);
void customers_write_links(const struct customers *customers, uint32_t number, struct buf *out);
/* A customer_id, or an identifier on a row without one, and another were seen on one row: they are
 * joined, unless one of them is shared. */
void customers_link(struct customers *customers, uint32_t first, uint32_t other);

/* part.c */
/* Sets with an identifier that has become shared are made anew of their links; complaints of theirs
 * that have another customer by that get it, and the former one goes to mark_past. */
int customers_part(
	struct customers *customers, const struct dictionary *dictionary, struct err *err);
/* Makes the sets of nodes that are apart, of the links between them. */
void customers_join_anew(struct customers *customers);

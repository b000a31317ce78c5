#pragma once
/* Complaints of one key (customer, product, cause) in order of receipt: which repeats which
 * (METRICS 4.1, 4.4, 4.5). Linear in their number but for customers with very many.
 *
 *	struct chains chains = {0};
 *	chains_find(&chains, items, n, &(struct chain_rules){.window = 30, .busiest = INT64_MAX});
 *	for (size_t i = 0; i < chains.n; i++)
 *		... chains.links[i].place > 1 ...
 *	chains_release(&chains); */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHAIN_OPEN INT64_MAX
enum { CHAIN_NONE = -1, CHAIN_MANY = 20 };

/* Times are civil seconds from 1970; what is no part of the key is 0 for all. */
struct chain_item {
	int64_t customer, received;
	int64_t closed; /* or CHAIN_OPEN */
	int32_t id, product, cause;
	bool has_no_key; /* a part is unknown: it counts for its customer only */
};

struct chain_rules {
	int32_t window;  /* days */
	bool from_first; /* of the episode, not from the one before */
	int64_t busiest; /* customers with more in 365 days are left out */
};

struct chain_link {
	int32_t id;
	int32_t place;         /* in its episode; over 1 is a repeat */
	int32_t gap, next_gap; /* days since the one before, until the next; or CHAIN_NONE */
	int32_t since_closing; /* days since one before it was closed; or CHAIN_NONE */
	int32_t still_open;    /* how many of those before it are */
};

struct busy_customer {
	int64_t customer, most; /* complaints in 365 days */
};

struct chains {
	struct chain_link *links; /* of keys that two or more have, by id */
	size_t n, capacity;
	struct busy_customer *busy; /* those over CHAIN_MANY, or over `busiest`, by customer */
	size_t n_busy, busy_capacity;
};

/* Sorts the items. What chain_filter.h leaves out of them makes no difference. */
void chains_find(
	struct chains *chains, struct chain_item *items, size_t n, const struct chain_rules *rules);
void chains_release(struct chains *chains);

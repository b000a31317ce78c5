#include <stdlib.h>

#include "base/mem.h"
#include "customer/identifier.h"
#include "duplicate/found.h"
#include "store/internal.h"

static int compare_ids(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int read_telling(struct telling *telling, struct stmt *stmt, uint32_t id, struct err *err)
{
	struct span text, order;
	int status;

	telling->id = id;
	stmt_bind_integer(stmt, 1, id);
	status = stmt_step(stmt, err);
	if (status > 0) {
		text = read_span(stmt, 0);
		order = read_span(stmt, 1);
		shingles_read(&telling->shingles, text.text, text.n);
		if (identifier_is_key(order))
			telling->order = mem_text_n(order.text, order.n);
	}
	stmt_reset(stmt);
	return status < 0 ? -1 : 0;
}

int tellings_read(
	struct tellings *tellings, struct store *store, uint32_t *ids, size_t n, struct err *err)
{
	struct stmt *stmt = stmt_prepare(
		store->sql, "SELECT text, order_id FROM narrative WHERE complaint = ?", err);
	int status = stmt ? 0 : -1;

	*tellings = (struct tellings){.tellings = mem_zalloc((n + 1) * sizeof(struct telling))};
	if (n)
		qsort(ids, n, sizeof *ids, compare_ids);
	for (size_t i = 0; i < n && status == 0; i++)
		if (i == 0 || ids[i] != ids[i - 1])
			status =
				read_telling(&tellings->tellings[tellings->n++], stmt, ids[i], err);
	stmt_free(stmt);
	return status;
}

static int compare_telling(const void *key, const void *telling)
{
	return compare_ids(key, &((const struct telling *)telling)->id);
}

const struct telling *tellings_find(const struct tellings *tellings, uint32_t id)
{
	return bsearch(
		&id, tellings->tellings, tellings->n, sizeof *tellings->tellings, compare_telling);
}

void tellings_release(struct tellings *tellings)
{
	for (size_t i = 0; i < tellings->n; i++) {
		shingles_release(&tellings->tellings[i].shingles);
		free(tellings->tellings[i].order);
	}
	free(tellings->tellings);
	*tellings = (struct tellings){0};
}

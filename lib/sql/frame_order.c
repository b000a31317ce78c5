/* Rows of a frame by whole numbers: sorted, found. */
#include <stdlib.h>
#include <string.h>

#include "base/radix.h"
#include "sql/frame_inner.h"

struct frame_order {
	struct frame_order *next;
	struct frame_keys keys;
	uint32_t *rows; /* NULL: as they are */
};

int64_t frame_number(const struct frame *frame, int column, size_t row)
{
	const void *cells = frame->cells[column];
	int32_t integer;

	if (frame->columns[column].kind == FRAME_WIDE)
		return ((const int64_t *)cells)[row];
	integer = ((const int32_t *)cells)[row];
	return integer == FRAME_NULL ? FRAME_WIDE_NULL : integer;
}

/* Grows as the number does, or as it falls. */
static uint64_t key_of(const struct frame *frame, int column, bool is_descending, size_t row)
{
	uint64_t key = (uint64_t)frame_number(frame, column, row) ^ (uint64_t)1 << 63;

	return is_descending ? ~key : key;
}

/* By one key after the other, the last one first. */
static uint32_t *sort_rows(const struct frame *frame, const struct frame_keys *keys)
{
	struct radix_item *items = mem_alloc((frame->n + 1) * sizeof *items);
	uint32_t *rows = mem_alloc((frame->n + 1) * sizeof *rows);
	bool is_moved = false;

	for (size_t i = 0; i < frame->n; i++)
		rows[i] = (uint32_t)i;
	for (int k = keys->n - 1; k >= 0; k--) {
		for (size_t i = 0; i < frame->n; i++)
			items[i] = (struct radix_item){
				key_of(frame, keys->columns[k], keys->is_descending[k], rows[i]),
				rows[i]};
		radix_sort(items, frame->n);
		for (size_t i = 0; i < frame->n; i++) {
			is_moved = is_moved || rows[i] != items[i].value;
			rows[i] = (uint32_t)items[i].value;
		}
	}
	free(items);
	if (is_moved)
		return rows;
	free(rows);
	return NULL;
}

static bool is_same(const struct frame_keys *a, const struct frame_keys *b)
{
	bool same = a->n == b->n;

	for (int i = 0; same && i < a->n; i++)
		same = a->columns[i] == b->columns[i] && a->is_descending[i] == b->is_descending[i];
	return same;
}

const uint32_t *frame_sorted(struct frame *frame, const struct frame_keys *keys)
{
	struct frame_order *order;

	for (order = frame->orders; order; order = order->next)
		if (is_same(&order->keys, keys))
			return order->rows;
	order = mem_alloc(sizeof *order);
	*order = (struct frame_order){frame->orders, *keys, sort_rows(frame, keys)};
	frame->orders = order;
	return order->rows;
}

void frame_orders_free(struct frame_order *orders)
{
	while (orders) {
		struct frame_order *next = orders->next;

		free(orders->rows);
		free(orders);
		orders = next;
	}
}

/* --- found --- */

static int64_t id_at(const struct frame *frame, size_t row)
{
	return frame_number(frame, 0, row);
}

static void make_first_of_id(struct frame *frame)
{
	int64_t least = id_at(frame, 0);
	size_t n = (size_t)(id_at(frame, frame->n - 1) - least) + 2;
	size_t row = 0;

	frame->first_of_id = mem_alloc(n * sizeof *frame->first_of_id);
	for (size_t i = 0; i < n; i++) {
		while (row < frame->n && id_at(frame, row) < least + (int64_t)i)
			row++;
		frame->first_of_id[i] = (uint32_t)row;
	}
}

/* Keys that are looked up ascend. */
static int compare(const struct frame *frame, const struct frame_keys *keys, int n, size_t row,
	const int64_t *values)
{
	for (int k = 0; k < n; k++) {
		int64_t number = frame_number(frame, keys->columns[k], row);

		if (number != values[k])
			return number < values[k] ? -1 : 1;
	}
	return 0;
}

size_t frame_range(const struct frame *frame, const uint32_t *rows, const struct frame_keys *keys,
	const int64_t *values, int n, size_t *first)
{
	size_t ends[2];

	for (int i = 0; i < 2; i++) {
		size_t low = 0, high = frame->n;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (compare(frame, keys, n, rows ? rows[middle] : middle, values) < i)
				low = middle + 1;
			else
				high = middle;
		}
		ends[i] = low;
	}
	*first = ends[0];
	return ends[1] - ends[0];
}

/* Whether a place for every id that there could be is worth it. */
static bool is_dense(const struct frame *frame)
{
	enum { PLACES_PER_ROW = 64, FEW = 1 << 20 };
	uint64_t range = (uint64_t)id_at(frame, frame->n - 1) - (uint64_t)id_at(frame, 0);

	return range < FEW || range / PLACES_PER_ROW < frame->n;
}

size_t frame_of_id(struct frame *frame, int64_t id, size_t *first)
{
	static const struct frame_keys BY_ID = {.n = 1};
	size_t place;

	*first = 0;
	if (!frame->n || id < id_at(frame, 0) || id > id_at(frame, frame->n - 1))
		return 0;
	if (!is_dense(frame))
		return frame_range(frame, NULL, &BY_ID, &id, 1, first);
	if (!frame->first_of_id)
		make_first_of_id(frame);
	place = (size_t)(id - id_at(frame, 0));
	*first = frame->first_of_id[place];
	return frame->first_of_id[place + 1] - *first;
}

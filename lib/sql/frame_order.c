/* Rows of a frame by whole numbers: sorted, found. */
#include <stdlib.h>
#include <string.h>

#include "sql/frame_inner.h"

struct frame_order {
	struct frame_order *next;
	struct frame_keys keys;
	uint32_t *rows; /* NULL: as they are, or not sorted yet */
	bool is_sorted;
	int n_asked; /* before it was sorted */
};

int64_t frame_number(const struct frame *frame, int column, size_t row)
{
	return numbers_at(&frame->cells[column], row);
}

/* Whether the rows are in the order of the key already. */
static bool is_sorted(
	const struct numbers *cells, bool is_descending, const uint32_t *rows, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t before = numbers_cell(cells, rows[i - 1]);
		uint64_t here = numbers_cell(cells, rows[i]);

		if (is_descending ? before < here : before > here)
			return false;
	}
	return true;
}

enum { MOST_DIGIT_BITS = 12, N_DIGITS = 1 << MOST_DIGIT_BITS };

/* Of cells less the least of them. */
struct digit {
	uint64_t least;
	int shift, bits;
	bool is_descending;
};

static size_t digit_of(const struct numbers *cells, const struct digit *digit, uint32_t row)
{
	size_t mask = ((size_t)1 << digit->bits) - 1;
	size_t value = (numbers_cell(cells, row) - digit->least) >> digit->shift & mask;

	return digit->is_descending ? mask - value : value;
}

static void sort_digit(const struct numbers *cells, const struct digit *digit, const uint32_t *from,
	uint32_t *to, size_t n)
{
	uint32_t starts[N_DIGITS] = {0}, start = 0;

	for (size_t i = 0; i < n; i++)
		starts[digit_of(cells, digit, (uint32_t)i)]++;
	for (size_t value = 0; value < (size_t)1 << digit->bits; value++) {
		uint32_t count = starts[value];

		starts[value] = start;
		start += count;
	}
	for (size_t i = 0; i < n; i++)
		to[starts[digit_of(cells, digit, from[i])]++] = from[i];
}

static void find_range(const struct numbers *cells, size_t n, uint64_t *least, uint64_t *range)
{
	uint64_t most = 0;

	*least = UINT64_MAX;
	for (size_t i = 0; i < n; i++) {
		uint64_t cell = numbers_cell(cells, i);

		*least = cell < *least ? cell : *least;
		most = cell > most ? cell : most;
	}
	*range = most - *least;
}

/* By the digits of one key, the last one first. Rows that are the same in it stay in their order.
 */
static void sort_key(const struct numbers *cells, bool is_descending, uint32_t **rows,
	uint32_t **spare, size_t n)
{
	struct digit digit = {.is_descending = is_descending};
	uint64_t range;
	int bits = 0, n_digits;

	find_range(cells, n, &digit.least, &range);
	while (bits < 64 && range >> bits)
		bits++;
	n_digits = (bits + MOST_DIGIT_BITS - 1) / MOST_DIGIT_BITS;
	digit.bits = n_digits ? (bits + n_digits - 1) / n_digits : 0;
	for (; digit.shift < bits; digit.shift += digit.bits) {
		uint32_t *sorted = *spare;

		sort_digit(cells, &digit, *rows, sorted, n);
		*spare = *rows;
		*rows = sorted;
	}
}

/* By one key after the other, the last one first. NULL: as they are. */
static uint32_t *sort_rows(const struct frame *frame, const struct frame_keys *keys)
{
	uint32_t *rows = mem_alloc((frame->n + 1) * sizeof *rows);
	uint32_t *spare = mem_alloc((frame->n + 1) * sizeof *spare);
	bool is_moved = false;

	for (size_t i = 0; i < frame->n; i++)
		rows[i] = (uint32_t)i;
	for (int k = keys->n - 1; k >= 0; k--) {
		const struct numbers *cells = &frame->cells[keys->columns[k]];

		if (is_sorted(cells, keys->is_descending[k], rows, frame->n))
			continue;
		sort_key(cells, keys->is_descending[k], &rows, &spare, frame->n);
		is_moved = true;
	}
	free(spare);
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

static struct frame_order *find_order(struct frame *frame, const struct frame_keys *keys)
{
	struct frame_order *order = frame->orders;

	while (order && !is_same(&order->keys, keys))
		order = order->next;
	if (order)
		return order;
	order = mem_alloc(sizeof *order);
	*order = (struct frame_order){.next = frame->orders, .keys = *keys};
	frame->orders = order;
	return order;
}

const uint32_t *frame_sorted(struct frame *frame, const struct frame_keys *keys)
{
	struct frame_order *order = find_order(frame, keys);

	if (!order->is_sorted) {
		order->rows = sort_rows(frame, keys);
		order->is_sorted = true;
	}
	return order->rows;
}

bool frame_is_sorted(struct frame *frame, const struct frame_keys *keys)
{
	enum { SCANS = 4 }; /* take as long as to sort */
	struct frame_order *order = find_order(frame, keys);

	return order->is_sorted || order->n_asked++ >= SCANS;
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

#include "table/foot_kin.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

/* The words with the NUL behind each, which no word has within. */
static void join_words(struct buf *key, const struct foot_kin *kin, const struct csv_rows *csv,
	size_t row, size_t n_keys)
{
	buf_clear(key);
	for (size_t i = 0; i < n_keys; i++)
		if (kin->has_words[i]) {
			const char *word = csv_cell(csv, row, i);

			buf_add(key, word, strlen(word) + 1);
		}
}

void foot_kin_init(
	struct foot_kin *kin, const struct csv_rows *csv, const bool *has_words, size_t n_keys)
{
	struct map *numbers = map_new(); /* of groups, and one more */
	struct buf key = {0};

	*kin = (struct foot_kin){.has_words = mem_copy(has_words, n_keys * sizeof *has_words)};
	kin->group = mem_zalloc(csv->n * sizeof *kin->group);
	for (size_t row = 1; row < csv->n; row++) {
		uintptr_t number;

		join_words(&key, kin, csv, row, n_keys);
		number = (uintptr_t)map_get(numbers, buf_text(&key), key.len);
		if (!number) {
			number = ++kin->n_groups;
			map_put(numbers, buf_text(&key), key.len, (const void *)number);
		}
		kin->group[row] = number - 1;
	}
	buf_release(&key);
	map_free(numbers);
}

void foot_kin_release(struct foot_kin *kin)
{
	free(kin->has_words);
	free(kin->group);
	free(kin->parts.starts);
	free(kin->parts.rows);
	free(kin->totals.starts);
	free(kin->totals.rows);
}

void foot_members_init(
	struct foot_members *members, const struct foot_kin *kin, size_t n, const bool *is_member)
{
	size_t *ends = mem_zalloc((kin->n_groups + 1) * sizeof *ends);

	members->rows = mem_alloc(n * sizeof *members->rows);
	members->starts = ends;
	for (size_t row = 1; row < n; row++)
		ends[kin->group[row]] += is_member[row];
	for (size_t g = 1; g <= kin->n_groups; g++)
		ends[g] += ends[g - 1];
	for (size_t row = n; row-- > 1;) /* each end moves to its start */
		if (is_member[row])
			members->rows[--ends[kin->group[row]]] = row;
}

size_t foot_members_from(const struct foot_members *members, size_t group, size_t row)
{
	size_t low = members->starts[group], high = members->starts[group + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (members->rows[middle] < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

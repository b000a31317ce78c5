#include "input/fill.h"

size_t fill_take(struct row *row, const struct sheet_row *from, struct arena *arena)
{
	struct sheet_merged *merged;
	size_t room = 0;

	if (!from->n_merged)
		return 0;
	merged = arena_alloc(arena, from->n_merged * sizeof *merged);
	for (size_t i = 0; i < from->n_merged; i++) {
		struct span text = from->merged[i].text;

		merged[i].column = from->merged[i].column;
		merged[i].text = (struct span){arena_text(arena, text.text, text.n), text.n};
		if (room <= merged[i].column)
			room = merged[i].column + 1;
	}
	row->merged = merged;
	row->n_merged = from->n_merged;
	return room;
}

size_t fill_merged(struct span *cells, size_t n, const struct sheet_merged *merged, size_t n_merged)
{
	for (size_t i = 0; i < n_merged; i++) {
		for (; n <= merged[i].column; n++)
			cells[n] = (struct span){"", 0};
		cells[merged[i].column] = merged[i].text;
	}
	return n;
}

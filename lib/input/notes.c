#include "input/notes.h"

#include <inttypes.h>

enum { MOST_ROWS = 10000, MOST_WORDS = 50 };

void notes_add_row(struct notes *notes, const char *what, const char *sheet, uint64_t line)
{
	if (notes->n_rows++ >= MOST_ROWS)
		return;
	buf_format(&notes->rows, "%s%s%sline %" PRIu64 ": %s\n", *sheet ? "sheet '" : "", sheet,
		*sheet ? "' " : "", line, what);
}

/* How many unknown words of each field there were, and in how many rows those that are not told. */
struct unknown_words {
	struct buf *out;
	uint64_t n[N_FIELDS], rows_untold[N_FIELDS];
};

static void add_unknown(void *context, enum field field, struct span word, uint64_t n)
{
	struct unknown_words *unknown = context;

	if (unknown->n[field]++ < MOST_WORDS)
		buf_format(unknown->out, "%s: unknown value '%.*s' in %" PRIu64 " rows\n",
			FIELDS[field].name, (int)word.n, word.text, n);
	else
		unknown->rows_untold[field] += n;
}

void notes_finish(struct notes *notes, const struct words *words)
{
	struct unknown_words unknown = {.out = &notes->file};

	if (notes->n_rows > MOST_ROWS)
		buf_format(&notes->rows, "%zu more such rows\n", notes->n_rows - MOST_ROWS);
	words_each_unknown(words, add_unknown, &unknown);
	for (enum field field = 0; field < N_FIELDS; field++)
		if (unknown.rows_untold[field])
			buf_format(&notes->file,
				"%s: %" PRIu64 " more unknown values in %" PRIu64 " rows\n",
				FIELDS[field].name, unknown.n[field] - MOST_WORDS,
				unknown.rows_untold[field]);
}

void notes_release(struct notes *notes)
{
	buf_release(&notes->file);
	buf_release(&notes->rows);
}

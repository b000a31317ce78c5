#include "load/load_past.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/internal.h"

void load_past_note(struct load_past *past, int64_t complaint, int64_t load)
{
	past->notes = mem_grow(past->notes, past->n, &past->capacity, sizeof *past->notes);
	past->notes[past->n++] = (struct load_note){complaint, load};
}

void load_past_release(struct load_past *past)
{
	free(past->notes);
	*past = (struct load_past){0};
}

static int compare(const void *a, const void *b)
{
	const struct load_note *x = a, *y = b;

	return (x->complaint > y->complaint) - (x->complaint < y->complaint);
}

static int write_range(struct stmt *stmt, const struct load_note *first,
	const struct load_note *last, int64_t run, struct err *err)
{
	stmt_bind_integer(stmt, 1, first->complaint);
	stmt_bind_integer(stmt, 2, last->complaint);
	stmt_bind_integer(stmt, 3, first->load);
	stmt_bind_integer(stmt, 4, run);
	return run_stmt(stmt, err);
}

int load_past_save(struct load_past *past, struct sql *sql, int64_t run, struct err *err)
{
	struct stmt *stmt;
	const struct load_note *notes = past->notes;
	int status = 0;

	if (!past->n)
		return 0;
	stmt = stmt_prepare(sql, "INSERT INTO load_past VALUES(?, ?, ?, ?)", err);
	if (!stmt)
		return -1;
	qsort(past->notes, past->n, sizeof *past->notes, compare);
	for (size_t i = 0, next; i < past->n && status == 0; i = next) {
		for (next = i + 1; next < past->n && notes[next].load == notes[i].load &&
				   notes[next].complaint == notes[next - 1].complaint + 1;)
			next++;
		status = write_range(stmt, &notes[i], &notes[next - 1], run, err);
	}
	stmt_free(stmt);
	return status;
}

#include "store_kit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/mem.h"
#include "history/check.h"
#include "load/load.h"
#include "record/canonical.h"

/* Canonical CSV as a batch. */
struct batch *read_batch(const char *text)
{
	struct err err;
	struct csv_rows *csv = csv_rows_parse(text, strlen(text), &err);
	struct batch *batch = batch_new();

	cr_assert(csv, "%s", err.text);
	batch->n = csv->n - 1;
	for (size_t column = 0; column < csv->rows[0].n; column++) {
		const char *name = csv->rows[0].cells[column];
		enum field field = field_find(name, strlen(name));

		cr_assert(field < N_FIELDS, "%s", name);
		batch_add_column(batch, field);
		for (size_t row = 0; row < batch->n; row++) {
			const char *cell = csv_cell(csv, row + 1, column);
			size_t n = strlen(cell);

			if (field_is_text(field))
				batch->text[field][row] = (struct span){
					arena_text(&batch->arena, cell, n), (uint32_t)n};
			else
				cr_assert_eq(canonical_read_number(field, cell, n,
						     &batch->number[field][row], &err),
					0, "%s", err.text);
		}
	}
	csv_rows_free(csv);
	return batch;
}

const struct run_info RUN = {.command = "ingest", .options = "", .started_at = 1793000000};

static struct outcome load_any(
	struct store *store, const char *text, int64_t exported_at, int32_t first, int32_t last)
{
	struct outcome outcome = {0};
	struct batch *batch = read_batch(text);
	struct load_info info = {.file = "test.csv",
		.source = "hotline",
		.covers_first = first,
		.covers_last = last,
		.exported_day = NO_DAY,
		.exported_at = exported_at,
		.n_read = batch->n};
	struct load *load = load_begin(store, &RUN, &outcome.err);

	cr_assert(load, "%s", outcome.err.text);
	load_set_exported_at(load, exported_at);
	outcome.status = load_add(load, batch, &outcome.err);
	batch_free(batch);
	if (outcome.status < 0)
		load_abandon(load);
	else
		outcome.status = load_finish(load, &info, &outcome.counts, &outcome.err);
	return outcome;
}

struct outcome load_dated(struct store *store, const char *text, int64_t exported_at)
{
	return load_any(store, text, exported_at, NO_DAY, NO_DAY);
}

struct outcome load_covering(struct store *store, const char *text, int32_t first, int32_t last)
{
	return load_any(store, text, NUMBER_NONE, first, last);
}

struct outcome load_text(struct store *store, const char *text)
{
	return load_dated(store, text, NUMBER_NONE);
}

struct store *open_private(void)
{
	struct err err;
	struct store *store = store_open(NULL, STORE_PRIVATE, &err);

	cr_assert(store, "%s", err.text);
	return store;
}

char *query(struct store *store, const char *text)
{
	struct err err;
	struct buf out = {0};
	struct stmt *stmt = stmt_prepare(store_sql(store), text, &err);

	cr_assert(stmt, "%s: %s", text, err.text);
	while (stmt_step(stmt, &err) > 0) {
		if (out.len)
			buf_add_char(&out, ' ');
		for (int i = 0; i < stmt_columns(stmt); i++)
			buf_format(&out, "%s%s", i ? "|" : "", stmt_text(stmt, i, NULL));
	}
	stmt_free(stmt);
	return buf_take(&out);
}

void assert_counts(struct outcome outcome, uint64_t added, uint64_t updated, uint64_t unchanged,
	uint64_t older)
{
	cr_assert_eq(outcome.status, 0, "%s", outcome.err.text);
	cr_assert_eq(outcome.counts.n_added, added);
	cr_assert_eq(outcome.counts.n_updated, updated);
	cr_assert_eq(outcome.counts.n_unchanged, unchanged);
	cr_assert_eq(outcome.counts.n_older, older);
}

void assert_sound(struct store *store)
{
	struct err err;
	struct check_result results[MAX_CHECKS];
	size_t n = store_check(store, results, &err);

	cr_assert(n > 0, "%s", err.text);
	for (size_t i = 0; i < n; i++)
		cr_assert_eq(results[i].n_wrong, 0, "%s", results[i].what);
}

char *export_text(struct store *store)
{
	struct err err;
	struct buf out = {0};
	bool all[N_FIELDS];
	struct batch *batch = batch_new();
	struct scan *scan = scan_open(store, NULL, &err);

	memset(all, true, sizeof all);
	canonical_write_header(&out, all);
	while (scan_next(scan, batch, &err) > 0)
		canonical_write_rows(&out, all, batch);
	scan_close(scan);
	batch_free(batch);
	return buf_take(&out);
}

char *make_place(void)
{
	char folder[] = "/tmp/kesu-store-XXXXXX";

	cr_assert(mkdtemp(folder));
	return mem_format("%s/c.db", folder);
}

void remove_place(char *path, bool has_store)
{
	cr_assert_eq(unlink(path), has_store ? 0 : -1);
	*strrchr(path, '/') = '\0';
	cr_assert_eq(rmdir(path), 0);
	free(path);
}

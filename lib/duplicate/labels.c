#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/mem.h"
#include "duplicate/found.h"
#include "store/internal.h"

/* What labels say: complaints that are linked by them are of one incident. */
struct labelled {
	uint32_t *parents; /* by complaint */
	size_t n;
	int64_t n_unknown; /* labels that name no complaint, or more than one */
};

static uint32_t find_root(struct labelled *labelled, uint32_t id)
{
	while (labelled->parents[id] != id)
		id = labelled->parents[id] = labelled->parents[labelled->parents[id]];
	return id;
}

/* temp.label: what is said; temp.named: complaints by "ID" and by "SOURCE/ID". */
static const char MAKE_TABLES[] =
	"DROP TABLE IF EXISTS temp.label; DROP TABLE IF EXISTS temp.named;"
	"CREATE TEMP TABLE label(id TEXT, source TEXT, duplicate_of TEXT);"
	"CREATE TEMP TABLE named AS SELECT n.complaint_id AS name, c.id AS id"
	" FROM complaint c JOIN narrative n ON n.complaint = c.id"
	" WHERE n.complaint_id IS NOT NULL UNION ALL SELECT t.text || '/' || n.complaint_id, c.id"
	" FROM complaint c JOIN narrative n ON n.complaint = c.id JOIN term t ON t.id = c.source"
	" WHERE n.complaint_id IS NOT NULL;"
	"CREATE INDEX temp.named_name ON named(name)";

/* Of its own source first; an id alone must be that of one complaint. */
#define FIND(name)                                                                                 \
	"coalesce((SELECT min(id) FROM named WHERE name = l.source || '/' || " name "),"           \
	" (SELECT min(id) FROM named WHERE name = " name " HAVING min(id) = max(id)))"
static const char READ_LINKS[] =
	"SELECT " FIND("l.id") ", " FIND("l.duplicate_of") " FROM temp.label l";

static size_t find_column(const struct csv_rows *csv)
{
	size_t column = csv_column(csv, "duplicate_of");

	return column == SIZE_MAX ? csv_column(csv, "true_dup_of") : column;
}

static int read_file(struct store *store, const char *path, struct err *err)
{
	struct csv_rows *csv = csv_rows_read(path, err);
	size_t id, source, target;
	struct stmt *stmt;
	int status = 0;

	if (!csv)
		return -1;
	id = csv->n ? csv_column(csv, "complaint_id") : SIZE_MAX;
	target = csv->n ? find_column(csv) : SIZE_MAX;
	source = csv->n ? csv_column(csv, "source") : SIZE_MAX;
	stmt = stmt_prepare(store->sql, "INSERT INTO temp.label VALUES(?, nullif(?, ''), ?)", err);
	if (id == SIZE_MAX || target == SIZE_MAX)
		status = err_set(err, "'%s' has no column '%s'", path,
			id == SIZE_MAX ? "complaint_id" : "duplicate_of");
	for (size_t row = 1; stmt && row < csv->n && status == 0; row++) {
		const char *cells[] = {csv_cell(csv, row, id), csv_cell(csv, row, source),
			csv_cell(csv, row, target)};

		if (!*cells[2])
			continue;
		for (int i = 0; i < 3; i++)
			stmt_bind_text(stmt, i + 1, cells[i], strlen(cells[i]));
		status = run_stmt(stmt, err);
	}
	csv_rows_free(csv);
	stmt_free(stmt);
	return stmt ? status : -1;
}

/* Of the complaints themselves. */
static int read_column(struct store *store, const char *header, struct err *err)
{
	struct stmt *stmt = stmt_prepare(store->sql,
		"INSERT INTO temp.label SELECT complaint_id, source, label FROM (SELECT"
		" complaint_id, source, CASE WHEN ?1 IS NULL THEN duplicate_of ELSE"
		" (SELECT value FROM json_each(extra) WHERE key = ?1) END AS label"
		" FROM complaints) WHERE label <> ''",
		err);
	int status;

	if (!stmt)
		return -1;
	if (header)
		stmt_bind_text(stmt, 1, header, strlen(header));
	status = run_stmt(stmt, err);
	stmt_free(stmt);
	return status;
}

static int read_labels(struct store *store, const char *labels, struct err *err)
{
	if (sql_run(store->sql, err, MAKE_TABLES) < 0)
		return -1;
	if (!strcmp(labels, "duplicate_of"))
		return read_column(store, NULL, err);
	if (!strncmp(labels, "extra.", 6))
		return read_column(store, labels + 6, err);
	return read_file(store, labels, err);
}

static int read_links(struct labelled *labelled, struct store *store, struct err *err)
{
	struct stmt *stmt = stmt_prepare(store->sql, READ_LINKS, err);
	int status;

	if (!stmt)
		return -1;
	while ((status = stmt_step(stmt, err)) > 0) {
		uint32_t a = (uint32_t)stmt_integer(stmt, 0);
		uint32_t b = (uint32_t)stmt_integer(stmt, 1);

		if (!a || !b)
			labelled->n_unknown++;
		else
			labelled->parents[find_root(labelled, a)] = find_root(labelled, b);
	}
	stmt_free(stmt);
	return status;
}

/* A complaint's incident, as found and as labelled. */
struct seen {
	uint32_t found, labelled;
};

static int by_found(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	if (x->found != y->found)
		return x->found < y->found ? -1 : 1;
	return (x->labelled > y->labelled) - (x->labelled < y->labelled);
}

static int by_labelled(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return (x->labelled > y->labelled) - (x->labelled < y->labelled);
}

/* Pairs within the runs of equal ones. */
static int64_t count_pairs(struct seen *seen, size_t n, int (*compare)(const void *, const void *))
{
	int64_t pairs = 0, length = 0;

	for (size_t i = 0; i < n; i++) {
		length = i && !compare(&seen[i], &seen[i - 1]) ? length + 1 : 0;
		pairs += length;
	}
	return pairs;
}

static int by_found_only(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return (x->found > y->found) - (x->found < y->found);
}

static struct table *make_table(int64_t found, int64_t labelled, int64_t both, int64_t n_unknown)
{
	struct table *table = table_new("duplicates");
	const struct {
		const char *name;
		int64_t count;
	} COUNTS[] = {
		{"found", found}, {"labelled", labelled}, {"both", both}, {"unknown", n_unknown}};
	const struct {
		const char *name, *of;
		int64_t of_count;
	} SHARES[] = {{"precision", "both/found", found}, {"recall", "both/labelled", labelled}};
	size_t row = table_add_row(table);

	for (size_t i = 0; i < sizeof COUNTS / sizeof *COUNTS; i++)
		table_set_integer(table, row,
			table_add_column(table, COUNTS[i].name, CELL_INTEGER, "count"),
			COUNTS[i].count);
	for (size_t i = 0; i < sizeof SHARES / sizeof *SHARES; i++) {
		size_t column = table_add_column(table, SHARES[i].name, CELL_REAL, "share");

		table_set_of(table, column, SHARES[i].of);
		if (SHARES[i].of_count)
			table_set_real(
				table, row, column, (double)both / (double)SHARES[i].of_count);
	}
	return table;
}

static struct table *compare(const struct duplicates *found, struct labelled *labelled)
{
	struct seen *seen = mem_alloc((labelled->n + 1) * sizeof *seen);
	int64_t n_found, n_labelled, n_both;

	for (size_t id = 0; id < labelled->n; id++)
		seen[id] = (struct seen){(uint32_t)id, find_root(labelled, (uint32_t)id)};
	for (size_t i = 0; i < found->n_contacts; i++)
		seen[found->contacts[i].id].found = found->contacts[found->incidents[i]].id;
	qsort(seen, labelled->n, sizeof *seen, by_found);
	n_found = count_pairs(seen, labelled->n, by_found_only);
	n_both = count_pairs(seen, labelled->n, by_found);
	qsort(seen, labelled->n, sizeof *seen, by_labelled);
	n_labelled = count_pairs(seen, labelled->n, by_labelled);
	free(seen);
	return make_table(n_found, n_labelled, n_both, labelled->n_unknown);
}

struct table *duplicates_evaluate(
	const struct duplicates *found, struct store *store, const char *labels, struct err *err)
{
	struct labelled labelled = {0};
	struct table *table = NULL;
	int64_t last = 0;

	if (read_labels(store, labels, err) < 0 ||
		ask_integer(store->sql, "SELECT coalesce(max(id), 0) FROM complaint", &last, err) <
			0)
		return NULL;
	labelled.n = (size_t)last + 1;
	labelled.parents = mem_alloc(labelled.n * sizeof *labelled.parents);
	for (size_t i = 0; i < labelled.n; i++)
		labelled.parents[i] = (uint32_t)i;
	if (read_links(&labelled, store, err) == 0)
		table = compare(found, &labelled);
	free(labelled.parents);
	return table;
}

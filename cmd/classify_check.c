#include "cmd/classify.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "cause/labelnames.h"

enum part { TEXT, CAUSE, KNOWN_WRONG, NOTE, N_COLUMNS };

static const char *const COLUMNS[N_COLUMNS] = {"text", "cause", "known_wrong", "note"};

struct check {
	struct run *run;
	const struct classifier *classifier;
	const struct labels *labels;
	struct cause_scratch *scratch;
	const struct csv_rows *csv;
	size_t columns[N_COLUMNS];
	struct table *wrong;
	size_t n_right, n_known, n_mended;
};

/* The primary cause of "product:quality|attitude:rude"; "" of "none" and of a blank cell. False
 * when it is blank. */
static bool read_primary(const struct check *c, const char *cell, struct buf *cause)
{
	struct buf codes = {0};
	bool is_there = label_codes(c->labels, cell, &codes);
	const char *at = buf_text(&codes);
	struct span label;

	buf_clear(cause);
	if (label_next(&at, LABEL_CAUSE, &label))
		buf_add(cause, label.text, label.n);
	buf_release(&codes);
	return is_there;
}

static void add_wrong(struct check *c, size_t row, const char *found, const struct buf *evidence)
{
	const char *cells[] = {csv_cell(c->csv, row, c->columns[CAUSE]), found, buf_text(evidence),
		csv_cell(c->csv, row, c->columns[TEXT]), csv_cell(c->csv, row, c->columns[NOTE])};
	size_t at = table_add_row(c->wrong);

	table_set_integer(c->wrong, at, 0, (int64_t)c->csv->rows[row].line);
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		table_set_text(c->wrong, at, i + 1, cells[i]);
}

static void check_row(struct check *c, size_t row)
{
	const char *text = csv_cell(c->csv, row, c->columns[TEXT]), *found;
	struct buf right = {0}, known_wrong = {0}, evidence = {0};
	struct cause_result result;
	bool has_known;

	read_primary(c, csv_cell(c->csv, row, c->columns[CAUSE]), &right);
	has_known = read_primary(c, csv_cell(c->csv, row, c->columns[KNOWN_WRONG]), &known_wrong);
	cause_classify(c->classifier, c->scratch, text, strlen(text), &result, &evidence);
	found = result.n ? result.labels[0].cause : "";
	if (!strcmp(buf_text(&right), found)) {
		c->n_right++;
		c->n_mended += has_known;
	} else if (has_known && !strcmp(buf_text(&known_wrong), found)) {
		c->n_known++;
	} else {
		add_wrong(c, row, *found ? found : "unclassified", &evidence);
	}
	buf_release(&right);
	buf_release(&known_wrong);
	buf_release(&evidence);
}

static enum status find_columns(struct check *c, const char *path)
{
	for (size_t i = 0; i < N_COLUMNS; i++) {
		c->columns[i] = csv_column(c->csv, COLUMNS[i]);
		if (i <= CAUSE && c->columns[i] == SIZE_MAX)
			return cmd_fail(c->run, "'%s' has no column '%s'", path, COLUMNS[i]);
	}
	return STATUS_DONE;
}

static enum status report(struct check *c, const char *path)
{
	size_t n = table_rows(c->wrong);
	enum status status = n ? cmd_put_table(c->run, c->wrong) : STATUS_DONE;

	if (status != STATUS_DONE)
		return status;
	cmd_say(c->run, "%s: %zu right, %zu wrong, %zu known to be wrong", path, c->n_right, n,
		c->n_known);
	if (c->n_mended)
		cmd_say(c->run, "%zu are right now though known_wrong says otherwise", c->n_mended);
	return n ? cmd_fail(c->run, "'%s': pinned cases with another primary cause: %zu", path, n)
		 : STATUS_DONE;
}

static enum status check_all(struct check *c, const char *path)
{
	static const char *const TABLE[] = {"line", "cause", "found", "evidence", "text", "note"};
	enum status status = find_columns(c, path);

	if (status != STATUS_DONE)
		return status;
	c->scratch = cause_scratch_new(c->classifier);
	c->wrong = table_new("check");
	for (size_t i = 0; i < sizeof TABLE / sizeof *TABLE; i++)
		table_add_column(
			c->wrong, TABLE[i], i ? CELL_TEXT : CELL_INTEGER, i ? "text" : "id");
	for (size_t row = 1; row < c->csv->n; row++)
		check_row(c, row);
	status = report(c, path);
	table_free(c->wrong);
	cause_scratch_free(c->scratch);
	return status;
}

enum status classify_check(struct run *run, const struct classifier *classifier, const char *path)
{
	struct check check = {.run = run, .classifier = classifier, .labels = cmd_labels(run)};
	char *shipped = path ? NULL : share_find(run->share, "rules", "pinned.csv");
	struct csv_rows *csv;
	enum status status;

	if (!path && !shipped)
		return cmd_fail(run, "cannot find 'rules/pinned.csv'");
	if (!check.labels) {
		free(shipped);
		return STATUS_FAILED;
	}
	csv = csv_rows_read(path ? path : shipped, &run->err);
	check.csv = csv;
	status = csv ? check_all(&check, path ? path : "rules/pinned.csv") : cmd_fail(run, NULL);
	csv_rows_free(csv);
	free(shipped);
	return status;
}

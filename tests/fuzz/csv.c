/* Any bytes as an export: the kind, the encoding, the rows, twice, and the values of their cells.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "input/duration.h"
#include "input/order.h"
#include "input/rows.h"
#include "input/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void read_cell(struct order_evidence *evidence, struct arena *arena, struct span cell)
{
	static const struct date_orders NO_ORDERS;
	struct moment moment;
	int64_t number;
	bool is_damaged;

	cell = value_trim(cell);
	if (!cell.n)
		return;
	moment_read(cell.text, cell.n, &NO_ORDERS, &moment);
	order_add(evidence, cell.text, cell.n);
	duration_read(cell.text, cell.n, DURATION_WRITTEN, &number);
	value_money(cell, &number);
	value_identifier(cell, arena, &is_damaged);
}

/* Rows are the same the second time, and no byte is counted twice. */
static size_t read_all(struct rows *rows, size_t n_expected)
{
	struct order_evidence *evidence = order_new();
	struct date_orders orders = {0};
	struct arena arena = {0};
	struct row row;
	struct err err;
	uint64_t line = 0;
	size_t n = 0;

	if (rows_start(rows, 0, &err) == 0) {
		rows_expect(rows, n_expected);
		for (; rows_next(rows, &arena, &row, &err) > 0; n++) {
			if (row.line <= line)
				abort();
			line = row.line;
			for (size_t i = 0; i < row.n; i++)
				read_cell(evidence, &arena, row.cells[i]);
			arena_clear(&arena);
		}
	}
	order_decide(evidence, &orders, &err);
	order_free(evidence);
	arena_release(&arena);
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct rows_choice BY_EVIDENCE;
	int fd = memfd_create("export", 0);
	char path[32];
	struct rows *rows;
	struct err err;

	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	rows = rows_open(path, &BY_EVIDENCE, &err);
	if (rows && rows_is_text(rows) && read_all(rows, 3) != read_all(rows, 3))
		abort();
	rows_close(rows);
	close(fd);
	return 0;
}

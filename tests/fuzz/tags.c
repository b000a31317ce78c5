/* Any bytes as a web page or an XML spreadsheet. */
#include <stdint.h>
#include <stdlib.h>

#include "input/rows.h"
#include "tests/unit/zipped.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void read_rows(struct rows *rows, size_t sheet)
{
	struct arena arena = {0};
	struct err err;
	struct row row;
	uint64_t line = 0;

	if (rows_start(rows, sheet, &err) == 0)
		while (rows_next(rows, &arena, &row, &err) > 0) {
			if (row.line <= line)
				abort(); /* a sheet's lines rise */
			line = row.line;
			arena_clear(&arena);
		}
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const struct rows_choice CHOICE;
	struct err err;
	int fd = bytes_file(bytes, n);
	char *path = mem_format("/proc/self/fd/%d", fd);
	struct rows *rows = fd < 0 ? NULL : rows_open(path, &CHOICE, &err);

	for (size_t i = 0; rows && i < rows_sheets(rows) && i < 4; i++)
		read_rows(rows, i);
	rows_close(rows);
	free(path);
	if (fd >= 0)
		close(fd);
	return 0;
}

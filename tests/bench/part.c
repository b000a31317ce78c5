/* part FIRST LAST FILE.csv...: writes the rows whose text has a SHA-256 that begins with a byte
 * from FIRST to LAST, as complaints of one day. So each text has its part for ever, in whatever
 * file it stands. Texts without a cause in the file are left out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/hash.h"

static const char *const COLUMNS[] = {"id", "text", "causes_negative"};
enum { ID, TEXT, CAUSES, N_COLUMNS };

static unsigned first_byte(const char *text)
{
	struct digest *digest = digest_new();
	char hex[DIGEST_TEXT];

	digest_add(digest, text, strlen(text));
	digest_finish(digest, hex);
	hex[2] = '\0';
	return (unsigned)strtoul(hex, NULL, 16);
}

static void put_row(const struct csv_rows *csv, size_t row, const size_t columns[N_COLUMNS])
{
	struct buf line = {0};

	for (size_t i = 0; i < N_COLUMNS; i++) {
		const char *cell = csv_cell(csv, row, columns[i]);

		csv_write_field(&line, cell, strlen(cell), ',');
		buf_add_text(&line, i == ID ? ",2026-01-01," : i == TEXT ? "," : "");
	}
	puts(buf_text(&line));
	buf_release(&line);
}

static int put_part(const char *path, unsigned first, unsigned last, struct err *err)
{
	struct csv_rows *csv = csv_rows_read(path, err);
	size_t columns[N_COLUMNS];

	if (!csv)
		return -1;
	for (size_t i = 0; i < N_COLUMNS; i++) {
		columns[i] = csv_column(csv, COLUMNS[i]);
		if (columns[i] == SIZE_MAX)
			return err_set(err, "'%s' has no column '%s'", path, COLUMNS[i]);
	}
	for (size_t row = 1; row < csv->n; row++) {
		unsigned byte = first_byte(csv_cell(csv, row, columns[TEXT]));

		if (byte >= first && byte <= last && *csv_cell(csv, row, columns[CAUSES]))
			put_row(csv, row, columns);
	}
	csv_rows_free(csv);
	return 0;
}

int main(int argc, char **argv)
{
	struct err err;

	if (argc < 4) {
		fprintf(stderr, "usage: part FIRST LAST FILE.csv...\n");
		return 2;
	}
	fputs("\xef\xbb\xbf", stdout); /* UTF-8, whatever its bytes look like */
	puts("complaint_id,received_at,text,reported_cause");
	for (int i = 3; i < argc; i++)
		if (put_part(argv[i], (unsigned)atoi(argv[1]), (unsigned)atoi(argv[2]), &err) < 0) {
			fprintf(stderr, "part: %s\n", err.text);
			return 1;
		}
	if (fflush(stdout) != 0) {
		perror("part");
		return 1;
	}
	return 0;
}

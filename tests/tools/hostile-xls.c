/* hostile-xls KIND SIZE FILE: old workbooks made to break their reader, as records without a
 * container. SIZE counts megabytes or sheets, as the kind says. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/oled.h"

enum { BOUNDSHEET = 0x0085, SST = 0x00fc, CONTINUE = 0x003c, DIMENSIONS = 0x0200, LONGEST = 8000 };
enum { MULRK = 0x00bd, LABEL = 0x0204, N_COLUMNS = 256 };

static void begin(struct buf *out)
{
	put_bof(out, 0x0600, 5);
}

static void put_sheet(struct buf *out, uint32_t at)
{
	put_number(out, BOUNDSHEET, 2);
	put_number(out, 9, 2);
	put_number(out, at, 4);
	put_number(out, 0, 2);
	put_number(out, 1, 1);
	put_number(out, 0, 1);
	put_number(out, 'S', 1);
}

/* A sheet of one cell, which says that it has all that a sheet can have. */
static void end(struct buf *out)
{
	put_record(out, 0x000a, "", 0);
	put_bof(out, 0x0600, 16);
	put_record(out, DIMENSIONS, "\0\0\0\0\xff\xff\xff\xff\0\0\xff\xff\0\0", 14);
	put_cell(out, 0x0203, 65535, 255, 0, "\0\0\0\0\0\0\0\0", 8);
	put_record(out, 0x000a, "", 0);
}

static void put_header(struct buf *out, unsigned column)
{
	char name[16] = "received_at";
	struct buf text = {0};

	if (column)
		snprintf(name, sizeof name, "x%u", column);
	put_number(&text, strlen(name), 2);
	put_number(&text, 0, 1);
	buf_add_text(&text, name);
	put_cell(out, LABEL, 0, column, 0, text.data, text.len);
	buf_release(&text);
}

/* A sheet of a header and SIZE rows of 256 numbers. */
static void put_full(struct buf *out, uint64_t size)
{
	struct buf row = {0};

	put_bof(out, 0x0600, 16);
	for (unsigned k = 0; k < N_COLUMNS; k++)
		put_header(out, k);
	for (uint64_t i = 1; i <= size; i++) {
		buf_clear(&row);
		put_number(&row, i, 2);
		put_number(&row, 0, 2);
		for (int k = 0; k < N_COLUMNS; k++) {
			put_number(&row, 0, 2);
			put_number(&row, 45000 << 2 | 2, 4);
		}
		put_number(&row, N_COLUMNS - 1, 2);
		put_record(out, MULRK, row.data, row.len);
	}
	put_record(out, 0x000a, "", 0);
	buf_release(&row);
}

static void write_full(struct buf *out, uint64_t size)
{
	put_sheet(out, (uint32_t)out->len + 13 + 4);
	put_record(out, 0x000a, "", 0);
	put_full(out, size);
}

/* Sheets that are all the same one, of SIZE rows; or each a record further in it. */
static void put_shared(struct buf *out, uint64_t size, uint32_t step)
{
	enum { N_SHEETS = 9999 };
	uint32_t at = (uint32_t)out->len + N_SHEETS * 13 + 4;

	for (uint32_t i = 0; i < N_SHEETS; i++)
		put_sheet(out, at + i * step);
	put_record(out, 0x000a, "", 0);
	for (uint32_t i = 0; step && i < N_SHEETS; i++)
		put_bof(out, 0x0600, 16);
	put_full(out, size);
	for (uint32_t i = 0; step && i < N_SHEETS; i++)
		put_record(out, 0x000a, "", 0);
}

static void write_same(struct buf *out, uint64_t size)
{
	put_shared(out, size, 0);
}

static void write_nested(struct buf *out, uint64_t size)
{
	put_shared(out, size, 20);
}

static void write_size(struct buf *out, uint64_t size)
{
	(void)size;
	put_sheet(out, (uint32_t)out->len + 13 + 4);
	end(out);
}

static void write_outside(struct buf *out, uint64_t size)
{
	(void)size;
	put_sheet(out, 0xfffffff0);
	end(out);
}

static void write_sheets(struct buf *out, uint64_t size)
{
	uint32_t at = (uint32_t)(out->len + size * 13 + 4);

	for (uint64_t i = 0; i < size; i++)
		put_sheet(out, at);
	end(out);
}

/* Shared texts that are said to be 4,294,967,295: as many empty ones as go into SIZE MB. */
static void write_texts(struct buf *out, uint64_t size)
{
	char zeros[LONGEST / 3 * 3] = {0};

	put_record(out, SST, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
	for (uint64_t i = 0; i < (size << 20) / sizeof zeros; i++)
		put_record(out, CONTINUE, zeros, sizeof zeros);
	write_size(out, 0);
}

/* Shared texts that are all there, and empty: SIZE MB of them. */
static void write_empty_texts(struct buf *out, uint64_t size)
{
	char zeros[LONGEST / 3 * 3] = {0};
	uint64_t n = (size << 20) / sizeof zeros;
	struct buf counts = {0};

	put_number(&counts, n * (LONGEST / 3), 4);
	put_number(&counts, n * (LONGEST / 3), 4);
	put_record(out, SST, counts.data, counts.len);
	for (uint64_t i = 0; i < n; i++)
		put_record(out, CONTINUE, zeros, sizeof zeros);
	write_size(out, 0);
	buf_release(&counts);
}

/* One text whose formatting is said to be 4 GB, over SIZE MB of records that continue it. */
static void write_text(struct buf *out, uint64_t size)
{
	char letters[LONGEST];

	memset(letters, 'x', sizeof letters);
	put_record(out, SST, "\1\0\0\0\1\0\0\0\xff\xff\4\xff\xff\xff\xff", 15);
	for (uint64_t i = 0; i < (size << 20) / sizeof letters; i++)
		put_record(out, CONTINUE, letters, sizeof letters);
	write_size(out, 0);
}

static const struct {
	const char *name;
	void (*write)(struct buf *out, uint64_t size);
} KINDS[] = {
	{"size", write_size},
	{"outside", write_outside},
	{"sheets", write_sheets},
	{"same", write_same},
	{"nested", write_nested},
	{"full", write_full},
	{"texts", write_texts},
	{"empty-texts", write_empty_texts},
	{"text", write_text},
};

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 4 && i < sizeof KINDS / sizeof *KINDS; i++) {
		struct buf out = {0};
		FILE *file;
		int status = 0;

		if (strcmp(argv[1], KINDS[i].name) != 0)
			continue;
		begin(&out);
		KINDS[i].write(&out, strtoull(argv[2], NULL, 10));
		file = fopen(argv[3], "wb");
		if (!file || fwrite(out.data, 1, out.len, file) != out.len || fclose(file) != 0) {
			perror("hostile-xls");
			status = 1;
		}
		buf_release(&out);
		return status;
	}
	fprintf(stderr, "usage: hostile-xls KIND SIZE FILE\n");
	return 2;
}

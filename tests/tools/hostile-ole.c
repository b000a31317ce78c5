/* hostile-ole KIND SIZE FILE: containers of old workbooks that lie about themselves: chains of
 * sectors that never end, streams larger than their file, tables that are not there. SIZE counts
 * megabytes, as the kind says. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/oled.h"

/* Where things lie in what ole_bytes() writes, and where the numbers are in them. */
enum {
	SHIFT_AT = 30,
	N_TABLES_AT = 44,
	SMALL_TABLE_AT = 60,
	N_SMALL_TABLES_AT = 64,
	MORE_TABLES_AT = 68,
	N_MORE_TABLES_AT = 72,
	TABLES_AT = 76,
	TABLE = OLE_SECTOR, /* sector 0 */
	DIRECTORY = 2 * OLE_SECTOR,
	STREAM = 3 * OLE_SECTOR,
	FIRST = 2, /* sector of the stream */
	N_SECTORS = 8,
	ENTRY = 128,
	LEFT_AT = 68,
	START_AT = 116,
	SIZE_AT = 120,
	SMALL = 64,
};
#define END     0xfffffffeu
#define LARGEST 0xffffffffu

static void set(struct buf *out, size_t at, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		out->data[at + (size_t)i] = (char)(value >> (8 * i));
}

static void set_next(struct buf *out, unsigned sector, uint64_t next)
{
	set(out, TABLE + sector * 4, next, 4);
}

static void set_size(struct buf *out, uint64_t size)
{
	set(out, DIRECTORY + ENTRY + SIZE_AT, size, 4);
}

/* The stream's last sector is followed by its first, for SIZE MB. */
static void make_loop(struct buf *out, uint64_t size)
{
	set_next(out, FIRST + N_SECTORS - 1, FIRST);
	set_size(out, size << 20);
}

/* Each sector of the directory is followed by itself. */
static void make_directory_loop(struct buf *out, uint64_t size)
{
	(void)size;
	set_next(out, 1, 1);
}

/* The entry of the stream is its own left neighbour and its own right one. */
static void make_tree_loop(struct buf *out, uint64_t size)
{
	(void)size;
	set(out, DIRECTORY + ENTRY + LEFT_AT, 1, 4);
	set(out, DIRECTORY + ENTRY + LEFT_AT + 4, 1, 4);
}

/* A stream of small sectors, whose table is the stream's first sector; each is followed by the one
 * before. */
static void make_small_loop(struct buf *out, uint64_t size)
{
	(void)size;
	set(out, SMALL_TABLE_AT, FIRST, 4);
	set(out, N_SMALL_TABLES_AT, 1, 4);
	set_next(out, FIRST, END);
	set(out, DIRECTORY + START_AT, FIRST + 1, 4);
	set(out, DIRECTORY + SIZE_AT, (N_SECTORS - 1) * OLE_SECTOR, 4);
	for (unsigned i = 0; i < OLE_SECTOR / 4; i++)
		set(out, STREAM + i * 4, (i + 1) % 4, 4);
	set(out, DIRECTORY + ENTRY + START_AT, 0, 4);
	set_size(out, OLE_LEAST - SMALL);
}

/* The sectors of small sectors never end. */
static void make_small_root_loop(struct buf *out, uint64_t size)
{
	make_small_loop(out, size);
	set_next(out, FIRST + N_SECTORS - 1, FIRST + 1);
	set(out, DIRECTORY + SIZE_AT, LARGEST, 4);
}

/* The table of tables is followed by itself. */
static void make_table_loop(struct buf *out, uint64_t size)
{
	(void)size;
	set(out, N_TABLES_AT, LARGEST >> 8, 4);
	set(out, MORE_TABLES_AT, FIRST, 4);
	set(out, N_MORE_TABLES_AT, LARGEST >> 8, 4);
	set(out, STREAM + OLE_SECTOR - 4, FIRST, 4);
}

/* All sectors of a file of SIZE MB are said to be tables, of which the same one is named. */
static void make_tables(struct buf *out, uint64_t size)
{
	uint64_t n = (size << 20) / OLE_SECTOR - 3;

	set(out, N_TABLES_AT, n, 4);
	for (unsigned i = 0; i < 109; i++)
		set(out, TABLES_AT + i * 4, 0, 4);
	set(out, MORE_TABLES_AT, FIRST, 4);
	set(out, N_MORE_TABLES_AT, n / 127, 4);
	for (unsigned i = 0; i + 1 < OLE_SECTOR / 4; i++)
		set(out, STREAM + i * 4, 0, 4);
	set(out, STREAM + OLE_SECTOR - 4, FIRST, 4);
}

static void make_size(struct buf *out, uint64_t size)
{
	set_size(out, (size << 20) - 1);
}

static void make_outside(struct buf *out, uint64_t size)
{
	(void)size;
	set(out, DIRECTORY + ENTRY + START_AT, LARGEST >> 8, 4);
}

/* Sectors of 1 GB. */
static void make_shift(struct buf *out, uint64_t size)
{
	(void)size;
	set(out, SHIFT_AT, 30, 2);
}

static void make_cut(struct buf *out, uint64_t size)
{
	(void)size;
	out->len = STREAM + OLE_SECTOR + OLE_SECTOR / 3;
}

static const struct kind {
	const char *name;
	void (*make)(struct buf *out, uint64_t size);
	bool is_large; /* SIZE MB of file, zeros behind */
} KINDS[] = {
	{"loop", make_loop, false},
	{"directory-loop", make_directory_loop, false},
	{"tree-loop", make_tree_loop, false},
	{"small-loop", make_small_loop, false},
	{"small-root-loop", make_small_root_loop, false},
	{"table-loop", make_table_loop, false},
	{"tables", make_tables, true},
	{"size", make_size, false}, /* MB of the stream */
	{"outside", make_outside, false},
	{"shift", make_shift, false},
	{"cut", make_cut, false},
};

/* A sheet with a header and one complaint. */
static void put_book(struct buf *out)
{
	static const char STREAM_BYTES[OLE_LEAST];
	struct buf stream = {0};

	put_bof(&stream, 0x0600, 16);
	put_record(&stream, 0x0204, "\0\0\0\0\0\0\x0b\0\0received_at", 20);
	put_record(&stream, 0x0204,
		"\1\0\0\0\0\0\x0a\0\0"
		"2026-10-01",
		19);
	put_record(&stream, 0x000a, "", 0);
	buf_add(&stream, STREAM_BYTES, sizeof STREAM_BYTES - stream.len);
	ole_bytes(out, "Workbook", stream.data, stream.len);
	buf_release(&stream);
}

int main(int argc, char **argv)
{
	for (size_t i = 0; argc == 4 && i < sizeof KINDS / sizeof *KINDS; i++) {
		uint64_t size = strtoull(argv[2], NULL, 10);
		struct buf out = {0};
		FILE *file;
		int status;

		if (strcmp(argv[1], KINDS[i].name) != 0)
			continue;
		put_book(&out);
		KINDS[i].make(&out, size);
		file = fopen(argv[3], "wb");
		status = !file || fwrite(out.data, 1, out.len, file) != out.len ||
			 fflush(file) != 0 ||
			 (KINDS[i].is_large && ftruncate(fileno(file), (off_t)(size << 20)) != 0);
		if (status)
			perror("hostile-ole");
		if (file)
			fclose(file);
		buf_release(&out);
		return status;
	}
	fprintf(stderr, "usage: hostile-ole KIND SIZE FILE\n");
	return 2;
}

#pragma once
/* Old workbooks for tests: records in one stream of an OLE container, in a file without a name. */
#include <string.h>

#include "base/buf.h"
#include "tests/unit/zipped.h"

enum { OLE_SECTOR = 512, OLE_LEAST = 4096 /* of a stream that has sectors of its own */ };

static inline void put_repeated(struct buf *out, uint64_t value, int bytes, size_t n)
{
	while (n--)
		put_number(out, value, bytes);
}

static inline void put_entry(
	struct buf *out, const char *name, int type, int child, int start, size_t n)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < 32; i++)
		put_number(out, i < length ? (unsigned char)name[i] : 0, 2);
	put_number(out, type ? 2 * length + 2 : 0, 2);
	put_number(out, (unsigned)type, 1);
	put_number(out, 1, 1);          /* black */
	put_number(out, 0xffffffff, 4); /* no left, */
	put_number(out, 0xffffffff, 4); /* no right */
	put_number(out, (uint32_t)child, 4);
	put_repeated(out, 0, 4, 9);
	put_number(out, (uint32_t)start, 4);
	put_number(out, n, 8);
}

/* Sector 0 is the table of sectors, 1 the directory, the stream begins with 2. Up to 60 KB. */
static inline void ole_bytes(struct buf *out, const char *name, const void *stream, size_t n)
{
	size_t size = n < OLE_LEAST ? OLE_LEAST : n;
	size_t n_sectors = (size + OLE_SECTOR - 1) / OLE_SECTOR;

	buf_add(out, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	put_repeated(out, 0, 8, 2);
	buf_add(out, "\x3e\0\3\0\xfe\xff\x09\0\6\0", 10);
	put_repeated(out, 0, 1, 10);
	put_number(out, 1, 4); /* sectors of the table */
	put_number(out, 1, 4); /* directory */
	put_number(out, 0, 4);
	put_number(out, OLE_LEAST, 4);
	put_number(out, 0xfffffffe, 4); /* no small sectors */
	put_number(out, 0, 4);
	put_number(out, 0xfffffffe, 4); /* no more of the table */
	put_number(out, 0, 4);
	put_number(out, 0, 4);
	put_repeated(out, 0xffffffff, 4, 108);
	put_number(out, 0xfffffffd, 4);
	put_number(out, 0xfffffffe, 4);
	for (size_t i = 0; i < n_sectors; i++)
		put_number(out, i + 1 < n_sectors ? i + 3 : 0xfffffffe, 4);
	put_repeated(out, 0xffffffff, 4, OLE_SECTOR / 4 - 2 - n_sectors);
	put_entry(out, "Root Entry", 5, 1, -2, 0);
	put_entry(out, name, 2, -1, 2, size);
	put_entry(out, "", 0, -1, 0, 0);
	put_entry(out, "", 0, -1, 0, 0);
	buf_add(out, stream, n);
	put_repeated(out, 0, 1, n_sectors * OLE_SECTOR - n);
}

static inline int ole_file(const char *name, const void *stream, size_t n)
{
	struct buf bytes = {0};
	int fd;

	ole_bytes(&bytes, name, stream, n);
	fd = bytes_file(bytes.data, bytes.len);
	buf_release(&bytes);
	return fd;
}

/* --- records --- */

static inline void put_record(struct buf *out, unsigned type, const void *data, size_t n)
{
	put_number(out, type, 2);
	put_number(out, n, 2);
	buf_add(out, data, n);
}

/* A record of a cell: row, column, style, and n bytes of value. */
static inline void put_cell(struct buf *out, unsigned type, unsigned row, unsigned column,
	unsigned style, const void *value, size_t n)
{
	put_number(out, type, 2);
	put_number(out, n + 6, 2);
	put_number(out, row, 2);
	put_number(out, column, 2);
	put_number(out, style, 2);
	buf_add(out, value, n);
}

static inline void put_bof(struct buf *out, unsigned version, unsigned kind)
{
	put_number(out, 0x0809, 2);
	put_number(out, 16, 2);
	put_number(out, version, 2);
	put_number(out, kind, 2);
	put_repeated(out, 0, 4, 3);
}

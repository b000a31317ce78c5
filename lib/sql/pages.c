#include "sql/pages.h"

#include <assert.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/worker.h"

/* The database header (https://sqlite.org/fileformat2.html, 1.3). */
enum {
	HEADER_BYTES = 100,
	PAGE_SIZE_AT = 16,
	CHANGES_AT = 24,
	N_PAGES_AT = 28,
	VALID_FOR_AT = 92, /* of which change the number of pages is */
};
enum { LOCK_BYTE = 1 << 30 }; /* the page that has it is never used */
enum { PIECE = 1 << 20, N_PIECES = 3 };

struct piece {
	struct pages *pages;
	uint64_t offset;
	size_t n;
	unsigned char *bytes;
};

struct pages {
	int fd;
	const char *name;
	size_t size;
	uint32_t next;
	struct worker *worker; /* writes pieces; NULL: none */
	struct piece pieces[N_PIECES];
	size_t current;
	unsigned char header[HEADER_BYTES];
};

static uint32_t read_four(const unsigned char *p)
{
	uint32_t value;

	memcpy(&value, p, sizeof value);
	return be32toh(value);
}

static void put_four(unsigned char *p, uint32_t value)
{
	value = htobe32(value);
	memcpy(p, &value, sizeof value);
}

static int write_at(
	const struct pages *pages, const void *bytes, size_t n, uint64_t offset, struct err *err)
{
	for (size_t done = 0; done < n;) {
		ssize_t k = pwrite(
			pages->fd, (const char *)bytes + done, n - done, (off_t)(offset + done));

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_errno(err, "cannot write '%s'", pages->name);
		done += (size_t)k;
	}
	return 0;
}

static int write_piece(void *context, struct err *err)
{
	struct piece *piece = context;

	if (write_at(piece->pages, piece->bytes, piece->n, piece->offset, err) < 0)
		return -1;
	sync_file_range(piece->pages->fd, (off_t)piece->offset, (off_t)piece->n,
		SYNC_FILE_RANGE_WRITE); /* a hint */
	piece->n = 0;
	return 0;
}

static int read_header(struct pages *pages, struct err *err)
{
	unsigned char *header = pages->header;
	ssize_t n = pread(pages->fd, header, HEADER_BYTES, 0);

	if (n < 0)
		return err_errno(err, "cannot read '%s'", pages->name);
	pages->size = (size_t)header[PAGE_SIZE_AT] << 8 | header[PAGE_SIZE_AT + 1];
	pages->size = pages->size == 1 ? 65536 : pages->size;
	pages->next = read_four(header + N_PAGES_AT) + 1;
	if (n < HEADER_BYTES || pages->size < 512 || pages->next < 2)
		return err_set(err, "'%s' is no database", pages->name);
	return 0;
}

struct pages *pages_open(int fd, const char *name, struct err *err)
{
	struct pages *pages = mem_zalloc(sizeof *pages);

	pages->fd = fd;
	pages->name = name;
	if (read_header(pages, err) < 0) {
		free(pages);
		return NULL;
	}
	for (size_t i = 0; i < N_PIECES; i++)
		pages->pieces[i] =
			(struct piece){.pages = pages, .bytes = mem_alloc(PIECE + pages->size)};
	pages->worker = worker_new(N_PIECES - 1);
	return pages;
}

size_t pages_size(const struct pages *pages)
{
	return pages->size;
}

static bool is_lock_page(const struct pages *pages, uint32_t number)
{
	return number == LOCK_BYTE / pages->size + 1;
}

uint32_t pages_next(const struct pages *pages)
{
	return pages->next + is_lock_page(pages, pages->next);
}

uint32_t pages_after(const struct pages *pages, uint32_t number)
{
	return number + 1 + is_lock_page(pages, number + 1);
}

/* With one piece fewer on its way than there are, the next one is free. */
static int flush(struct pages *pages, struct err *err)
{
	struct piece *piece = &pages->pieces[pages->current];

	if (!piece->n)
		return 0;
	pages->current = (pages->current + 1) % N_PIECES;
	return worker_give(pages->worker, write_piece, piece, err);
}

static int append(struct pages *pages, const void *bytes, struct err *err)
{
	struct piece *piece = &pages->pieces[pages->current];

	if (piece->n + pages->size > PIECE) {
		if (flush(pages, err) < 0)
			return -1;
		piece = &pages->pieces[pages->current];
	}
	if (!piece->n)
		piece->offset = (uint64_t)(pages->next - 1) * pages->size;
	if (bytes)
		memcpy(piece->bytes + piece->n, bytes, pages->size);
	else
		memset(piece->bytes + piece->n, 0, pages->size);
	piece->n += pages->size;
	pages->next++;
	return 0;
}

int pages_add(struct pages *pages, const void *bytes, uint32_t *number, struct err *err)
{
	if (is_lock_page(pages, pages->next) && append(pages, NULL, err) < 0)
		return -1;
	*number = pages->next;
	return append(pages, bytes, err);
}

int pages_replace(struct pages *pages, uint32_t number, const void *bytes, struct err *err)
{
	return write_at(pages, bytes, pages->size, (uint64_t)(number - 1) * pages->size, err);
}

static int write_header(struct pages *pages, struct err *err)
{
	unsigned char *header = pages->header;
	uint32_t changes = read_four(header + CHANGES_AT) + 1;

	put_four(header + CHANGES_AT, changes);
	put_four(header + VALID_FOR_AT, changes);
	put_four(header + N_PAGES_AT, pages->next - 1);
	return write_at(pages, header, HEADER_BYTES, 0, err);
}

int pages_close(struct pages *pages, struct err *err)
{
	int status = 0;

	if (flush(pages, err) < 0 || worker_wait(pages->worker, err) < 0 ||
		write_header(pages, err) < 0)
		status = -1;
	pages_abandon(pages);
	return status;
}

void pages_abandon(struct pages *pages)
{
	if (!pages)
		return;
	worker_free(pages->worker);
	for (size_t i = 0; i < N_PIECES; i++)
		free(pages->pieces[i].bytes);
	free(pages);
}

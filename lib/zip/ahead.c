#include "zip/ahead.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/worker.h"

enum { BLOCK = 256 << 10 };

struct block {
	struct member *member;
	char *bytes;
	size_t n, at;
	bool is_last; /* the member ends with it, or fails */
	bool has_failed;
	struct err err;
};

struct ahead {
	struct member *member;
	struct worker *worker; /* NULL until the first block is full: most members are small */
	struct block blocks[2];
	int current;
};

/* A job. A failure is told after the bytes before it. */
static int fill_block(void *context, struct err *err)
{
	struct block *block = context;

	(void)err;
	block->n = block->at = 0;
	while (block->n < BLOCK && !block->is_last) {
		ssize_t n = member_read(
			block->member, block->bytes + block->n, BLOCK - block->n, &block->err);

		block->is_last = n <= 0;
		block->has_failed = n < 0;
		block->n += n > 0 ? (size_t)n : 0;
	}
	return 0;
}

static int give_block(struct ahead *ahead, int i, struct err *err)
{
	struct block *block = &ahead->blocks[i];

	if (!block->bytes)
		block->bytes = mem_alloc(BLOCK);
	return worker_give(ahead->worker, fill_block, block, err);
}

struct ahead *ahead_open(struct archive *archive, const char *name, uint64_t limit, struct err *err)
{
	struct member *member = member_open(archive, name, limit, err);
	struct ahead *ahead;

	if (!member)
		return NULL;
	ahead = mem_zalloc(sizeof *ahead);
	ahead->member = ahead->blocks[0].member = ahead->blocks[1].member = member;
	give_block(ahead, 0, err);
	if (!ahead->blocks[0].is_last) {
		ahead->worker = worker_new(1);
		give_block(ahead, 1, err);
	}
	return ahead;
}

/* The next block becomes the current one, whose bytes are used up. */
static int turn(struct ahead *ahead, struct err *err)
{
	int used = ahead->current;

	if (worker_wait(ahead->worker, err) < 0)
		return -1;
	ahead->current = !used;
	return ahead->blocks[!used].is_last ? 0 : give_block(ahead, used, err);
}

ssize_t ahead_read(struct ahead *ahead, void *bytes, size_t n, struct err *err)
{
	struct block *block = &ahead->blocks[ahead->current];

	if (block->at == block->n && !block->is_last) {
		if (turn(ahead, err) < 0)
			return -1;
		block = &ahead->blocks[ahead->current];
	}
	if (block->at == block->n)
		return block->has_failed ? err_set(err, "%s", block->err.text) : 0;
	n = n < block->n - block->at ? n : block->n - block->at;
	memcpy(bytes, block->bytes + block->at, n);
	block->at += n;
	return (ssize_t)n;
}

void ahead_close(struct ahead *ahead)
{
	if (!ahead)
		return;
	worker_free(ahead->worker);
	member_close(ahead->member);
	free(ahead->blocks[0].bytes);
	free(ahead->blocks[1].bytes);
	free(ahead);
}

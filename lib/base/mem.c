#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { ARENA_BLOCK = 64 * 1024, ARENA_ALIGN = 16, HUGE_PAGE = 2 << 20, LARGE = 2 * HUGE_PAGE };

/* More would stand twice in the memory while it is moved. */
enum { MOST_MOVED = 64 << 20 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	_Alignas(ARENA_ALIGN) char bytes[];
};

static void *checked(void *block)
{
	if (!block) {
		fputs("kesu: out of memory\n", stderr);
		exit(1);
	}
	return block;
}

void *mem_alloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *mem_zalloc(size_t size)
{
	return checked(calloc(1, size ? size : 1));
}

static void *alloc_huge_pages(size_t size)
{
	void *block;

	size = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
	block = checked(aligned_alloc(HUGE_PAGE, size));
	madvise(block, size, MADV_HUGEPAGE); /* without it all is only slower */
	return block;
}

void *mem_zalloc_table(size_t size)
{
	return size < HUGE_PAGE ? mem_zalloc(size) : memset(alloc_huge_pages(size), 0, size);
}

void *mem_resize(void *old, size_t size)
{
	return checked(realloc(old, size ? size : 1));
}

void *mem_copy(const void *from, size_t size)
{
	void *block = mem_alloc(size);

	return size ? memcpy(block, from, size) : block;
}

char *mem_text(const char *text)
{
	return text ? mem_text_n(text, strlen(text)) : NULL;
}

char *mem_text_n(const char *text, size_t n)
{
	char *copy = mem_alloc(n + 1);

	if (n)
		memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

char *mem_format(const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	return checked(text);
}

void *mem_resize_large(void *old, size_t used, size_t size)
{
	void *moved;

	if (size < LARGE || size > MOST_MOVED)
		return mem_resize(old, size);
	moved = alloc_huge_pages(size);
	if (used > 0)
		memcpy(moved, old, used);
	free(old);
	return moved;
}

void *mem_grow(void *array, size_t n, size_t *capacity, size_t element_size)
{
	if (n < *capacity)
		return array;
	*capacity = *capacity ? *capacity * 2 : 16;
	if (*capacity <= n)
		*capacity = n + 1;
	if (*capacity > SIZE_MAX / element_size)
		checked(NULL);
	return mem_resize_large(array, n * element_size, *capacity * element_size);
}

/* Small at first, as most arenas stay; what others gave back is used again. */
static size_t block_size(const struct arena *arena, size_t need)
{
	size_t size =
		arena->size < LARGE / 4 ? (size_t)ARENA_BLOCK : LARGE - sizeof(struct arena_block);

	return need > size ? need : size;
}

static struct arena_block *block_new(size_t size, struct arena_block *next)
{
	size_t whole = sizeof(struct arena_block) + size;
	struct arena_block *block = whole < LARGE ? mem_alloc(whole) : alloc_huge_pages(whole);

	block->next = next;
	block->size = size;
	block->used = 0;
	return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;
	size_t need = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	void *result;

	if (need < size)
		checked(NULL);
	if (!block || block->size - block->used < need)
		block = arena->blocks = block_new(block_size(arena, need), block);
	result = block->bytes + block->used;
	block->used += need;
	arena->size += need;
	return result;
}

char *arena_text(struct arena *arena, const char *text, size_t n)
{
	char *copy = arena_alloc(arena, n + 1);

	if (n)
		memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

char *arena_join(struct arena *arena, const char *a, const char *b)
{
	size_t n_a = strlen(a), n_b = strlen(b);
	char *text = arena_alloc(arena, n_a + n_b + 1);

	memcpy(text, a, n_a);
	memcpy(text + n_a, b, n_b);
	text[n_a + n_b] = '\0';
	return text;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list args;
	int n;
	char *text;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = arena_alloc(arena, (size_t)n + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)n + 1, format, args);
	va_end(args);
	return text;
}

void arena_clear(struct arena *arena)
{
	struct arena_block *block = arena->blocks;
	struct arena_block *rest;

	arena->size = 0;
	if (!block)
		return;
	for (rest = block->next; rest;) {
		struct arena_block *next = rest->next;

		free(rest);
		rest = next;
	}
	block->next = NULL;
	block->used = 0;
}

void arena_release(struct arena *arena)
{
	arena_clear(arena);
	free(arena->blocks);
	arena->blocks = NULL;
}

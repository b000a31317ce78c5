#pragma once
/* Memory that never fails: out of memory is reported on stderr and ends the program with status 1
 * (the one exception to "lib never prints or exits").
 *
 * Single blocks are freed with free(). An arena holds many small things that die together:
 *
 *	struct arena arena = {0};
 *	char *name = arena_text(&arena, p, n);
 *	arena_release(&arena); */
#include <stddef.h>

void *mem_alloc(size_t size);
void *mem_zalloc(size_t size); /* zeroed */
/* Zeroed, for a large table that is read here and there: the system is asked for huge pages, which
 * spare a walk through the page tables at almost every read. */
void *mem_zalloc_table(size_t size);
void *mem_resize(void *old, size_t size);
/* The same for what may become large, of which `used` bytes are kept: it moves into huge pages,
 * which is faster than a fault for each small one. */
void *mem_resize_large(void *old, size_t used, size_t size);
void *mem_copy(const void *from, size_t size); /* a new block with the same bytes */
char *mem_text(const char *text);              /* strdup; NULL stays NULL */
char *mem_text_n(const char *text, size_t n);  /* n bytes and a NUL */
char *mem_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Room for one more element of `array`, which has `n` of `*capacity`; returns the array. */
void *mem_grow(void *array, size_t n, size_t *capacity, size_t element_size);

struct arena {
	struct arena_block *blocks;
	size_t size; /* bytes that were asked for since it was empty */
};

void *arena_alloc(struct arena *arena, size_t size);               /* aligned to 16, not zeroed */
char *arena_text(struct arena *arena, const char *text, size_t n); /* copy with a NUL */
char *arena_join(struct arena *arena, const char *a, const char *b);
char *arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void arena_clear(struct arena *arena);   /* everything in it is gone; one block is kept for reuse */
void arena_release(struct arena *arena); /* everything is freed; the arena may be used again */

#pragma once
/* Pages that are added to the end of a database file, in large pieces that a thread writes while
 * the next is filled; the system is asked at once to bring them to the disk, so that the fsync in
 * the end has little left to do.
 *
 *	struct pages *pages = pages_open(fd, "c.db", &err);
 *	pages_add(pages, bytes, &number, &err);
 *	pages_close(pages, &err); */
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct pages;

/* Of a file that nobody else reads or writes until pages_close(). */
struct pages *pages_open(int fd, const char *name, struct err *err); /* name: for messages */
size_t pages_size(const struct pages *pages);                        /* bytes of one */
/* The number of the page that is added next, and after the page of that number. */
uint32_t pages_next(const struct pages *pages);
uint32_t pages_after(const struct pages *pages, uint32_t number);
int pages_add(struct pages *pages, const void *bytes, uint32_t *number, struct err *err);
/* Over a page that is in the file already. */
int pages_replace(struct pages *pages, uint32_t number, const void *bytes, struct err *err);
/* All are in the file and its header counts them. Frees `pages` in any case. */
int pages_close(struct pages *pages, struct err *err);
void pages_abandon(struct pages *pages); /* the file is good for nothing */

#pragma once
/* A regular expression looked for by itself, in texts of which its needles (needle.h) have told
 * already that it may be there. Vectorscan is for many expressions at once: for one of them in a
 * text of a hundred bytes, getting ready alone costs it more than the whole search here.
 *
 *	struct pattern *p = pattern_new("took (\\w+ )+to reply");
 *	struct pattern_scratch scratch = {0};
 *	pattern_scan(p, &scratch, text, n, each, context);
 *	pattern_scratch_release(&scratch);
 *	pattern_free(p); */
#include <stddef.h>
#include <stdint.h>

struct pattern;

/* NULL: it has what is not understood here (anchors, lookaround, back references, ...), matches
 * nothing at all, or would have more than some hundreds of steps. */
struct pattern *pattern_new(const char *expression);
void pattern_free(struct pattern *pattern);

struct pattern_scratch {
	struct thread *now, *next;
	uint32_t *place; /* by step: where in `next` it stands */
	size_t capacity;
};

void pattern_scratch_release(struct pattern_scratch *scratch);

/* Calls `each` for every place where a match ends, with the first place where one that ends there
 * begins, which is never inside of an ASCII word. In time that grows with n alone. As vectorscan
 * sees it, an expression with a character beyond ASCII is about characters, any other is about
 * bytes. */
void pattern_scan(const struct pattern *pattern, struct pattern_scratch *scratch, const char *text,
	size_t n, void (*each)(void *context, size_t from, size_t to), void *context);

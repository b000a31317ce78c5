#pragma once
/* The documents of one run: each is finished beside its target before the first one appears.
 *
 *	struct outputs *outputs = outputs_new();
 *	outputs_write(outputs, document, paths, n, &err);
 *	outputs_commit(outputs, &err);
 *	outputs_free(outputs);			// what was not committed never was */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"

struct document;
struct outputs;

struct output {
	char *path;
	uint64_t size;
	char sha256[DIGEST_TEXT]; /* "" of what cannot be read back */
};

bool outputs_know(const char *path); /* by its suffix */

struct outputs *outputs_new(void);
void outputs_free(struct outputs *outputs);
/* The document in each of these forms, finished and on disk, without their names yet. */
int outputs_write(struct outputs *outputs, const struct document *document,
	const char *const *paths, size_t n, struct err *err);
/* All appear; none after the first failure. */
int outputs_commit(struct outputs *outputs, struct err *err);

size_t outputs_count(const struct outputs *outputs);
const struct output *outputs_at(const struct outputs *outputs, size_t i);

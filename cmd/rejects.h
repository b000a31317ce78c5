#pragma once
/* The rejects file of one input: rows that could not become records, with the reason before the
 * source's own columns, so that they can be corrected and read again. It appears when it is
 * committed, and never takes the place of a file that exists. */
#include <stdint.h>

#include "base/err.h"
#include "input/input.h"

struct rejects;

/* `path` NULL: NAME.rejects.csv of the input in the current folder (or -2, -3, ... where that
 * exists); a folder: there. An existing file is refused. */
struct rejects *rejects_new(const char *path, const char *input_path, struct err *err);
void rejects_add(
	struct rejects *rejects, const struct reject *reject, const struct input_report *report);

/* Calls back once per rejected row with its code. */
void rejects_each(const struct rejects *rejects, void (*call)(void *context, const char *code),
	void *context);

/* All bytes are on disk beside their target, or an error. */
int rejects_finish(struct rejects *rejects, struct err *err);
/* The files appear under their names; frees. NULL is allowed in both. */
int rejects_commit(struct rejects *rejects, struct err *err);
void rejects_abandon(struct rejects *rejects);
/* Where the rows are, or NULL when there are none. Good until commit or abandon. */
const char *rejects_path(const struct rejects *rejects);

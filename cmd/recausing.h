#pragma once
/* What `kesu classify` and `kesu review --apply` share: a run that gives a store's complaints new
 * causes, and the table that tells of it. What cannot be told is not done: the table is finished
 * before the store changes, and has its name after. */
#include "cmd/cmd.h"
#include "recause/recause.h"

/* The run of this command line, with the classifier's hashes; NULL with run->err. */
struct recause *recausing_begin(
	struct run *run, struct store *store, const struct classifier *classifier);

/* Writes the table (NULL: none) where -o says, and changes the store. Whatever fails is said, and
 * nothing has changed but where the message says so. Takes `recause`. */
enum status recausing_finish(struct run *run, struct recause *recause, const struct table *table,
	struct recause_counts *counts);

#pragma once
/* What a record changes of a complaint: a column that the batch lacks keeps its value, a present
 * blank overwrites. Identity, causes, customer and master are not its matter. */
#include "store/dictionary.h"
#include "store/fact.h"

/* Words that the store itself must know. */
struct words {
	int64_t complaint, closed, withdrawn; /* terms of kind and status */
};

void words_init(struct words *words, struct dictionary *dictionary);

/* The columns of a batch that go into facts, found once per batch. */
struct merge {
	struct dictionary *dictionary;
	struct words words;
	size_t n_facts, n_narratives;
	enum fact facts[N_FACTS];
	enum narrative narratives[N_NARRATIVES];
	bool has_identifier; /* one of the columns may name the customer */
	struct complaint blank;
};

/* Words must be set. */
void merge_begin(struct merge *merge, const struct batch *batch);

struct merge_changes {
	bool facts, narrative, received, duplicate_of;
};

/* A complaint of which nothing is known. */
void complaint_clear(const struct merge *merge, struct complaint *complaint);
/* Puts the row into the complaint and says what changed by it. */
struct merge_changes merge_row(const struct merge *merge, const struct batch *batch, size_t row,
	struct complaint *complaint);

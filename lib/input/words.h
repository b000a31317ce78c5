#pragma once
/* Words in cells to codes and to the names that the organisation uses now: rules/values.csv
 * (field,from,to,since), then the aliases of rules/labels.csv.
 *
 * A row of values.csv with a day in `since` holds for complaints received from then on. Made for
 * one thread: remembers what it has looked up. */
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/share.h"
#include "record/batch.h"
#include "record/labels.h"

struct words;

struct words *words_load(const struct share *share, const struct labels *labels, struct err *err);
void words_free(struct words *words);

/* The word that stands for `text` in that field, or `text` itself. `day` is the day received. */
struct span words_find(struct words *words, enum field field, struct span text, int32_t day);
/* Unknown words are counted from here on, and those since are uncounted: of a row that comes again.
 */
void words_mark(struct words *words);
void words_return(struct words *words);

/* True when the word is one that the field knows: a code, an alias or a name. */
bool words_knows(struct words *words, enum field field, struct span text);

/* The words that a field with known words was given and does not know, and how often. */
void words_each_unknown(const struct words *words,
	void (*call)(void *context, enum field field, struct span word, uint64_t n), void *context);

#pragma once
/* The table `term` in memory: short texts to numbers and back. New ones are kept until saved. */
#include <stdbool.h>
#include <stdint.h>

#include "record/batch.h"
#include "record/field.h"
#include "sql/sql.h"

struct dictionary;

struct dictionary *dictionary_load(struct sql *sql, struct err *err);
void dictionary_free(struct dictionary *dictionary);

/* The id of a text of that field; 0 for no text. */
int64_t dictionary_add(struct dictionary *dictionary, enum field field, struct span text);
/* Likewise, 0 also when it is not there. */
int64_t dictionary_find(const struct dictionary *dictionary, enum field field, struct span text);
/* Lives as long as the dictionary; empty for an id that is not there. */
struct span dictionary_text(const struct dictionary *dictionary, int64_t id);

/* Whether it is the id of a text of that field, or 0 for no text. */
bool dictionary_is(const struct dictionary *dictionary, enum field field, int64_t id);

/* Writes what was added since. */
int dictionary_save(struct dictionary *dictionary, struct sql *sql, struct err *err);

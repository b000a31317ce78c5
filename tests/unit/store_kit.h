#pragma once
/* What tests of stores share: canonical CSV as text into a store, and questions to it. */
#include <criterion/criterion.h>

#include "load/load.h"

struct batch *read_batch(const char *text);

extern const struct run_info RUN;

struct outcome {
	int status;
	struct load_counts counts;
	struct err err;
};

struct outcome load_dated(struct store *store, const char *text, int64_t exported_at);
/* Likewise, complete for those days. */
struct outcome load_covering(struct store *store, const char *text, int32_t first, int32_t last);
struct outcome load_text(struct store *store, const char *text);
void assert_counts(struct outcome outcome, uint64_t added, uint64_t updated, uint64_t unchanged,
	uint64_t older);

struct store *open_private(void);
/* A folder of its own; the store's path is in it. */
char *make_place(void);
/* Nothing but the store may be left. */
void remove_place(char *path, bool has_store);

/* Rows of a query as text: cells by '|', rows by ' '. */
char *query(struct store *store, const char *text);
#define assert_query(store, text, expected)                                                        \
	do {                                                                                       \
		char *got = query(store, text);                                                    \
		cr_assert_str_eq(got, expected, "%s: %s", text, got);                              \
		free(got);                                                                         \
	} while (0)

/* The cube and all references are as they follow from the facts. */
void assert_sound(struct store *store);
/* All complaints as canonical CSV. */
char *export_text(struct store *store);

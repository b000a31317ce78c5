#pragma once
/* What the three kinds of fences share: lines split into words, queries and columns looked up. */
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "report/draft.h"
#include "report/scope.h"

enum { MAX_WORDS = 16 };

/* One line of a fence, split: words, "quoted text", key=value. */
struct spec {
	int line;
	const char *text;
	const char *words[MAX_WORDS];
	bool is_quoted[MAX_WORDS];
	size_t n;
};

struct fence {
	struct draft *draft;
	const struct scope *scope;
	const struct node *node;
	struct err *err;
	const char *query; /* NULL until its line was read */
	const struct table *table;
};

int fence_fill_kpi(struct fence *fence);
int fence_fill_chart(struct fence *fence);
int fence_fill_table(struct fence *fence);
/* Sets the block's bars; `wanted` is a column, "none", or NULL. */
int fence_bars(struct fence *fence, int line, const char *wanted, struct table_block *block);
int fence_fill_fields(struct fence *fence);

/* "FILE:LINE:1: message"; returns -1. */
int fence_error(const struct fence *fence, int line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
const char *fence_keep(struct fence *fence, const char *text, size_t n);
int fence_split(struct fence *fence, struct spec *spec);

/* "name: value" gives the text itself and its value; NULL when the line is none of the kind. */
const char *fence_key(const char *text, const char **value);
bool fence_is_key(const char *text, const char *name);
/* The value with its {{values}} filled in, without blanks at the end. */
int fence_value(struct fence *fence, int line, const char *value, const char **out);
int fence_bind(struct fence *fence, int line, const char *name);
int fence_column(struct fence *fence, int line, const char *name, size_t *column);
int fence_good(struct fence *fence, int line, const char *word, int *good);
int fence_top(struct fence *fence, int line, const char *value, size_t *top);
/* The value of "key=..." without its quotes, or NULL. */
const char *fence_option(struct fence *fence, const char *word, const char *key);

/* Calls `take` for each line that is not blank; fails when no query was named. */
int fence_each_line(struct fence *fence, void *context,
	int (*take)(struct fence *fence, void *context, int line, char *text));
/* A query without rows is said in words. */
void fence_no_data(struct fence *fence);

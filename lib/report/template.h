#pragma once
/* A template's structure: front matter and a tree of text, conditions, loops and fences. Knows the
 * language's shape, nothing of values.
 *
 *	struct template *t = template_read("monthly.zh-CN.md", &err);
 *	for (const struct node *node = template_body(t); node; node = node->next)
 *		...
 *	template_free(t); */
#include <stddef.h>

#include "base/err.h"

enum node_type {
	NODE_TEXT,  /* one line of Markdown with {{values}} */
	NODE_IF,    /* {{#if CONDITION}} ... {{else}} ... {{/if}} */
	NODE_EACH,  /* {{#each NAME}} ... {{/each}} */
	NODE_PAGE,  /* {{page}}: the next page begins here */
	NODE_FENCE, /* ```kpi, ```chart, ```table, ```fields */
};

struct node {
	enum node_type type;
	int line;   /* of its first line, 1-based */
	char *text; /* NODE_TEXT: the line; IF, EACH: the expression; FENCE: its lines */
	int column; /* IF, EACH: where the expression begins, 1-based */
	char *name; /* FENCE: "kpi", "chart", "table", "fields" */
	struct node *inside, *otherwise; /* IF, EACH: what they hold; what follows {{else}} */
	struct node *next;
};

/* One line of the front matter: "title: ..." or, under "queries:" and "params:", "  name: ...". */
struct setting {
	const char *group; /* "" or "params", "queries", "whole" */
	const char *name, *value;
	int line;
};

struct template;

struct template *template_read(const char *path, struct err *err);
void template_free(struct template *template);
const char *template_path(const struct template *template);
/* The paths of the template and of what it includes. */
size_t template_parts(const struct template *template, char *const **paths);
const struct node *template_body(const struct template *template);
size_t template_settings(const struct template *template, const struct setting **settings);
/* The value of a setting outside the groups, or NULL. */
const char *template_setting(const struct template *template, const char *name);

/* "FILE:LINE:COLUMN: message"; returns -1. */
int template_error(const struct template *template, int line, int column, struct err *err,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

#ifdef __clang_analyzer__ /* see base/err.h */
#define template_error(...)                                                                        \
	({                                                                                         \
		(template_error)(__VA_ARGS__);                                                     \
		-1;                                                                                \
	})
#endif

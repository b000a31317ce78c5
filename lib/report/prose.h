#pragma once
/* Markdown text of a template becomes blocks. Values from the data are passed through it as opaque
 * characters: whatever they contain, they cannot become markup.
 *
 *	struct prose *prose = prose_new();
 *	prose_add_line(prose, scope, node, &err);
 *	prose_flush(prose, draft);
 *	prose_free(prose); */
#include "base/err.h"
#include "report/draft.h"
#include "report/scope.h"

struct prose;

struct prose *prose_new(void);
void prose_free(struct prose *prose);

/* A line of the template, its {{values}} put into slots. */
int prose_add_line(
	struct prose *prose, const struct scope *scope, const struct node *line, struct err *err);

/* What was added so far becomes blocks; the prose is empty again. */
void prose_flush(struct prose *prose, struct draft *draft);

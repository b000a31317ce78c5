#pragma once
/* The work on one document while a template is filled: shared by fill.c, prose.c and fence.c. */
#include "base/err.h"
#include "report/document.h"
#include "report/report.h"
#include "report/template.h"
#include "report/value.h"

struct fill {
	struct document document; /* first: document_free() finds the rest behind it */
	struct template *template;
	struct scope scope;   /* outermost */
	struct block *blocks; /* heap; the document points at it */
	size_t n_blocks, block_capacity;
	struct binding *bindings;
	struct table **tables; /* owned: results and tables written in the template */
	size_t n_tables, table_capacity;
	struct chart **charts; /* owned */
	size_t n_charts, chart_capacity;
	const struct report_source *source;
};

/* A new block at the end, zeroed but for its type; valid until the next one. */
struct block *fill_add_block(struct fill *fill, enum block_type type);
void fill_own_table(struct fill *fill, struct table *table);
void fill_own_chart(struct fill *fill, struct chart *chart);

/* One Markdown text (values already stand in it as slots) becomes blocks. prose.c */
struct prose;
struct prose *prose_new(void);
void prose_free(struct prose *prose);
/* A line of template text, its {{values}} put into slots so that data can never be markup. */
int prose_add_line(
	struct prose *prose, const struct scope *scope, const struct node *line, struct err *err);
/* What was added so far becomes blocks; the prose is empty again. */
void prose_flush(struct prose *prose, struct fill *fill);

/* A ```kpi, ```chart or ```table. fence.c */
int fence_fill(
	struct fill *fill, const struct scope *scope, const struct node *node, struct err *err);

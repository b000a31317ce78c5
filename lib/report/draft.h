#pragma once
/* A document while it is being made: blocks are added at the end, tables and charts that they show
 * are owned. It begins with the document itself, so that document_free() finds the rest. */
#include "document/document.h"
#include "report/template.h"

struct draft {
	struct document document;  /* must stay first */
	struct template *template; /* owned: the document borrows texts of it */
	struct block *blocks;
	size_t n_blocks, block_capacity;
	struct table **tables;
	size_t n_tables, table_capacity;
	struct chart **charts;
	size_t n_charts, chart_capacity;
};

struct draft *draft_new(void);

/* A new block at the end, zeroed but for its type; valid until the next one. */
struct block *draft_add_block(struct draft *draft, enum block_type type);
void draft_own_table(struct draft *draft, struct table *table);
void draft_own_chart(struct draft *draft, struct chart *chart);

/* A text that lives as long as the document. */
const char *draft_keep(struct draft *draft, const char *text, size_t n);

/* Headings get their anchors, links to "#Heading text" theirs; the blocks become the document's.
 * The document is freed by document_free(). */
struct document *draft_finish(struct draft *draft);

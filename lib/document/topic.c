#include "document/topic.h"

#include <string.h>

#include "book/book.h"

static const char *const DETAILS[] = {"detail", "complaints"};

static bool is_detail(const char *query)
{
	for (size_t i = 0; i < sizeof DETAILS / sizeof *DETAILS; i++)
		if (!strcmp(query, DETAILS[i]))
			return true;
	return false;
}

/* The query of a table in the same section, so that a chart stands with the table that it tells
 * of; NULL: there is none. */
static const char *neighbour(const struct document *document, size_t chart)
{
	size_t first = chart, end = chart;

	while (first > 0 && document->blocks[first - 1].type != BLOCK_HEADING)
		first--;
	while (end < document->n_blocks && document->blocks[end].type != BLOCK_HEADING)
		end++;
	for (size_t i = chart; i < end; i++)
		if (document->blocks[i].type == BLOCK_TABLE)
			return document->blocks[i].table.query;
	for (size_t i = chart; i > first; i--)
		if (document->blocks[i - 1].type == BLOCK_TABLE)
			return document->blocks[i - 1].table.query;
	return NULL;
}

static bool has_table_of(const struct document *document, const char *query)
{
	for (size_t i = 0; i < document->n_blocks; i++)
		if (document->blocks[i].type == BLOCK_TABLE && document->blocks[i].table.query &&
			!strcmp(document->blocks[i].table.query, query))
			return true;
	return false;
}

const char *topic_query(const struct document *document, size_t i)
{
	const struct block *block = &document->blocks[i];
	const char *near;

	if (document_is_table(block))
		return block->table.query;
	if (block->type != BLOCK_CHART)
		return NULL;
	near = has_table_of(document, block->query) ? NULL : neighbour(document, i);
	return near ? near : block->query;
}

const char *topic_name(const struct document *document, const char *query)
{
	const char *chart = NULL;

	if (is_detail(query))
		return book_words(document->lang)->detail;
	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct block *block = &document->blocks[i];
		const char *of = topic_query(document, i);

		if (!of || strcmp(of, query))
			continue;
		if (document_is_table(block) && block->table.caption && *block->table.caption)
			return block->table.caption;
		if (block->type == BLOCK_CHART && !chart)
			chart = block->chart->title;
	}
	return chart && *chart ? chart : query;
}

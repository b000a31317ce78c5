#include "report/draft.h"

#include <stdlib.h>
#include <string.h>

struct draft *draft_new(void)
{
	return mem_zalloc(sizeof(struct draft));
}

struct block *draft_add_block(struct draft *draft, enum block_type type)
{
	struct block *block;

	draft->blocks = mem_grow(
		draft->blocks, draft->n_blocks, &draft->block_capacity, sizeof *draft->blocks);
	block = &draft->blocks[draft->n_blocks++];
	*block = (struct block){.type = type, .query = ""};
	return block;
}

void draft_own_table(struct draft *draft, struct table *table)
{
	draft->tables = mem_grow(
		draft->tables, draft->n_tables, &draft->table_capacity, sizeof(*draft->tables));
	draft->tables[draft->n_tables++] = table;
}

void draft_own_chart(struct draft *draft, struct chart *chart)
{
	draft->charts = mem_grow(
		draft->charts, draft->n_charts, &draft->chart_capacity, sizeof(*draft->charts));
	draft->charts[draft->n_charts++] = chart;
}

const char *draft_keep(struct draft *draft, const char *text, size_t n)
{
	return arena_text(&draft->document.arena, text, n);
}

static bool same_text(const struct block *heading, const char *text)
{
	for (size_t i = 0; i < heading->n_runs; i++) {
		size_t n = strlen(heading->runs[i].text);

		if (strncmp(text, heading->runs[i].text, n) != 0)
			return false;
		text += n;
	}
	return !*text;
}

/* "#Heading text" becomes the anchor of that heading; a link to nowhere becomes plain text. */
static const char *resolve(struct draft *draft, const char *link)
{
	if (!link || *link != '#')
		return link;
	for (size_t i = 0; i < draft->n_blocks; i++)
		if (draft->blocks[i].type == BLOCK_HEADING &&
			same_text(&draft->blocks[i], link + 1))
			return arena_format(&draft->document.arena, "#%s", draft->blocks[i].anchor);
	return NULL;
}

static void resolve_links(struct draft *draft)
{
	int n = 0;

	for (size_t i = 0; i < draft->n_blocks; i++)
		if (draft->blocks[i].type == BLOCK_HEADING)
			draft->blocks[i].anchor = arena_format(&draft->document.arena, "s%d", ++n);
	for (size_t i = 0; i < draft->n_blocks; i++)
		for (size_t k = 0; k < draft->blocks[i].n_runs; k++) {
			struct text_run *run = (struct text_run *)&draft->blocks[i].runs[k];

			run->link = resolve(draft, run->link);
		}
}

struct document *draft_finish(struct draft *draft)
{
	resolve_links(draft);
	draft->document.blocks = draft->blocks;
	draft->document.n_blocks = draft->n_blocks;
	return &draft->document;
}

void document_free(struct document *document)
{
	struct draft *draft = (struct draft *)document;

	if (!document)
		return;
	for (size_t i = 0; i < draft->n_tables; i++)
		table_free(draft->tables[i]);
	for (size_t i = 0; i < draft->n_charts; i++)
		chart_free(draft->charts[i]);
	free(draft->tables);
	free(draft->charts);
	free(draft->blocks);
	template_free(draft->template);
	arena_release(&document->arena);
	free(draft);
}

/* A report as a workbook: an overview of key figures and prose, one sheet for each query with its
 * tables and native charts, the definitions. */
#include "document/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "book/book.h"
#include "document/topic.h"
#include "document/words.h"
#include "document/xlsx_basis.h"

enum { LEVELS = 5 };

/* A query of the document and the sheet that shows it. */
struct topic {
	const char *query;
	const char *sheet;
};

struct workbook {
	const struct document *document;
	const struct book_words *words;
	struct book *book;
	struct topic *topics;
	size_t n_topics;
	size_t definitions; /* the block where they start; n_blocks: there are none */
	const char *overview;
	struct xlsx_basis basis;
	struct arena arena;
};

static const char *const DEFINITIONS[] = {"口径", "口徑", "統計說明", "Definition", "definition"};
static char *text_of_runs(struct workbook *w, const struct block *block)
{
	struct buf text = {0};
	char *kept;

	for (int i = 1; block->type == BLOCK_LIST_ITEM && i < block->level; i++)
		buf_add_text(&text, "    ");
	if (block->type == BLOCK_LIST_ITEM && block->number > 0)
		buf_format(&text, "%d. ", block->number);
	else if (block->type == BLOCK_LIST_ITEM)
		buf_add_text(&text, "• ");
	for (size_t i = 0; i < block->n_runs; i++)
		buf_add_text(&text, block->runs[i].text);
	kept = arena_text(&w->arena, buf_text(&text), text.len);
	buf_release(&text);
	return kept;
}

static bool names_definitions(const char *heading)
{
	for (size_t i = 0; i < sizeof DEFINITIONS / sizeof *DEFINITIONS; i++)
		if (strstr(heading, DEFINITIONS[i]))
			return true;
	return false;
}

static size_t find_definitions(struct workbook *w)
{
	for (size_t i = w->document->n_blocks; i-- > 0;) {
		const struct block *block = &w->document->blocks[i];

		if (block->type == BLOCK_HEADING && names_definitions(text_of_runs(w, block)))
			return i;
	}
	return w->document->n_blocks;
}

static bool is_known(const struct workbook *w, const char *query)
{
	for (size_t i = 0; i < w->n_topics; i++)
		if (!strcmp(w->topics[i].query, query))
			return true;
	return false;
}

static void find_topics(struct workbook *w)
{
	const struct document *document = w->document;

	w->topics = mem_alloc((document->n_blocks + 1) * sizeof *w->topics);
	for (size_t i = 0; i < document->n_blocks; i++) {
		const char *query = topic_query(document, i);

		if (!query || is_known(w, query))
			continue;
		w->topics[w->n_topics++] = (struct topic){
			query, book_name_sheet(w->book, topic_name(document, query))};
	}
}

static bool is_prose(const struct block *block)
{
	return block->type == BLOCK_PARAGRAPH || block->type == BLOCK_LIST_ITEM ||
	       block->type == BLOCK_QUOTE;
}

/* A heading is written only when prose follows: those over tables are the sheets' titles. */
static void add_prose(struct workbook *w, size_t from, size_t to)
{
	const char *waiting[LEVELS] = {0};

	for (size_t i = from; i < to; i++) {
		const struct block *block = &w->document->blocks[i];

		if (block->type == BLOCK_HEADING) {
			int level = block->level < 1 ? 1 : block->level;

			level = level < LEVELS ? level : LEVELS - 1;
			waiting[level] = text_of_runs(w, block);
			for (int deeper = level + 1; deeper < LEVELS; deeper++)
				waiting[deeper] = NULL;
		} else if (is_prose(block)) {
			for (int level = 0; level < LEVELS; level++) {
				if (waiting[level])
					book_add_heading(w->book, waiting[level], 2);
				waiting[level] = NULL;
			}
			book_add_text(w->book, text_of_runs(w, block));
		}
	}
}

static void add_kpis(struct workbook *w, const struct block *block)
{
	struct book_kpi *kpis = arena_alloc(&w->arena, (block->n_kpis + 1) * sizeof *kpis);

	for (size_t i = 0; i < block->n_kpis; i++) {
		const struct kpi *kpi = &block->kpis[i];
		const char *gap = kpi->unit && *kpi->unit ? " " : "";

		kpis[i] = (struct book_kpi){kpi->name,
			arena_format(&w->arena, "%s%s%s", kpi->value, gap, *gap ? kpi->unit : ""),
			kpi->change, kpi->tone};
	}
	book_add_kpis(w->book, kpis, block->n_kpis);
}

static void add_subtitle(struct workbook *w)
{
	struct buf line = {0};

	document_subtitle(w->document, &line);
	book_add_note(w->book, buf_text(&line));
	buf_release(&line);
}

static void add_links(struct workbook *w, const char *definitions)
{
	for (size_t i = 0; i < w->n_topics; i++)
		book_add_link(w->book, w->topics[i].sheet, w->topics[i].sheet);
	if (definitions)
		book_add_link(w->book, definitions, definitions);
	book_add_space(w->book);
}

static void add_overview(struct workbook *w, const char *definitions)
{
	const struct document *document = w->document;

	book_start_sheet(w->book, w->overview);
	book_add_heading(w->book, document->title ? document->title : w->words->overview, 1);
	add_subtitle(w);
	book_add_space(w->book);
	for (size_t i = 0; i < document->n_blocks; i++)
		if (document->blocks[i].type == BLOCK_KPI)
			add_kpis(w, &document->blocks[i]);
	add_links(w, definitions);
	for (size_t i = 0; i < document->n_blocks; i++) {
		if (document->blocks[i].type == BLOCK_CHART) {
			book_add_overview_chart(w->book, document->blocks[i].chart);
			break;
		}
	}
	add_prose(w, 0, w->definitions);
}

static bool is_shown(const struct table_block *block, size_t column)
{
	for (size_t i = 0; i < block->n_columns; i++)
		if (block->columns[i].column == column)
			return true;
	return false;
}

/* A ratio travels with what it is made of: columns behind those of the template, by their own
 * names. `of` is "NUMERATOR/DENOMINATOR". */
static size_t add_parts(struct workbook *w, const struct table_block *block, const char *of,
	struct book_column *columns, size_t n)
{
	const char *names[] = {of, strchr(of, '/') + 1};
	size_t lengths[] = {strcspn(of, "/"), strlen(names[1])};

	for (size_t k = 0; k < 2; k++) {
		const char *name = arena_text(&w->arena, names[k], lengths[k]);
		size_t column = table_find(block->table, name);
		bool is_known = column == SIZE_MAX || is_shown(block, column);

		for (size_t i = block->n_columns; i < n && !is_known; i++)
			is_known = !strcmp(columns[i].name, name);
		if (!is_known) {
			struct buf title = {0};

			xlsx_title(w->document, name, &title);
			columns[n++] = (struct book_column){.name = name,
				.title = arena_text(&w->arena, buf_text(&title), title.len)};
			buf_release(&title);
		}
	}
	return n;
}

static void add_table(struct workbook *w, const struct table_block *block)
{
	size_t n = block->n_columns;
	struct book_column *columns = arena_alloc(&w->arena, (3 * n + 1) * sizeof *columns);
	const char **total = arena_alloc(&w->arena, (3 * n + 1) * sizeof *total);
	const char *last = NULL;

	for (size_t i = 0; i < block->n_columns; i++) {
		const struct table_column *from = &block->columns[i];
		columns[i] = (struct book_column){table_column(block->table, from->column)->name,
			from->title, from->format, from->good};
	}
	for (size_t i = 0; i < block->n_columns; i++) {
		const char *of = table_column(block->table, block->columns[i].column)->of;

		if (of && strchr(of, '/'))
			n = add_parts(w, block, of, columns, n);
	}
	if (table_rows(block->table) && document_is_total(block, table_rows(block->table) - 1))
		last = words_total(w->document->lang);
	for (size_t i = 0; i < n; i++)
		total[i] = block->total && i < block->n_columns ? block->total[i] : "";
	book_add_table(w->book, &(struct book_block){.table = block->table,
					.columns = n ? columns : NULL,
					.n_columns = n,
					.total = n && block->total ? total : NULL,
					.last_is_total = last});
}

/* The template's charts of a query, else bars of its tables. */
static void add_charts(struct workbook *w, const char *query)
{
	const struct document *document = w->document;
	bool has_chart = false;

	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct block *block = &document->blocks[i];

		if (block->type != BLOCK_CHART || strcmp(topic_query(document, i), query) != 0)
			continue;
		book_add_chart(w->book, block->chart);
		has_chart = true;
	}
	for (size_t i = 0; !has_chart && i < document->n_blocks; i++) {
		const struct table_block *table = &document->blocks[i].table;

		if (document->blocks[i].type == BLOCK_TABLE && table->bars &&
			!strcmp(table->query, query))
			book_add_chart(w->book, table->bars);
	}
}

static void add_topic(struct workbook *w, const struct topic *topic)
{
	bool has_table = false;

	book_start_sheet(w->book, topic->sheet);
	book_add_heading(w->book, topic_name(w->document, topic->query), 1);
	book_add_link(w->book, w->words->back, w->overview);
	book_add_space(w->book);
	/* first the tables, so that the numbers of charts stand beside them */
	for (size_t i = 0; i < w->document->n_blocks; i++) {
		const struct block *block = &w->document->blocks[i];

		if (!document_is_table(block) || strcmp(block->table.query, topic->query))
			continue;
		if (has_table && block->table.caption)
			book_add_heading(w->book, block->table.caption, 2);
		add_table(w, &block->table);
		has_table = true;
	}
	add_charts(w, topic->query);
}

static bool is_large(const struct document *document)
{
	for (size_t i = 0; i < document->n_blocks; i++)
		if (document_is_table(&document->blocks[i]) &&
			table_rows(document->blocks[i].table.table) >= BOOK_LARGE)
			return true;
	return false;
}

static void fill(struct workbook *w)
{
	const struct document *document = w->document;
	const char *definitions = NULL;

	w->definitions = find_definitions(w);
	w->overview = book_name_sheet(w->book, w->words->overview);
	find_topics(w);
	if (w->definitions < document->n_blocks)
		definitions = book_name_sheet(w->book, w->words->definitions);
	add_overview(w, definitions);
	for (size_t i = 0; i < w->n_topics; i++)
		add_topic(w, &w->topics[i]);
	if (!definitions)
		return;
	book_start_sheet(w->book, definitions);
	book_add_heading(w->book, text_of_runs(w, &document->blocks[w->definitions]), 1);
	book_add_link(w->book, w->words->back, w->overview);
	book_add_space(w->book);
	add_prose(w, w->definitions + 1, document->n_blocks);
	book_add_space(w->book);
	xlsx_basis_add(&w->basis, w->book);
}

int write_xlsx(const struct document *document, struct outfile *out, struct err *err)
{
	struct workbook w = {.document = document, .words = book_words(document->lang)};
	int result;

	w.book = book_new(&(struct book_info){.title = document->title,
				  .author = document->author,
				  .lang = document->lang,
				  .day = document->day,
				  .labels = document->labels,
				  .constant_memory = is_large(document)},
		err);
	if (!w.book)
		return -1;
	xlsx_basis_make(&w.basis, document);
	fill(&w);
	result = book_save(w.book, out, err);
	book_free(w.book);
	xlsx_basis_release(&w.basis);
	free(w.topics);
	arena_release(&w.arena);
	return result;
}

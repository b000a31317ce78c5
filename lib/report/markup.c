#include "report/markup.h"

#include <md4c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { MAX_DEPTH = 16 };

struct builder {
	struct draft *draft;
	char *const *slots;
	size_t n_slots;
	struct arena *arena;
	struct buf text; /* of the run that is being read */
	struct text_run style;
	struct text_run *runs;
	size_t n_runs, run_capacity;
	int quotes, lists, items;
	int next_number[MAX_DEPTH]; /* per list depth; 0: not ordered */
	struct table *table;        /* a table written in the template */
	size_t row, cell;
	bool is_head;
};

static void end_run(struct builder *in)
{
	struct text_run run = in->style;

	if (!in->text.len)
		return;
	run.text = arena_text(in->arena, in->text.data, in->text.len);
	in->runs = mem_grow(in->runs, in->n_runs, &in->run_capacity, sizeof *in->runs);
	in->runs[in->n_runs++] = run;
	buf_clear(&in->text);
}

static void end_block(struct builder *in, enum block_type type, int level, int number)
{
	struct block *block;
	struct text_run *runs;

	end_run(in);
	if (!in->n_runs)
		return;
	runs = arena_alloc(in->arena, in->n_runs * sizeof *runs);
	memcpy(runs, in->runs, in->n_runs * sizeof *runs);
	block = draft_add_block(in->draft, type);
	block->level = level;
	block->number = number;
	block->runs = runs;
	block->n_runs = in->n_runs;
	block->is_quoted = in->quotes > 0;
	in->n_runs = 0;
}

/* The text of a list item stands directly in it (a tight list) or in paragraphs. */
static void end_text(struct builder *in)
{
	int depth = in->lists < MAX_DEPTH ? in->lists : MAX_DEPTH;

	if (in->items > 0)
		end_block(in, BLOCK_LIST_ITEM, depth, in->next_number[depth - 1]);
	else
		end_block(in, in->quotes > 0 ? BLOCK_QUOTE : BLOCK_PARAGRAPH, 0, 0);
}

static void start_cell(struct builder *in)
{
	char name[24];

	if (!in->is_head)
		return;
	snprintf(name, sizeof name, "c%zu", in->cell);
	table_add_column(in->table, name, CELL_TEXT, "text");
}

/* The header's texts are kept in row 0 until the block is made. */
static void end_cell(struct builder *in)
{
	if (in->cell < table_columns(in->table))
		table_set_text_n(in->table, in->row, in->cell, buf_text(&in->text), in->text.len);
	buf_clear(&in->text);
	in->n_runs = 0;
	in->cell++;
}

static void end_table(struct builder *in)
{
	size_t n = table_columns(in->table);
	struct table_column *columns = arena_alloc(in->arena, n * sizeof *columns);
	struct table *body = table_slice(in->table, 1, table_rows(in->table));
	struct block *block = draft_add_block(in->draft, BLOCK_TABLE);

	for (size_t i = 0; i < n; i++) {
		const struct cell *head = table_cell(in->table, 0, i);
		const char *title = head->type == CELL_TEXT ? head->text : "";

		columns[i] = (struct table_column){.column = i,
			.title = arena_text(in->arena, title, strlen(title)),
			.format = "text"};
	}
	draft_own_table(in->draft, body);
	block->table = (struct table_block){
		.query = "", .caption = "", .table = body, .columns = columns, .n_columns = n};
	table_free(in->table);
	in->table = NULL;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	struct builder *in = context;

	switch (type) {
	case MD_BLOCK_QUOTE:
		end_text(in);
		in->quotes++;
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		end_text(in);
		if (in->lists < MAX_DEPTH)
			in->next_number[in->lists] =
				type == MD_BLOCK_OL ? (int)((MD_BLOCK_OL_DETAIL *)detail)->start
						    : 0;
		in->lists++;
		break;
	case MD_BLOCK_LI:
		in->items++;
		break;
	case MD_BLOCK_TABLE:
		in->table = table_new("text");
		break;
	case MD_BLOCK_THEAD:
	case MD_BLOCK_TBODY:
		in->is_head = type == MD_BLOCK_THEAD;
		break;
	case MD_BLOCK_TR:
		in->row = table_add_row(in->table);
		in->cell = 0;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		start_cell(in);
		break;
	default:
		break;
	}
	return 0;
}

static void leave_list_item(struct builder *in)
{
	int depth = in->lists < MAX_DEPTH ? in->lists : MAX_DEPTH;

	end_text(in);
	in->items--;
	if (in->next_number[depth - 1])
		in->next_number[depth - 1]++;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	struct builder *in = context;

	switch (type) {
	case MD_BLOCK_QUOTE:
		end_text(in);
		in->quotes--;
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		in->lists--;
		break;
	case MD_BLOCK_LI:
		leave_list_item(in);
		break;
	case MD_BLOCK_HR:
		draft_add_block(in->draft, BLOCK_RULE);
		break;
	case MD_BLOCK_H:
		end_block(in, BLOCK_HEADING, (int)((MD_BLOCK_H_DETAIL *)detail)->level, 0);
		break;
	case MD_BLOCK_P:
	case MD_BLOCK_CODE:
		end_text(in);
		break;
	case MD_BLOCK_TABLE:
		end_table(in);
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		end_cell(in);
		break;
	default:
		break;
	}
	return 0;
}

static void set_style(struct builder *in, MD_SPANTYPE type, const void *detail, bool on)
{
	end_run(in);
	if (type == MD_SPAN_STRONG)
		in->style.bold = on;
	else if (type == MD_SPAN_EM)
		in->style.italic = on;
	else if (type == MD_SPAN_CODE)
		in->style.code = on;
	else if (type == MD_SPAN_A && on) {
		const MD_ATTRIBUTE *href = &((const MD_SPAN_A_DETAIL *)detail)->href;

		in->style.link = arena_text(in->arena, href->text, href->size);
	} else if (type == MD_SPAN_A) {
		in->style.link = NULL;
	}
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
	set_style(context, type, detail, true);
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
	set_style(context, type, detail, false);
	return 0;
}

/* Between two Chinese characters a line's end in the source is nothing; else it is a blank. */
static bool is_wide_at_end(const struct buf *text)
{
	size_t n = text->len;
	uint32_t code;

	if (!n)
		return false;
	while (n > 1 && ((unsigned char)text->data[n - 1] & 0xc0) == 0x80)
		n--;
	text_decode(text->data + n - 1, text->len - n + 1, &code);
	return text_code_width(code) == 2;
}

static void add_entity(struct buf *out, const char *text, size_t n)
{
	static const struct {
		const char *name, *text;
	} entities[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""},
		{"&nbsp;", "\xc2\xa0"}, {"&middot;", "·"}};

	for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
		if (text_is(text, n, entities[i].name)) {
			buf_add_text(out, entities[i].text);
			return;
		}
	buf_add(out, text, n);
}

static void add_text(struct builder *in, const char *text, size_t n)
{
	for (size_t i = 0; i < n;) {
		uint32_t code;
		size_t length = text_decode(text + i, n - i, &code);

		if (code >= MARKUP_FIRST_SLOT && code - MARKUP_FIRST_SLOT < in->n_slots)
			buf_add_text(&in->text, in->slots[code - MARKUP_FIRST_SLOT]);
		else if (code != MARKUP_SENTINEL)
			buf_add(&in->text, text + i, length);
		i += length;
	}
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE n, void *context)
{
	struct builder *in = context;

	if (type == MD_TEXT_ENTITY)
		add_entity(&in->text, text, n);
	else if (type == MD_TEXT_BR)
		buf_add_char(&in->text, '\n');
	else if (type != MD_TEXT_SOFTBR)
		add_text(in, text, n);
	else if (!is_wide_at_end(&in->text))
		buf_add_char(&in->text, ' ');
	return 0;
}

void markup_add(struct draft *draft, const char *text, size_t n, char *const *slots, size_t n_slots)
{
	static const MD_PARSER parser = {
		.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML,
		.enter_block = enter_block,
		.leave_block = leave_block,
		.enter_span = enter_span,
		.leave_span = leave_span,
		.text = take_text,
	};
	struct builder in = {.draft = draft,
		.slots = slots,
		.n_slots = n_slots,
		.arena = &draft->document.arena};

	md_parse(text, (MD_SIZE)n, &parser, &in);
	buf_release(&in.text);
	free(in.runs);
}

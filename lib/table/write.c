#include "table/write.h"

#include <string.h>

#include "base/csv.h"
#include "table/shown.h"
#include "table/terminal.h"

/* A line that is empty would be no row at all. */
static void end_csv_row(const struct table *table, size_t start, const char *end, struct buf *out)
{
	if (table_columns(table) == 1 && out->len == start)
		buf_add_text(out, "\"\"");
	buf_add_text(out, end);
}

static void write_csv(const struct table *table, const struct write_style *style, struct buf *out)
{
	struct buf cell = {0};

	(void)style;
	for (size_t i = 0; i < table_columns(table); i++) {
		const char *name = table_column(table, i)->name;

		if (i)
			buf_add_char(out, ',');
		csv_write_field(out, name, strlen(name), ',');
	}
	buf_add_char(out, '\n');
	for (size_t row = 0; row < table_rows(table); row++) {
		size_t start = out->len;

		for (size_t i = 0; i < table_columns(table); i++) {
			buf_clear(&cell);
			table_cell_text(table, row, i, &cell);
			if (i)
				buf_add_char(out, ',');
			csv_write_field(out, buf_text(&cell), cell.len, ',');
		}
		end_csv_row(table, start, "\n", out);
	}
	buf_release(&cell);
}

/* A spreadsheet would run these as formulas: the apostrophe makes them text again. */
static void add_excel_field(struct buf *out, const char *text, bool is_text)
{
	struct buf safe = {0};

	if (is_text && *text && strchr("=+-@\t\r", *text))
		buf_add_char(&safe, '\'');
	buf_add_text(&safe, text);
	csv_write_field(out, buf_text(&safe), safe.len, ',');
	buf_release(&safe);
}

static void write_excel(const struct table *table, const struct write_style *style, struct buf *out)
{
	struct buf cell = {0};

	(void)style;
	buf_add_text(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < table_columns(table); i++) {
		if (i)
			buf_add_char(out, ',');
		add_excel_field(out, table_column(table, i)->name, true);
	}
	buf_add_text(out, "\r\n");
	for (size_t row = 0; row < table_rows(table); row++) {
		size_t start = out->len;

		for (size_t i = 0; i < table_columns(table); i++) {
			bool is_text = table_cell(table, row, i)->type == CELL_TEXT;

			buf_clear(&cell);
			table_cell_text(table, row, i, &cell);
			if (i)
				buf_add_char(out, ',');
			add_excel_field(out, buf_text(&cell), is_text);
		}
		end_csv_row(table, start, "\r\n", out);
	}
	buf_release(&cell);
}

/* Tabs and line ends inside a value are written \t \n \r, a backslash is doubled. */
static void add_tsv_field(struct buf *out, const char *text)
{
	static const char SPECIAL[] = "\t\n\r\\", WRITTEN[] = "tnr\\";

	for (; *text; text++) {
		const char *special = strchr(SPECIAL, *text);

		if (special)
			buf_add_char(out, '\\');
		buf_add_char(out, special ? WRITTEN[special - SPECIAL] : *text);
	}
}

static void write_tsv(const struct table *table, const struct write_style *style, struct buf *out)
{
	struct buf cell = {0};

	(void)style;
	for (size_t i = 0; i < table_columns(table); i++) {
		if (i)
			buf_add_char(out, '\t');
		add_tsv_field(out, table_column(table, i)->name);
	}
	buf_add_char(out, '\n');
	for (size_t row = 0; row < table_rows(table); row++) {
		for (size_t i = 0; i < table_columns(table); i++) {
			buf_clear(&cell);
			table_cell_text(table, row, i, &cell);
			if (i)
				buf_add_char(out, '\t');
			add_tsv_field(out, buf_text(&cell));
		}
		buf_add_char(out, '\n');
	}
	buf_release(&cell);
}

static void add_json_row(const struct table *table, size_t row, struct buf *out)
{
	buf_add_text(out, "{");
	for (size_t i = 0; i < table_columns(table); i++) {
		const struct cell *cell = table_cell(table, row, i);

		if (i)
			buf_add_text(out, ", ");
		buf_add_json(out, table_column(table, i)->name);
		buf_add_text(out, ": ");
		if (cell->type == CELL_EMPTY)
			buf_add_text(out, "null");
		else if (cell->type == CELL_TEXT)
			buf_add_json(out, cell->text);
		else
			table_cell_text(table, row, i, out);
	}
	buf_add_text(out, "}");
}

static void write_json(const struct table *table, const struct write_style *style, struct buf *out)
{
	(void)style;
	buf_add_text(out, "[");
	for (size_t row = 0; row < table_rows(table); row++) {
		buf_add_text(out, row ? ",\n" : "\n");
		add_json_row(table, row, out);
	}
	buf_add_text(out, table_rows(table) ? "\n]\n" : "]\n");
}

/* Text is data: nothing in it may become markup. */
static void add_markdown_text(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr("\\`*_[]<>|~&", *text))
			buf_add_char(out, '\\');
		buf_add_char(out, *text);
	}
}

static void write_markdown(
	const struct table *table, const struct write_style *style, struct buf *out)
{
	struct shown *shown = shown_new(table, style->labels);
	struct buf cell = {0};
	size_t n = table_columns(table);

	for (size_t i = 0; i < n; i++) {
		buf_add_text(out, i ? " | " : "| ");
		add_markdown_text(out, shown_header(shown, i));
	}
	buf_add_text(out, " |\n");
	for (size_t i = 0; i < n; i++)
		buf_add_text(out, shown_is_right(shown, i) ? "|---:" : "|---");
	buf_add_text(out, "|\n");
	for (size_t row = 0; row < table_rows(table); row++) {
		for (size_t i = 0; i < n; i++) {
			buf_clear(&cell);
			shown_cell(shown, row, i, &cell);
			buf_add_text(out, i ? " | " : "| ");
			add_markdown_text(out, buf_text(&cell));
		}
		buf_add_text(out, " |\n");
	}
	for (size_t i = 0; i < table_notes(table); i++) {
		buf_add_text(out, "\n");
		add_markdown_text(out, table_note(table, i));
		buf_add_text(out, "\n");
	}
	buf_release(&cell);
	shown_free(shown);
}

static const struct {
	const char *word;
	enum table_format format;
	void (*write)(const struct table *table, const struct write_style *style, struct buf *out);
} WRITERS[] = {
	{"csv", FORMAT_CSV, write_csv},
	{"excel", FORMAT_EXCEL, write_excel},
	{"tsv", FORMAT_TSV, write_tsv},
	{"json", FORMAT_JSON, write_json},
	{"md", FORMAT_MARKDOWN, write_markdown},
	{"table", FORMAT_TABLE, terminal_write},
};

enum { N_WRITERS = sizeof WRITERS / sizeof *WRITERS };

bool table_format_read(const char *word, enum table_format *format)
{
	for (size_t i = 0; i < N_WRITERS; i++) {
		if (!strcmp(WRITERS[i].word, word)) {
			*format = WRITERS[i].format;
			return true;
		}
	}
	return false;
}

void table_write(const struct table *table, enum table_format format,
	const struct write_style *style, struct buf *out)
{
	for (size_t i = 0; i < N_WRITERS; i++)
		if (WRITERS[i].format == format)
			WRITERS[i].write(table, style, out);
}

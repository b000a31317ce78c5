/* What the numbers of a workbook rest on: of what its ratios are made, the versions of rules. */
#include "document/xlsx_basis.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

static const struct words {
	const char *lang, *ratios, *ratio, *numerator, *denominator, *rules, *file, *version,
		*as_of;
} WORDS[] = {
	{"zh-CN", "比率的分子与分母", "比率", "分子", "分母", "规则版本", "文件", "版本",
		"数据截至 %s；统计期 %s。"},
	{"zh-TW", "比率的分子與分母", "比率", "分子", "分母", "規則版本", "檔案", "版本",
		"資料截至 %s；統計期 %s。"},
	{"en", "What ratios are made of", "Ratio", "Numerator", "Denominator", "Versions of rules",
		"File", "Version", "Data as of %s; period %s."},
};

static const struct words *words_of(const char *lang)
{
	for (size_t i = 0; lang && i < sizeof WORDS / sizeof *WORDS; i++)
		if (!strcmp(WORDS[i].lang, lang))
			return &WORDS[i];
	return &WORDS[0];
}

static struct table *start_table(const char *const *names, size_t n)
{
	struct table *table = table_new("basis");

	for (size_t i = 0; i < n; i++)
		table_add_column(table, names[i], CELL_TEXT, NULL);
	return table;
}

static bool is_there(const struct table *table, const char *const *texts)
{
	for (size_t row = 0; row < table_rows(table); row++) {
		size_t same = 0;

		while (same < 3 && !strcmp(table_cell(table, row, same)->text, texts[same]))
			same++;
		if (same == 3)
			return true;
	}
	return false;
}

void xlsx_title(const struct document *document, const char *name, struct buf *out)
{
	const char *label = labels_text(document->labels, "column", name);

	buf_add_char(out, (char)toupper((unsigned char)*label));
	if (*label)
		buf_add_text(out, label + 1);
}

/* A column by its title in this table, else by its name in the language. */
static void add_title(const struct document *document, const struct table_block *block,
	const char *name, struct buf *out)
{
	size_t column = table_find(block->table, name);

	for (size_t i = 0; i < block->n_columns; i++)
		if (block->columns[i].column == column) {
			buf_add_text(out, block->columns[i].title);
			return;
		}
	xlsx_title(document, name, out);
}

static void add_ratio(const struct document *document, const struct table_block *block,
	const struct table_column *column, struct table *ratios)
{
	const char *of = table_column(block->table, column->column)->of;
	const char *slash = of ? strchr(of, '/') : NULL;
	struct buf numerator = {0}, above = {0}, below = {0};
	size_t row;

	if (!slash)
		return;
	buf_add(&numerator, of, (size_t)(slash - of));
	add_title(document, block, buf_text(&numerator), &above);
	add_title(document, block, slash + 1, &below);
	const char *texts[] = {column->title, buf_text(&above), buf_text(&below)};
	if (!is_there(ratios, texts)) {
		row = table_add_row(ratios);
		for (size_t i = 0; i < 3; i++)
			table_set_text(ratios, row, i, texts[i]);
	}
	buf_release(&numerator);
	buf_release(&above);
	buf_release(&below);
}

static struct table *make_ratios(const struct document *document, const struct words *words)
{
	const char *const names[] = {words->ratio, words->numerator, words->denominator};
	struct table *ratios = start_table(names, 3);

	for (size_t i = 0; i < document->n_blocks; i++) {
		const struct table_block *block = &document->blocks[i].table;

		for (size_t k = 0; document_is_table(&document->blocks[i]) && k < block->n_columns;
			k++)
			add_ratio(document, block, &block->columns[k], ratios);
	}
	return ratios;
}

static struct table *make_rules(const struct document *document, const struct words *words)
{
	const char *const names[] = {words->file, words->version};
	struct table *rules = start_table(names, 2);

	for (size_t i = 0; i < document->n_basis; i++) {
		size_t row = table_add_row(rules);

		table_set_text(rules, row, 0, document->basis[i].name);
		table_set_text(rules, row, 1, document->basis[i].version);
	}
	return rules;
}

void xlsx_basis_make(struct xlsx_basis *basis, const struct document *document)
{
	const struct words *words = words_of(document->lang);

	*basis =
		(struct xlsx_basis){.ratios_caption = words->ratios, .rules_caption = words->rules};
	buf_format(&basis->as_of, words->as_of, document->as_of ? document->as_of : "–",
		document->period ? document->period : "–");
	basis->ratios = make_ratios(document, words);
	basis->rules = make_rules(document, words);
}

void xlsx_basis_add(const struct xlsx_basis *basis, struct book *book)
{
	book_add_note(book, buf_text(&basis->as_of));
	book_add_space(book);
	if (table_rows(basis->ratios))
		book_add_table(book, &(struct book_block){.caption = basis->ratios_caption,
					     .table = basis->ratios});
	if (table_rows(basis->rules))
		book_add_table(book, &(struct book_block){.caption = basis->rules_caption,
					     .table = basis->rules});
}

void xlsx_basis_release(struct xlsx_basis *basis)
{
	table_free(basis->ratios);
	table_free(basis->rules);
	buf_release(&basis->as_of);
}

#include "spreadsheet/spreadsheetml_style.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "spreadsheet/cells.h"
#include "spreadsheet/xlsx_part.h"

/* Formats that have names; others are codes. */
static const struct {
	const char *name, *code;
} FORMATS[] = {
	{"General Date", "yyyy-m-d h:mm"},
	{"Long Date", "yyyy-m-d"},
	{"Medium Date", "yyyy-m-d"},
	{"Short Date", "yyyy-m-d"},
	{"Long Time", "h:mm:ss"},
	{"Medium Time", "h:mm"},
	{"Short Time", "h:mm"},
	{"General", "0"},
	{"General Number", "0"},
	{"Currency", "0"},
	{"Euro Currency", "0"},
	{"Fixed", "0"},
	{"Standard", "0"},
	{"Percent", "0"},
	{"Scientific", "0"},
	{"Yes/No", "0"},
	{"True/False", "0"},
	{"On/Off", "0"},
};

static const char DEFAULT[] = "Default";

struct xml_style {
	struct date_format format;
	struct xml_style *next;
};

static struct xml_style *find(const struct xml_styles *styles, const char *id)
{
	return id && styles->by_id ? map_get(styles->by_id, id, strlen(id)) : NULL;
}

void xml_style_begin(struct xml_styles *styles, const char **attributes)
{
	const char *id = part_attribute(attributes, "ID");
	struct xml_style *style = mem_zalloc(sizeof *style);
	const struct xml_style *parent = find(styles, part_attribute(attributes, "Parent"));

	if (!parent)
		parent = find(styles, DEFAULT);
	if (parent)
		style->format = parent->format;
	style->next = styles->all;
	styles->all = styles->open = style;
	if (!styles->by_id)
		styles->by_id = map_new();
	if (id)
		map_put(styles->by_id, id, strlen(id), style);
}

void xml_style_format(struct xml_styles *styles, const char **attributes)
{
	const char *code = part_attribute(attributes, "Format");

	if (!styles->open)
		return;
	if (!code)
		code = "0";
	for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
		if (!strcmp(code, FORMATS[i].name))
			code = FORMATS[i].code;
	styles->open->format = date_format_read(code);
}

void xml_style_end(struct xml_styles *styles)
{
	styles->open = NULL;
}

void xml_style_start_sheet(struct xml_styles *styles)
{
	styles->row = NULL;
	styles->n_columns = 0;
}

static size_t number_of(const char **attributes, const char *name, size_t otherwise)
{
	const char *text = part_attribute(attributes, name);

	return text ? strtoull(text, NULL, 10) : otherwise;
}

void xml_style_column(struct xml_styles *styles, const char **attributes)
{
	const struct xml_style *style = find(styles, part_attribute(attributes, "StyleID"));
	size_t first = number_of(attributes, "Index", styles->n_columns + 1);
	size_t more = number_of(attributes, "Span", 0);

	if (first <= styles->n_columns || first > SHEET_COLUMNS || more >= SHEET_COLUMNS)
		return;
	for (size_t end = first + more; styles->n_columns < end;) {
		styles->columns = mem_grow(styles->columns, styles->n_columns, &styles->capacity,
			sizeof(const struct xml_style *));
		styles->columns[styles->n_columns] = styles->n_columns + 1 >= first ? style : NULL;
		styles->n_columns++;
	}
}

void xml_style_row(struct xml_styles *styles, const char **attributes)
{
	styles->row = find(styles, part_attribute(attributes, "StyleID"));
}

struct date_format xml_style_cell(
	const struct xml_styles *styles, size_t column, const char **attributes)
{
	const struct xml_style *style = find(styles, part_attribute(attributes, "StyleID"));

	if (!style)
		style = styles->row;
	if (!style && column < styles->n_columns)
		style = styles->columns[column];
	if (!style)
		style = find(styles, DEFAULT);
	return style ? style->format : (struct date_format){0};
}

void xml_styles_release(struct xml_styles *styles)
{
	for (struct xml_style *next; styles->all; styles->all = next) {
		next = styles->all->next;
		free(styles->all);
	}
	free(styles->columns);
	if (styles->by_id)
		map_free(styles->by_id);
	*styles = (struct xml_styles){0};
}

#include "input/spreadsheetml_style.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "input/xlsx_part.h"

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

struct xml_style {
	struct date_format format;
	struct xml_style *next;
};

void xml_style_begin(struct xml_styles *styles, const char **attributes)
{
	const char *id = part_attribute(attributes, "ID");
	struct xml_style *style = mem_zalloc(sizeof *style);

	style->format = xml_style_find(styles, part_attribute(attributes, "Parent"));
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

	if (!styles->open || !code)
		return;
	for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++)
		if (!strcmp(code, FORMATS[i].name))
			code = FORMATS[i].code;
	styles->open->format = date_format_read(code);
}

void xml_style_end(struct xml_styles *styles)
{
	styles->open = NULL;
}

struct date_format xml_style_find(const struct xml_styles *styles, const char *id)
{
	const struct xml_style *style = NULL;

	if (id && styles->by_id)
		style = map_get(styles->by_id, id, strlen(id));
	return style ? style->format : (struct date_format){0};
}

void xml_styles_release(struct xml_styles *styles)
{
	for (struct xml_style *next; styles->all; styles->all = next) {
		next = styles->all->next;
		free(styles->all);
	}
	if (styles->by_id)
		map_free(styles->by_id);
	*styles = (struct xml_styles){0};
}

#include "spreadsheet/xlsx_style.h"

#include <stdlib.h>
#include <string.h>

#include "spreadsheet/xlsx_part.h"

#define STYLES_LIMIT ((uint64_t)256 << 20)

struct reading {
	struct styles *styles;
	struct number_formats formats;
	bool in_formats, in_cell_styles;
};

static void add_custom(struct reading *reading, const char **attributes)
{
	const char *id = part_attribute(attributes, "numFmtId");
	const char *code = part_attribute(attributes, "formatCode");

	if (id && code)
		number_formats_add(&reading->formats, strtoul(id, NULL, 10), code);
}

static void add_style(struct reading *reading, const char **attributes)
{
	const char *id = part_attribute(attributes, "numFmtId");

	styles_add(reading->styles,
		number_formats_find(&reading->formats, id ? strtoul(id, NULL, 10) : 0));
}

static void on_start(void *context, const char *name, const char **attributes)
{
	struct reading *reading = context;

	if (!strcmp(name, "numFmts"))
		reading->in_formats = true;
	else if (!strcmp(name, "cellXfs"))
		reading->in_cell_styles = true;
	else if (reading->in_formats && !strcmp(name, "numFmt"))
		add_custom(reading, attributes);
	else if (reading->in_cell_styles && !strcmp(name, "xf"))
		add_style(reading, attributes);
}

static void on_end(void *context, const char *name)
{
	struct reading *reading = context;

	if (!strcmp(name, "numFmts"))
		reading->in_formats = false;
	else if (!strcmp(name, "cellXfs"))
		reading->in_cell_styles = false;
}

int styles_read(struct styles *styles, struct archive *archive, const char *name, struct err *err)
{
	static const struct part_events EVENTS = {on_start, on_end, NULL};
	struct reading reading = {.styles = styles};
	int status = part_read(archive, name, STYLES_LIMIT, &EVENTS, &reading, err);

	number_formats_release(&reading.formats);
	return status;
}

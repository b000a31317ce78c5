#pragma once
/* The cell styles of an XML spreadsheet, by the elements that make them. A cell without a style of
 * its own has its row's, else its column's, else the one called Default. */
#include "base/map.h"
#include "spreadsheet/date_format.h"

struct xml_style;

/* Zeroed: none. */
struct xml_styles {
	struct map *by_id;
	struct xml_style *all, *open; /* the one whose format may come */
	/* of the open sheet */
	const struct xml_style *row;
	const struct xml_style **columns;
	size_t n_columns, capacity;
};

void xml_style_begin(struct xml_styles *styles, const char **attributes);  /* <Style> */
void xml_style_format(struct xml_styles *styles, const char **attributes); /* <NumberFormat> */
void xml_style_end(struct xml_styles *styles);                             /* </Style> */

void xml_style_start_sheet(struct xml_styles *styles);
void xml_style_column(struct xml_styles *styles, const char **attributes); /* <Column> */
void xml_style_row(struct xml_styles *styles, const char **attributes);    /* <Row> */
/* Of <Cell>, in the column. */
struct date_format xml_style_cell(
	const struct xml_styles *styles, size_t column, const char **attributes);
void xml_styles_release(struct xml_styles *styles);

#pragma once
/* The cell styles of an XML spreadsheet, by the elements that make them. */
#include "base/map.h"
#include "input/date_format.h"

struct xml_style;

/* Zeroed: none. */
struct xml_styles {
	struct map *by_id;
	struct xml_style *all, *open; /* the one whose format may come */
};

void xml_style_begin(struct xml_styles *styles, const char **attributes);  /* <Style> */
void xml_style_format(struct xml_styles *styles, const char **attributes); /* <NumberFormat> */
void xml_style_end(struct xml_styles *styles);                             /* </Style> */

/* Plain for NULL and for an id that there is not. */
struct date_format xml_style_find(const struct xml_styles *styles, const char *id);
void xml_styles_release(struct xml_styles *styles);

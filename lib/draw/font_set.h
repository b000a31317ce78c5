#pragma once
/* Inside lib/draw: what a set of fonts consists of. */
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include "draw/font.h"

enum { N_FAMILIES = 2, N_WEIGHTS = 2 };

struct face {
	char *file;
	int index; /* in a collection */
	FcCharSet *characters;
};

struct fonts {
	const char *lang;
	const char *families;                     /* "Noto Sans CJK SC,DejaVu Sans" */
	struct face faces[N_FAMILIES][N_WEIGHTS]; /* regular, bold */
	FcConfig *config;
	PangoFontMap *map;
	PangoContext *context;
	PangoLayout *layout; /* for one text at a time */
	char **files;        /* temporary ones, removed when the fonts are closed */
	size_t n_files;
};

/* The same language's fonts, but only what these temporary files hold. Takes the files: they go
 * with the fonts, or at once on failure. */
struct fonts *fonts_take_files(
	const struct fonts *like, char **files, size_t n_files, struct err *err);

/* fonts->layout in this type. */
void fonts_set_font(struct fonts *fonts, double size, bool bold);
/* fonts->layout set to one line of text. */
void fonts_set_line(struct fonts *fonts, const char *text, double size, bool bold);

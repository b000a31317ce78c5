#pragma once
/* Inside lib/draw: what a set of fonts consists of. */
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "draw/font.h"

enum { N_FAMILIES = 2, N_WEIGHTS = 2 };

struct face {
	char *file;
	int index; /* in a collection */
	FcCharSet *characters;
};

/* A font that only this process has: it is gone with it, however it ends. */
struct font_file {
	int fd;
	char *path; /* through which fontconfig and cairo open it, as often as they want */
};

struct fonts {
	const char *lang;
	const char *families;                     /* "Noto Sans CJK SC,DejaVu Sans" */
	struct face faces[N_FAMILIES][N_WEIGHTS]; /* regular, bold */
	FcConfig *config;
	PangoFontMap *map;
	PangoContext *context;
	PangoLayout *layout; /* for one text at a time */
	GSList *runs;        /* of the line that was set last; NULL: it is in the layout */
	struct map *widths;  /* of texts that were measured; in `arena`, as what follows */
	struct map *wrapped; /* paragraphs */
	struct arena arena;
	struct font_file *files;
	size_t n_files;
};

void font_files_close(struct font_file *files, size_t n_files);
/* The same language's fonts, but only what these files hold. Takes the files: they go
 * with the fonts, or at once on failure. */
struct fonts *fonts_take_files(
	const struct fonts *like, struct font_file *files, size_t n_files, struct err *err);

/* The caller frees it. */
PangoFontDescription *fonts_describe(const struct fonts *fonts, double size, bool bold);
/* fonts->layout in this type. */
void fonts_set_font(struct fonts *fonts, double size, bool bold);

/* Whether it can be shaped without a layout. */
bool line_is_simple(const char *text);
/* Shapes one line of text; its width in points. */
double line_set(struct fonts *fonts, const char *text, double size, bool bold);
/* Shows the line that was set last, and only once, from cairo's point on. */
void line_show(struct fonts *fonts, const char *text, double size, bool bold, cairo_t *cr);
void line_release(struct fonts *fonts);

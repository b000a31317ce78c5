#include "draw/font.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <pango/pangofc-fontmap.h>

#include "base/buf.h"
#include "draw/font_set.h"

/* CJK families make “ ” × · full-width, which is wrong in English. */
static const struct family_row {
	const char *lang, *families[N_FAMILIES], *list;
} FAMILIES[] = {
	{"zh-CN", {"Noto Sans CJK SC", "DejaVu Sans"}, "Noto Sans CJK SC,DejaVu Sans"},
	{"zh-TW", {"Noto Sans CJK TC", "DejaVu Sans"}, "Noto Sans CJK TC,DejaVu Sans"},
	{"en", {"DejaVu Sans", "Noto Sans CJK SC"}, "DejaVu Sans,Noto Sans CJK SC"},
};
static const int WEIGHTS[N_WEIGHTS] = {FC_WEIGHT_REGULAR, FC_WEIGHT_BOLD};

static const struct family_row *find_row(const char *lang)
{
	for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++)
		if (!strcmp(FAMILIES[i].lang, lang))
			return &FAMILIES[i];
	return !strncmp(lang, "zh", 2) ? &FAMILIES[0] : &FAMILIES[2];
}

static void add_folder(struct buf *xml, const char *kind, const char *folder)
{
	char *escaped = g_markup_escape_text(folder, -1);

	buf_format(xml, "<%s>%s</%s>", kind, escaped, kind);
	g_free(escaped);
}

/* The folders that hold the family's files, so that no other folder is looked at. */
static void add_folders_of(struct buf *xml, FcConfig *system, const char *family)
{
	FcPattern *pattern = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, NULL);
	FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, NULL);
	FcFontSet *found = FcFontList(system, pattern, wanted);
	FcChar8 *file;
	char *last = NULL;

	for (int i = 0; found && i < found->nfont; i++) {
		char *folder;

		if (FcPatternGetString(found->fonts[i], FC_FILE, 0, &file) != FcResultMatch)
			continue;
		folder = g_path_get_dirname((const char *)file);
		if (!last || strcmp(last, folder))
			add_folder(xml, "dir", folder);
		g_free(last);
		last = folder;
	}
	g_free(last);
	FcFontSetDestroy(found);
	FcObjectSetDestroy(wanted);
	FcPatternDestroy(pattern);
}

/* A configuration of our two families alone: no rule and no font of this machine gets in, but its
 * caches are used (scanning Noto anew takes seconds). */
static FcConfig *private_config(const struct family_row *row)
{
	FcConfig *system = FcConfigReference(NULL); /* which pango would load anyhow */
	FcConfig *config = FcConfigCreate();
	FcStrList *caches = FcConfigGetCacheDirs(system);
	struct buf xml = {0};
	FcChar8 *folder;

	buf_add_text(&xml, "<?xml version=\"1.0\"?><fontconfig>");
	for (int i = 0; i < N_FAMILIES; i++)
		add_folders_of(&xml, system, row->families[i]);
	while ((folder = FcStrListNext(caches)))
		add_folder(&xml, "cachedir", (const char *)folder);
	buf_add_text(&xml, "<selectfont><acceptfont>");
	for (int i = 0; i < N_FAMILIES; i++)
		buf_format(&xml,
			"<pattern><patelt name=\"family\"><string>%s</string></patelt></pattern>",
			row->families[i]);
	buf_add_text(&xml, "</acceptfont><rejectfont>");
	for (int i = 0; i < 2; i++)
		buf_format(&xml,
			"<pattern><patelt name=\"scalable\"><bool>%s</bool></patelt></pattern>",
			i ? "true" : "false");
	buf_add_text(&xml, "</rejectfont></selectfont></fontconfig>");
	FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)buf_text(&xml), FcTrue);
	FcConfigBuildFonts(config);
	buf_release(&xml);
	FcStrListDone(caches);
	FcConfigDestroy(system);
	return config;
}

/* The face that a family and weight lead to; its file is NULL when the family is not there. */
static struct face find_face(FcConfig *config, const char *family, int weight)
{
	FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, FC_WEIGHT,
		FcTypeInteger, weight, FC_SLANT, FcTypeInteger, FC_SLANT_ROMAN, FC_WIDTH,
		FcTypeInteger, FC_WIDTH_NORMAL, NULL);
	struct face face = {0};
	FcResult result;
	FcPattern *found;
	FcChar8 *file, *name;
	FcCharSet *characters;

	FcConfigSubstitute(config, wanted, FcMatchPattern);
	FcDefaultSubstitute(wanted);
	found = FcFontMatch(config, wanted, &result);
	if (found && FcPatternGetString(found, FC_FAMILY, 0, &name) == FcResultMatch &&
		!strcmp((const char *)name, family) &&
		FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch &&
		FcPatternGetInteger(found, FC_INDEX, 0, &face.index) == FcResultMatch &&
		FcPatternGetCharSet(found, FC_CHARSET, 0, &characters) == FcResultMatch) {
		face.file = mem_text((const char *)file);
		face.characters = FcCharSetCopy(characters);
	}
	if (found)
		FcPatternDestroy(found);
	FcPatternDestroy(wanted);
	return face;
}

/* Widths must be the same in svg, png and pdf: no hinting, nothing rounded, a point is a unit. */
static void set_up(struct fonts *fonts)
{
	cairo_font_options_t *options = cairo_font_options_create();

	fonts->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map), fonts->config);
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts->map), 72);
	fonts->context = pango_font_map_create_context(fonts->map);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	pango_cairo_context_set_font_options(fonts->context, options);
	pango_cairo_context_set_resolution(fonts->context, 72);
	pango_context_set_round_glyph_positions(fonts->context, FALSE);
	pango_context_set_language(fonts->context, pango_language_from_string(fonts->lang));
	pango_context_set_base_dir(fonts->context, PANGO_DIRECTION_LTR);
	cairo_font_options_destroy(options);
	fonts->layout = pango_layout_new(fonts->context);
	fonts->widths = map_new();
	fonts->wrapped = map_new();
}

struct fonts *fonts_open(const char *lang, struct err *err)
{
	const struct family_row *row = find_row(lang);
	struct fonts *fonts = mem_zalloc(sizeof *fonts);

	fonts->lang = row->lang;
	fonts->families = row->list;
	fonts->config = private_config(row);
	for (int f = 0; f < N_FAMILIES; f++)
		for (int w = 0; w < N_WEIGHTS; w++)
			fonts->faces[f][w] = find_face(fonts->config, row->families[f], WEIGHTS[w]);
	if (!fonts->faces[0][0].file) {
		err_set(err, "font '%s' is not installed", row->families[0]);
		fonts_close(fonts);
		return NULL;
	}
	set_up(fonts);
	return fonts;
}

void font_files_close(struct font_file *files, size_t n_files)
{
	for (size_t i = 0; i < n_files; i++) {
		close(files[i].fd);
		free(files[i].path);
	}
}

struct fonts *fonts_take_files(
	const struct fonts *like, struct font_file *files, size_t n_files, struct err *err)
{
	struct fonts *fonts = mem_zalloc(sizeof *fonts);

	fonts->lang = like->lang;
	fonts->families = like->families;
	fonts->config = FcConfigCreate();
	fonts->files = mem_copy(files, (n_files ? n_files : 1) * sizeof *files);
	fonts->n_files = n_files;
	for (size_t i = 0; i < n_files; i++)
		if (!FcConfigAppFontAddFile(fonts->config, (const FcChar8 *)files[i].path)) {
			err_set(err, "cannot read font file '%s'", files[i].path);
			fonts_close(fonts);
			return NULL;
		}
	set_up(fonts);
	return fonts;
}

void fonts_close(struct fonts *fonts)
{
	if (!fonts)
		return;
	for (int f = 0; f < N_FAMILIES; f++)
		for (int w = 0; w < N_WEIGHTS; w++) {
			free(fonts->faces[f][w].file);
			if (fonts->faces[f][w].characters)
				FcCharSetDestroy(fonts->faces[f][w].characters);
		}
	line_release(fonts);
	map_free(fonts->widths);
	map_free(fonts->wrapped);
	arena_release(&fonts->arena);
	if (fonts->layout)
		g_object_unref(fonts->layout);
	if (fonts->context)
		g_object_unref(fonts->context);
	if (fonts->map)
		g_object_unref(fonts->map);
	FcConfigDestroy(fonts->config);
	font_files_close(fonts->files, fonts->n_files);
	free(fonts->files);
	free(fonts);
}

PangoFontDescription *fonts_describe(const struct fonts *fonts, double size, bool bold)
{
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family_static(font, fonts->families);
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	return font;
}

void fonts_set_font(struct fonts *fonts, double size, bool bold)
{
	PangoFontDescription *font = fonts_describe(fonts, size, bold);

	pango_layout_set_font_description(fonts->layout, font);
	pango_font_description_free(font);
}

#include "chart/paint.h"

#include <math.h>

#include "base/date.h"
#include "chart/layout.h"
#include "chart/plot.h"
#include "draw/pdf.h"
#include "draw/picture.h"

static const double MARGIN = 20;

static double measure_width(void *context, const char *text, double size, bool bold)
{
	return fonts_width(context, text, size, bold);
}

void chart_scene(const struct chart *chart, double width, double height, double margin,
	const char *lang, struct fonts *fonts, struct scene *scene)
{
	struct frame frame = {.width = width,
		.height = height,
		.margin = margin,
		.lang = lang,
		.measure = {measure_width, fonts}};

	chart_layout(chart, &frame, scene);
}

static bool runs_over_time(const struct chart *chart)
{
	return chart->type == CHART_LINE || chart->type == CHART_CONTROL ||
	       chart->type == CHART_MULTIPLES || chart->type == CHART_SURVIVAL;
}

/* Each series with its last or each bar with its value; limits and marks are no values. */
void chart_describe(const struct chart *chart, struct buf *out)
{
	buf_add_text(out, chart->subtitle ? chart->subtitle : "");
	for (size_t s = 0; s < chart->n_series; s++)
		for (size_t i = 0; i < chart->n_labels; i++) {
			const struct series *series = &chart->series[s];
			bool is_last = i + 1 == chart->n_labels;

			if (!isfinite(series->y[i]) || (runs_over_time(chart) && !is_last) ||
				(series->role != ROLE_VALUE && series->role != ROLE_CHANGE))
				continue;
			buf_format(out, "%s%s%s%s ", out->len ? "; " : "", series->name,
				*series->name ? " " : "", chart->labels[i]);
			chart_value_text(chart, series, series->y[i], out);
		}
}

static int write_svg(const struct chart *chart, const struct scene *scene, struct fonts *fonts,
	struct buf *out, struct err *err)
{
	struct buf description = {0};
	int status;

	chart_describe(chart, &description);
	status = picture_svg(scene, fonts, chart->title, buf_text(&description), out, err);
	buf_release(&description);
	return status;
}

/* A lone chart has no date of its own: one that does not come from the clock. */
static int write_pdf_page(const struct chart *chart, const struct scene *scene, struct fonts *fonts,
	struct buf *out, struct err *err)
{
	struct scene figure = {.width = scene->width, .height = scene->height};
	struct pdf_page page = {.scene = &figure};
	struct buf description = {0};
	struct pdf pdf = {.title = chart->title ? chart->title : "",
		.day = date_day(2000, 1, 1),
		.pages = &page,
		.n_pages = 1};
	int status;

	chart_describe(chart, &description);
	scene_begin(&figure, "Figure", buf_text(&description));
	scene_place(&figure, scene, 0, 0, 1);
	scene_end(&figure, "Figure");
	status = pdf_write(&pdf, fonts, out, err);
	scene_release(&figure);
	buf_release(&description);
	return status;
}

int chart_picture(const struct chart *chart, enum picture picture, double width, double height,
	double scale, const char *lang, struct buf *out, struct err *err)
{
	struct fonts *fonts = fonts_open(lang, err);
	struct scene scene = {0};
	int status = -1;

	if (!fonts)
		return -1;
	chart_scene(chart, width, height, MARGIN, lang, fonts, &scene);
	switch (picture) {
	case PICTURE_SVG:
		status = write_svg(chart, &scene, fonts, out, err);
		break;
	case PICTURE_PNG:
		status = picture_png(&scene, fonts, scale, out, err);
		break;
	case PICTURE_PDF:
		status = write_pdf_page(chart, &scene, fonts, out, err);
		break;
	}
	scene_release(&scene);
	fonts_close(fonts);
	return status;
}

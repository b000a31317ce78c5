/* Values at the ends of upright bars. */
#include <math.h>

#include "chart/plot.h"
#include "chart/words.h"

/* From here on a number has a short form, "1.23 万". */
static const double LONG = 1e4;

static const char *value_text(const struct tops *tops, double value)
{
	struct plot *plot = tops->plot;
	struct buf text = {0};
	const char *kept;

	if (!tops->is_short || fabs(value) < LONG)
		return plot_value(plot, value);
	chart_short_number(plot->lang, value, &text);
	kept = arena_text(&plot->scene->arena, buf_text(&text), text.len);
	buf_release(&text);
	return kept;
}

void tops_start(struct tops *tops, struct plot *plot, double beyond)
{
	*tops = (struct tops){.plot = plot,
		.placer = {.left = plot->left,
			.top = plot->top - 14,
			.right = plot->right + beyond,
			.bottom = plot->bottom},
		.size = LABEL_SIZE};
}

void tops_measure(struct tops *tops, double value, double step, double thick)
{
	double width = plot_width(tops->plot, plot_value(tops->plot, value), tops->size, true);

	if (width + 4 > 2 * step - thick)
		tops->is_short = true;
}

void tops_bar(struct tops *tops, const struct shape *bar)
{
	placer_block(&tops->placer, bar->x, bar->y, bar->x + bar->width, bar->y + bar->height);
}

void tops_put(struct tops *tops, double x, double end, bool is_below, double value)
{
	const struct type type = {.size = tops->size, .bold = true, .colour = INK};
	double y = is_below ? end + type.size + 2 : end - 5, width;
	const char *text;

	if (!(type.size > 0))
		return;
	text = value_text(tops, value);
	width = plot_width(tops->plot, text, type.size, true);
	if (placer_take(&tops->placer, x, y, ALIGN_CENTRE, width, type.size))
		plot_text(tops->plot, x, y, ALIGN_CENTRE, text, type);
}

#pragma once
/* A chart as shapes: only numbers, no fonts but through `measure`, so that it can be tested.
 *
 *	struct frame frame = {.width = 760, .margin = 20, .lang = "zh-CN", .measure = measure};
 *	chart_layout(chart, &frame, &scene); */
#include "chart/chart.h"
#include "draw/scene.h"

/* Width in points of a text on one line. */
struct measure {
	double (*width)(void *context, const char *text, double size, bool bold);
	void *context;
};

struct frame {
	double width, height; /* points; 0: the type's own */
	double margin;        /* left and right of everything */
	const char *lang;
	struct measure measure;
};

/* Fills an empty scene; nothing stands outside of it and no two texts overlap. */
void chart_layout(const struct chart *chart, const struct frame *frame, struct scene *scene);

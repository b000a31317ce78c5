#pragma once
/* Inside lib/chart: a long table spread out, one value for each label and series. */
#include "chart/chart.h"
#include "chart/names.h"

struct pivot {
	const struct table *table;
	const struct chart_choice *choice;
	enum chart_type type;
	size_t x, series, value, complete; /* columns; SIZE_MAX: none */
	bool adds_up;                      /* values of several rows make one by their sum */
	struct names labels, names;
	double *y;     /* labels.n * names.n, a label's values together */
	bool *partial; /* per label */
};

/* Fills a pivot whose table, choice and type are set. */
int pivot_fill(struct pivot *pivot, struct err *err);
void pivot_release(struct pivot *pivot);

/* A chart of a long table: choice, pivot, order, the rest summed. */
struct chart *chart_pivot(const struct table *table, enum chart_type type,
	const struct chart_choice *choice, struct err *err);

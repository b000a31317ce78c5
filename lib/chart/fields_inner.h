#pragma once
/* Inside lib/chart: the columns and rows that a chart of fields shows. */
#include "chart/fields.h"

enum { N_ROLES = ROLE_ALARM + 1 };

/* A row of the table that is shown. */
struct line {
	size_t row;
	char *label;
	double value, weight;
	bool is_rest;
};

struct fields {
	const struct table *table;
	const struct chart_choice *choice;
	enum chart_type type;
	size_t x;                /* the labels' column; SIZE_MAX: the names of all groups */
	size_t period;           /* SIZE_MAX: none */
	size_t columns[N_ROLES]; /* SIZE_MAX: none */
	struct line *lines;
	size_t n;
	bool is_time, left_out, not_comparable;
	const char *from, *to;
};

/* Finds columns, then rows in their order; the caller frees the lines and their labels. */
int fields_choose(struct fields *fields, struct err *err);
int fields_collect(struct fields *fields, struct err *err);
/* A name stands in front of the values. */
bool fields_is_group(const struct fields *fields, size_t column);

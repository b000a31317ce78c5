#pragma once
/* What the two files that read templates share: the template and its lines. */
#include <stdbool.h>

#include "base/mem.h"
#include "report/template.h"

enum {
	/* A node's line number is this many times the number of its part (0: the template itself,
	 * 1..: what it includes), and the line there. */
	PART_LINES = 1 << 20,
	MOST_PARTS = 32,
};

struct template
{
	char *parts[MOST_PARTS]; /* paths */
	size_t n_parts;
	struct arena arena;
	struct setting *settings;
	size_t n_settings;
	size_t setting_capacity;
	struct node *body;
};

struct line {
	const char *text; /* without the line end */
	size_t n;
	int number;
};

struct reader {
	struct template *template;
	const char *p, *end;
	int number;
	struct err *err;
};

/* The next line without its end; false: there is none. */
bool reader_line(struct reader *in, struct line *line);
/* From the first "---" to the second. */
int reader_front_matter(struct reader *in);

#pragma once
/* Inside lib/chart: distinct texts, numbered in the order they were first seen. */
#include <stddef.h>

#include "base/map.h"

struct names {
	char **texts;
	size_t n;
	size_t capacity;
	struct map *numbers; /* text -> number + 1, as a pointer */
};

size_t names_number(struct names *names, const char *text); /* adds it when it is new */
void names_release(struct names *names);

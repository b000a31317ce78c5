#include "chart/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

size_t names_number(struct names *names, const char *text)
{
	size_t length = strlen(text);
	uintptr_t found;

	if (!names->numbers)
		names->numbers = map_new();
	found = (uintptr_t)map_get(names->numbers, text, length);
	if (found)
		return found - 1;
	names->texts = mem_grow(names->texts, names->n, &names->capacity, sizeof *names->texts);
	names->texts[names->n++] = mem_text(text);
	map_put(names->numbers, text, length, (void *)(uintptr_t)names->n);
	return names->n - 1;
}

void names_release(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->texts[i]);
	free(names->texts);
	if (names->numbers)
		map_free(names->numbers);
}

#include "sample-data/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

static void add_row(struct words *words, char *line)
{
	const char **row;

	words->rows = mem_grow(words->rows, words->n, &words->capacity, sizeof *words->rows);
	row = words->rows[words->n++];
	for (size_t i = 0; i < WORD_COLUMNS; i++) {
		char *cell = line ? strsep(&line, "\t") : NULL;

		row[i] = cell ? cell : "";
	}
}

int words_read(struct words *words, const char *folder, const char *name, struct err *err)
{
	char *path = mem_format("%s/%s.tsv", folder, name);
	struct buf file = {0};
	char *line, *rest;
	int status = file_read(path, &file, err);

	free(path);
	if (status < 0)
		return -1;
	words->text = rest = buf_take(&file);
	while (rest && (line = strsep(&rest, "\n")))
		if (*line && *line != '#')
			add_row(words, line);
	return 0;
}

void words_release(struct words *words)
{
	free(words->text);
	free(words->rows);
	*words = (struct words){0};
}

uint32_t word_parts(const char *cell)
{
	uint32_t n = 1;

	for (; *cell; cell++)
		n += *cell == '|';
	return n;
}

char *word_part(const char *cell, uint32_t number)
{
	const char *end;

	while (number-- && strchr(cell, '|'))
		cell = strchr(cell, '|') + 1;
	end = strchrnul(cell, '|');
	return mem_text_n(cell, (size_t)(end - cell));
}

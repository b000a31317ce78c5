#include "report/fence.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/fence_inner.h"
#include "report/value.h"
#include "document/words.h"

int fence_error(const struct fence *fence, int line, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return template_error(fence->draft->template, line, 1, fence->err, "%s", text);
}

const char *fence_keep(struct fence *fence, const char *text, size_t n)
{
	return arena_text(&fence->draft->document.arena, text, n);
}

int fence_split(struct fence *fence, struct spec *spec)
{
	const char *p = spec->text;

	spec->n = 0;
	for (;;) {
		const char *start;
		bool in_quotes = false;

		p += strspn(p, " \t");
		if (!*p || *p == '#')
			return 0;
		if (spec->n == MAX_WORDS)
			return fence_error(fence, spec->line, "too many words");
		start = p;
		for (; *p && (in_quotes || (*p != ' ' && *p != '\t')); p++)
			if (*p == '"')
				in_quotes = !in_quotes;
		if (in_quotes)
			return fence_error(fence, spec->line, "a quote is never closed");
		spec->is_quoted[spec->n] = *start == '"' && p[-1] == '"';
		spec->words[spec->n] =
			spec->is_quoted[spec->n]
				? fence_keep(fence, start + 1, (size_t)(p - start - 2))
				: fence_keep(fence, start, (size_t)(p - start));
		spec->n++;
	}
}

/* "name: value" with its {{values}} filled in; NULL when the line is none of the kind. */
const char *fence_key(const char *text, const char **value)
{
	size_t n = strcspn(text, ": \t\"=");

	if (!n || text[n] != ':')
		return NULL;
	*value = text + n + 1;
	*value += strspn(*value, " \t");
	return text;
}

bool fence_is_key(const char *text, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(text, name, n) && text[n] == ':';
}

int fence_value(struct fence *fence, int line, const char *value, const char **out)
{
	struct buf text = {0};
	size_t n = strlen(value);
	int status;

	while (n && (value[n - 1] == ' ' || value[n - 1] == '\t' || value[n - 1] == '\r'))
		n--;
	status = value_fill(fence->scope, value, n, line, 1, true, &text, fence->err);
	*out = fence_keep(fence, buf_text(&text), text.len);
	buf_release(&text);
	return status;
}

int fence_bind(struct fence *fence, int line, const char *name)
{
	fence->query = name;
	fence->table = scope_table(fence->scope, name, strlen(name));
	return fence->table ? 0 : fence_error(fence, line, "unknown query '%s'", name);
}

/* Calls `take` for each line that is not blank. */
int fence_each_line(struct fence *fence, void *context,
	int (*take)(struct fence *fence, void *context, int line, char *text))
{
	char *copy = mem_text(fence->node->text);
	int line = fence->node->line;
	char *rest = copy;
	char *text;
	int status = 0;

	while (status == 0 && (text = strsep(&rest, "\n"))) {
		size_t n = strlen(text);

		line++;
		text[n - (n && text[n - 1] == '\r')] = '\0';
		if (text[strspn(text, " \t")])
			status = take(fence, context, line, text + strspn(text, " \t"));
	}
	free(copy);
	if (status == 0 && !fence->query)
		status = fence_error(fence, fence->node->line, "'query: NAME' is missing");
	return status;
}

int fence_column(struct fence *fence, int line, const char *name, size_t *column)
{
	if (!fence->table)
		return fence_error(fence, line, "'query: NAME' must stand first");
	*column = table_find(fence->table, name);
	if (*column == SIZE_MAX)
		return fence_error(fence, line, "'%s' has no column '%s'", fence->query, name);
	return 0;
}

int fence_good(struct fence *fence, int line, const char *word, int *good)
{
	if (strcmp(word, "up") != 0 && strcmp(word, "down") != 0)
		return fence_error(fence, line, "good=up or good=down, not '%s'", word);
	*good = !strcmp(word, "up") ? 1 : -1;
	return 0;
}

/* The value of "key=..." without its quotes, or NULL. */
const char *fence_option(struct fence *fence, const char *word, const char *key)
{
	size_t n = strlen(key);
	size_t length = strlen(word);

	if (strncmp(word, key, n) != 0 || word[n] != '=')
		return NULL;
	if (length >= n + 3 && word[n + 1] == '"' && word[length - 1] == '"')
		return fence_keep(fence, word + n + 2, length - n - 3);
	return word + n + 1;
}

static bool is_no_data(const struct block *block, const char *words)
{
	return block->type == BLOCK_PARAGRAPH && block->n_runs == 1 &&
	       !strcmp(block->runs->text, words);
}

/* Tables and charts that follow each other say it once. */
void fence_no_data(struct fence *fence)
{
	const struct draft *draft = fence->draft;
	const char *words = words_no_data(draft->document.lang);
	struct block *block;
	struct text_run *run;

	if (draft->n_blocks && is_no_data(&draft->blocks[draft->n_blocks - 1], words))
		return;
	block = draft_add_block(fence->draft, BLOCK_PARAGRAPH);
	run = arena_alloc(&fence->draft->document.arena, sizeof *run);
	*run = (struct text_run){.text = words, .italic = true};
	block->runs = run;
	block->n_runs = 1;
}

int fence_top(struct fence *fence, int line, const char *value, size_t *top)
{
	char *stop;
	long n = strtol(value, &stop, 10);

	if (*stop || stop == value || n < 1 || n > 1000)
		return fence_error(
			fence, line, "top takes a number from 1 to 1000, not '%s'", value);
	*top = (size_t)n;
	return 0;
}

static const struct {
	const char *name;
	int (*fill)(struct fence *fence);
} KINDS[] = {
	{"kpi", fence_fill_kpi},
	{"chart", fence_fill_chart},
	{"table", fence_fill_table},
	{"fields", fence_fill_fields},
};

int fence_fill(
	struct draft *draft, const struct scope *scope, const struct node *node, struct err *err)
{
	struct fence fence = {.draft = draft, .scope = scope, .node = node, .err = err};
	size_t i = 0;

	while (strcmp(KINDS[i].name, node->name) != 0)
		i++; /* the template knows no other names */
	return KINDS[i].fill(&fence);
}

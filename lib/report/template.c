#include "report/template_inner.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

int(template_error)(const struct template *template, int line, int column, struct err *err,
	const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return err_set(err, "%s:%d:%d: %s", template->parts[line / PART_LINES], line % PART_LINES,
		column, text);
}

enum mark {
	MARK_NONE,
	MARK_IF,
	MARK_EACH,
	MARK_ELSE,
	MARK_END_IF,
	MARK_END_EACH,
	MARK_PAGE,
	MARK_INCLUDE,
};

static const struct {
	const char *word;
	enum mark mark;
} MARKS[] = {
	{"#if", MARK_IF},
	{"#each", MARK_EACH},
	{"else", MARK_ELSE},
	{"/if", MARK_END_IF},
	{"/each", MARK_END_EACH},
	{"page", MARK_PAGE},
	{"include", MARK_INCLUDE},
};

static const char *const MARK_TEXTS[] = {
	"", "{{#if}}", "{{#each}}", "{{else}}", "{{/if}}", "{{/each}}"};

/* A line that holds one {{#if x}}, {{else}}, ... and nothing else; *rest is what follows the word.
 */
static enum mark read_mark(const struct line *line, const char **rest, size_t *n_rest)
{
	size_t n = line->n;
	const char *p = text_trim(line->text, &n);

	if (n < 4 || memcmp(p, "{{", 2) != 0 || memcmp(p + n - 2, "}}", 2) != 0)
		return MARK_NONE;
	p += 2;
	n -= 4;
	if (memmem(p, n, "}}", 2))
		return MARK_NONE;
	p = text_trim(p, &n);
	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
		size_t length = strlen(MARKS[i].word);

		if (n < length || memcmp(p, MARKS[i].word, length) != 0 ||
			(n > length && p[length] != ' '))
			continue;
		*n_rest = n - length;
		*rest = text_trim(p + length, n_rest);
		return MARKS[i].mark;
	}
	return MARK_NONE;
}

static struct node *add_node(struct reader *in, struct node ***tail, enum node_type type, int line,
	const char *text, size_t n)
{
	struct node *node = arena_alloc(&in->template->arena, sizeof *node);

	*node = (struct node){
		.type = type, .line = line, .text = arena_text(&in->template->arena, text, n)};
	**tail = node;
	*tail = &node->next;
	return node;
}

static bool is_fence(const struct line *line)
{
	return line->n >= 3 && !memcmp(line->text, "```", 3);
}

static int read_fence(struct reader *in, struct node ***tail, const struct line *first)
{
	const char *name = first->text + 3;
	size_t n = first->n - 3;
	const char *start = in->p;
	struct node *node;
	struct line line;

	name = text_trim(name, &n);
	if (!text_is(name, n, "kpi") && !text_is(name, n, "chart") && !text_is(name, n, "table") &&
		!text_is(name, n, "fields"))
		return template_error(in->template, first->number, 4, in->err,
			"unknown fence '%.*s': kpi, chart, table or fields", (int)n, name);
	while (reader_line(in, &line))
		if (is_fence(&line)) {
			node = add_node(in, tail, NODE_FENCE, first->number, start,
				(size_t)(line.text - start));
			node->name = arena_text(&in->template->arena, name, n);
			return 0;
		}
	return template_error(
		in->template, first->number, 1, in->err, "the fence has no closing '```'");
}

static int read_nodes(
	struct reader *in, struct node **head, enum mark opened, int opened_line, enum mark *ended);

static int read_nest(struct reader *in, struct node ***tail, enum mark mark,
	const struct line *line, const char *rest, size_t n)
{
	struct node *node =
		add_node(in, tail, mark == MARK_IF ? NODE_IF : NODE_EACH, line->number, rest, n);
	enum mark ended;

	node->column = (int)(rest - line->text) + 1;
	if (!n)
		return template_error(in->template, line->number, 1, in->err, "%s needs a name",
			MARK_TEXTS[mark]);
	if (read_nodes(in, &node->inside, mark, line->number, &ended) < 0)
		return -1;
	if (ended != MARK_ELSE)
		return 0;
	if (read_nodes(in, &node->otherwise, mark, line->number, &ended) < 0)
		return -1;
	if (ended == MARK_ELSE)
		return template_error(in->template, in->number, 1, in->err, "a second {{else}}");
	return 0;
}

/* {{else}} may end a part once; the other part ends with the closing mark. */
static int check_end(struct reader *in, enum mark mark, enum mark opened, int number)
{
	enum mark closing = opened == MARK_IF ? MARK_END_IF : MARK_END_EACH;

	if (opened != MARK_NONE && (mark == closing || mark == MARK_ELSE))
		return 0;
	return template_error(
		in->template, number, 1, in->err, "%s without its beginning", MARK_TEXTS[mark]);
}

/* Beside the file that names it. */
static char *included_path(
	const struct template *template, const struct line *line, const char *name, size_t n)
{
	const char *by = template->parts[line->number / PART_LINES];

	return mem_format("%.*s%.*s", (int)(file_name(by) - by), by, (int)n, name);
}

static int open_part(
	struct template *template, const char *path, struct buf *bytes, struct err *err)
{
	if (file_read(path, bytes, err) < 0)
		return -1;
	if (text_valid(buf_text(bytes), bytes->len) != bytes->len)
		return err_set(err, "'%s' is not UTF-8", path);
	template->parts[template->n_parts++] = mem_text(path);
	return 0;
}

/* Its lines stand where the mark stood. */
static int read_include(
	struct reader *in, struct node ***tail, const struct line *line, const char *name, size_t n)
{
	struct template *template = in->template;
	int part = (int)template->n_parts;
	char *path = included_path(template, line, name, n);
	struct buf bytes = {0};
	struct err why;
	enum mark ended;
	int status;

	if (!n || part == MOST_PARTS)
		status = template_error(template, line->number, 1, in->err,
			n ? "too many files are included" : "{{include}} needs a file");
	else if (open_part(template, path, &bytes, &why) < 0)
		status = template_error(template, line->number, 1, in->err, "%s", why.text);
	else
		status = read_nodes(&(struct reader){.template = template,
					    .p = buf_text(&bytes),
					    .end = buf_text(&bytes) + bytes.len,
					    .number = part * PART_LINES,
					    .err = in->err},
			*tail, MARK_NONE, 0, &ended);
	while (**tail)
		*tail = &(**tail)->next;
	buf_release(&bytes);
	free(path);
	return status;
}

static int read_nodes(
	struct reader *in, struct node **head, enum mark opened, int opened_line, enum mark *ended)
{
	struct node **tail = head;
	struct line line;

	while (reader_line(in, &line)) {
		const char *rest;
		size_t n;
		enum mark mark = read_mark(&line, &rest, &n);

		if (mark == MARK_IF || mark == MARK_EACH) {
			if (read_nest(in, &tail, mark, &line, rest, n) < 0)
				return -1;
		} else if (mark == MARK_INCLUDE) {
			if (read_include(in, &tail, &line, rest, n) < 0)
				return -1;
		} else if (mark == MARK_PAGE) {
			add_node(in, &tail, NODE_PAGE, line.number, "", 0);
		} else if (mark != MARK_NONE) {
			*ended = mark;
			return check_end(in, mark, opened, line.number);
		} else if (is_fence(&line)) {
			if (read_fence(in, &tail, &line) < 0)
				return -1;
		} else {
			add_node(in, &tail, NODE_TEXT, line.number, line.text, line.n);
		}
	}
	if (opened != MARK_NONE)
		return template_error(in->template, opened_line, 1, in->err, "%s is never closed",
			MARK_TEXTS[opened]);
	*ended = MARK_NONE;
	return 0;
}

struct template *template_read(const char *path, struct err *err)
{
	struct template *template = mem_zalloc(sizeof *template);
	struct buf bytes = {0};
	struct reader in = {.template = template, .err = err};
	enum mark ended;
	int status = open_part(template, path, &bytes, err);

	if (status == 0) {
		in.p = buf_text(&bytes);
		in.end = in.p + bytes.len;
		status = reader_front_matter(&in);
	}
	if (status == 0)
		status = read_nodes(&in, &template->body, MARK_NONE, 0, &ended);
	if (status == 0 && !template_setting(template, "kesu-report"))
		status = template_error(template, 1, 1, err, "'kesu-report: 1' is missing");
	buf_release(&bytes);
	if (status == 0)
		return template;
	template_free(template);
	return NULL;
}

void template_free(struct template *template)
{
	if (!template)
		return;
	arena_release(&template->arena);
	free(template->settings);
	for (size_t i = 0; i < template->n_parts; i++)
		free(template->parts[i]);
	free(template);
}

const char *template_path(const struct template *template)
{
	return template->parts[0];
}

size_t template_parts(const struct template *template, char *const **paths)
{
	*paths = template->parts;
	return template->n_parts;
}

const struct node *template_body(const struct template *template)
{
	return template->body;
}

size_t template_settings(const struct template *template, const struct setting **settings)
{
	*settings = template->settings;
	return template->n_settings;
}

const char *template_setting(const struct template *template, const char *name)
{
	for (size_t i = 0; i < template->n_settings; i++)
		if (!*template->settings[i].group && !strcmp(template->settings[i].name, name))
			return template->settings[i].value;
	return NULL;
}

#include "report/template.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

struct template
{
	char *path;
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

int(template_error)(const struct template *template, int line, int column, struct err *err,
	const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return err_set(err, "%s:%d:%d: %s", template->path, line, column, text);
}

static bool next_line(struct reader *in, struct line *line)
{
	const char *end;

	if (in->p == in->end)
		return false;
	end = memchr(in->p, '\n', (size_t)(in->end - in->p));
	line->text = in->p;
	line->n = (size_t)((end ? end : in->end) - in->p);
	line->number = ++in->number;
	in->p = end ? end + 1 : in->end;
	if (line->n && line->text[line->n - 1] == '\r')
		line->n--;
	return true;
}

/* --- front matter --- */

static int check_group(struct reader *in, const char *name, int number)
{
	if (!strcmp(name, "params") || !strcmp(name, "queries"))
		return 0;
	return template_error(in->template, number, 1, in->err, "'%s' needs a value", name);
}

static int check_setting(struct reader *in, const struct setting *setting)
{
	static const char *const known[] = {
		"kesu-report", "lang", "title", "subtitle", "author", "period", "toc", NULL};

	if (*setting->group)
		return 0;
	for (const char *const *name = known; *name; name++)
		if (!strcmp(*name, setting->name))
			return 0;
	return template_error(
		in->template, setting->line, 1, in->err, "unknown setting '%s'", setting->name);
}

static void add_setting(struct template *template, const struct setting *setting)
{
	template->settings = mem_grow(template->settings, template->n_settings,
		&template->setting_capacity, sizeof *template->settings);
	template->settings[template->n_settings++] = *setting;
}

/* Quotes around a whole value are the writer's habit from YAML; they are not part of it. */
static const char *setting_value(struct template *template, const char *text, size_t n)
{
	text = text_trim(text, &n);
	if (n >= 2 && text[0] == text[n - 1] && (text[0] == '"' || text[0] == '\'')) {
		text++;
		n -= 2;
	}
	return arena_text(&template->arena, text, n);
}

static int read_setting(struct reader *in, const struct line *line, const char **group)
{
	const char *colon = memchr(line->text, ':', line->n);
	bool is_inner = line->text[0] == ' ' || line->text[0] == '\t';
	struct setting setting = {.group = is_inner ? *group : "", .line = line->number};
	const char *name = line->text;
	size_t n = colon ? (size_t)(colon - line->text) : 0;

	if (!colon)
		return template_error(
			in->template, line->number, 1, in->err, "'name: value' is expected");
	name = text_trim(name, &n);
	setting.name = arena_text(&in->template->arena, name, n);
	setting.value =
		setting_value(in->template, colon + 1, line->n - (size_t)(colon + 1 - line->text));
	if (is_inner && !*setting.group)
		return template_error(in->template, line->number, 1, in->err,
			"'%s' stands under no group", setting.name);
	if (!is_inner)
		*group = *setting.value ? "" : setting.name;
	if (!is_inner && !*setting.value)
		return check_group(in, setting.name, line->number);
	add_setting(in->template, &setting);
	return check_setting(in, &setting);
}

static int read_front_matter(struct reader *in)
{
	struct line line;
	const char *group = "";

	if (!next_line(in, &line) || !text_is(line.text, line.n, "---"))
		return template_error(in->template, 1, 1, in->err,
			"front matter is missing: the first line is '---'");
	while (next_line(in, &line)) {
		size_t n = line.n;

		if (text_is(line.text, line.n, "---"))
			return 0;
		text_trim(line.text, &n);
		if (n && line.text[0] != '#' && read_setting(in, &line, &group) < 0)
			return -1;
	}
	return template_error(
		in->template, in->number, 1, in->err, "the front matter has no closing '---'");
}

/* --- body --- */

enum mark { MARK_NONE, MARK_IF, MARK_EACH, MARK_ELSE, MARK_END_IF, MARK_END_EACH, MARK_PAGE };

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
	if (!text_is(name, n, "kpi") && !text_is(name, n, "chart") && !text_is(name, n, "table"))
		return template_error(in->template, first->number, 4, in->err,
			"unknown fence '%.*s': kpi, chart or table", (int)n, name);
	while (next_line(in, &line))
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

static int read_nodes(
	struct reader *in, struct node **head, enum mark opened, int opened_line, enum mark *ended)
{
	struct node **tail = head;
	struct line line;

	while (next_line(in, &line)) {
		const char *rest;
		size_t n;
		enum mark mark = read_mark(&line, &rest, &n);

		if (mark == MARK_IF || mark == MARK_EACH) {
			if (read_nest(in, &tail, mark, &line, rest, n) < 0)
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
	int status = file_read(path, &bytes, err);

	template->path = mem_text(path);
	if (status == 0 && text_valid(buf_text(&bytes), bytes.len) != bytes.len)
		status = err_set(err, "'%s' is not UTF-8", path);
	if (status == 0) {
		in.p = buf_text(&bytes);
		in.end = in.p + bytes.len;
		status = read_front_matter(&in);
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
	free(template->path);
	free(template);
}

const char *template_path(const struct template *template)
{
	return template->path;
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

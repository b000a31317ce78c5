/* The front matter: settings, and the groups of parameters and queries. */
#include <string.h>

#include "base/text.h"
#include "report/template_inner.h"

bool reader_line(struct reader *in, struct line *line)
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

static int check_group(struct reader *in, const char *name, int number)
{
	if (!strcmp(name, "params") || !strcmp(name, "queries") || !strcmp(name, "whole"))
		return 0;
	return template_error(in->template, number, 1, in->err, "'%s' needs a value", name);
}

static int check_setting(struct reader *in, const struct setting *setting)
{
	static const char *const known[] = {"kesu-report", "lang", "title", "subtitle", "author",
		"period", "toc", "each", NULL};

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

int reader_front_matter(struct reader *in)
{
	struct line line;
	const char *group = "";

	if (!reader_line(in, &line) || !text_is(line.text, line.n, "---"))
		return template_error(in->template, 1, 1, in->err,
			"front matter is missing: the first line is '---'");
	while (reader_line(in, &line)) {
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

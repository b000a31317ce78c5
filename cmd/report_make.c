#include "cmd/report_make.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"

char *report_find_template(struct run *run, const char *name)
{
	size_t n = strlen(name);
	char *file;
	char *path;

	if (strchr(name, '/') || (n > 3 && !strcmp(name + n - 3, ".md")))
		return mem_text(name);
	file = mem_format("%s.%s.md", name, run->lang);
	path = share_find(run->share, "report-templates", file);
	if (!path)
		err_set(&run->err, "no template '%s' in report-templates/", file);
	free(file);
	return path;
}

/* Where "{department}" stands in a path; NULL: nowhere. */
static const char *find_place(const char *path, const char *each, size_t *n)
{
	char *place = mem_format("{%s}", each);
	const char *at = strstr(path, place);

	*n = strlen(place);
	free(place);
	return at;
}

int report_check_outputs(struct run *run, const char *const *paths, size_t n, const char *each)
{
	size_t length;

	if (!n)
		return err_set(&run->err, "-o FILE is missing");
	for (size_t i = 0; i < n; i++) {
		if (!outputs_know(paths[i]))
			return err_set(&run->err, "'%s' ends in none of .pdf, .xlsx, .html, .md",
				paths[i]);
		if (each && !find_place(paths[i], each, &length))
			return err_set(
				&run->err, "'%s' does not say where {%s} stands", paths[i], each);
		for (size_t k = 0; k < i; k++)
			if (!strcmp(paths[i], paths[k]))
				return err_set(&run->err, "-o names '%s' twice", paths[i]);
	}
	return 0;
}

/* The value as a part of a file's name: no folder, nothing hidden, nothing a terminal minds. */
static void add_name(const char *value, struct buf *out)
{
	for (const char *p = value; p && *p; p++)
		buf_add_char(out, *p == '/' || *p == '\\' || (unsigned char)*p < ' ' ||
						  *p == 0x7f || (p == value && *p == '.')
					  ? '_'
					  : *p);
}

static const char *output_path(
	const char *path, const char *each, const char *value, struct arena *arena)
{
	struct buf out = {0};
	const char *at;
	size_t n;

	at = each ? find_place(path, each, &n) : NULL;
	if (!at)
		return path;
	buf_add(&out, path, (size_t)(at - path));
	add_name(value, &out);
	buf_add_text(&out, at + n);
	path = arena_text(arena, buf_text(&out), out.len);
	buf_release(&out);
	return path;
}

/* Whether an earlier document, or one of the `n` paths, is there already. */
static bool is_taken(
	const struct outputs *outputs, const char *const *paths, size_t n, const char *path)
{
	for (size_t i = 0; i < outputs_count(outputs); i++)
		if (!strcmp(outputs_at(outputs, i)->path, path))
			return true;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(paths[i], path))
			return true;
	return false;
}

static int write_all(struct report_run *report, const struct document *document, const char *value,
	struct outputs *outputs, struct err *err)
{
	const char *const *patterns;
	size_t n_patterns = opts_texts(report->run->opts, "output", &patterns), n = 0;
	const char **paths = mem_alloc((n_patterns + 1) * sizeof *paths);
	struct arena arena = {0};
	bool has_two = false;
	int status;

	for (size_t i = 0; i < n_patterns && !has_two; i++) {
		paths[n] = output_path(patterns[i], report->each, value, &arena);
		has_two = is_taken(outputs, paths, n, paths[n]);
		n += !has_two;
	}
	status = outputs_write(outputs, document, paths, n, err);
	if (status == 0 && has_two)
		status = err_set(err, "two documents would be '%s'", paths[n]);
	arena_release(&arena);
	free(paths);
	return status;
}

int report_make(struct report_run *report, const char *path, const char *value,
	struct outputs *outputs, struct err *err)
{
	struct report_source source;
	struct document *document;
	const char **set;
	char *own = NULL;
	int status = -1;

	report->value = value;
	report_run_source(report, &source);
	set = mem_alloc((source.n_set + 1) * sizeof *set);
	if (source.n_set)
		memcpy(set, source.set, source.n_set * sizeof *set);
	if (report->each && value)
		set[source.n_set++] = own = mem_format("%s=%s", report->each, value);
	source.set = set;
	document = report_fill(path, &source, err);
	if (document)
		status = write_all(report, document, value, outputs, err);
	document_free(document);
	free(own);
	free(set);
	return status;
}

int report_publish(struct report_run *report, struct outputs *outputs, struct err *err)
{
	if (report_run_note(report, err) < 0 || outputs_commit(outputs, err) < 0)
		return -1;
	for (size_t i = 0; i < outputs_count(outputs); i++)
		cmd_say(report->run, "%s", outputs_at(outputs, i)->path);
	return 0;
}

#include "cmd/report_outputs.h"

#include <string.h>

#include "base/file.h"
#include "report/report.h"

static int put_markdown(
	const struct document *document, const char *path, struct outfile *out, struct err *err)
{
	return write_markdown(document, path, out, err);
}

static int put_html(
	const struct document *document, const char *path, struct outfile *out, struct err *err)
{
	(void)path;
	return write_html(document, out, err);
}

static int put_pdf(
	const struct document *document, const char *path, struct outfile *out, struct err *err)
{
	(void)path;
	return write_pdf(document, out, err);
}

static int put_xlsx(
	const struct document *document, const char *path, struct outfile *out, struct err *err)
{
	(void)path;
	return write_xlsx(document, out, err);
}

static const struct writer {
	const char *suffix;
	int (*write)(const struct document *document, const char *path, struct outfile *out,
		struct err *err);
} WRITERS[] = {
	{".pdf", put_pdf},
	{".xlsx", put_xlsx},
	{".html", put_html},
	{".md", put_markdown},
};

static const struct writer *find_writer(const char *path)
{
	const char *dot = strrchr(file_name(path), '.');

	for (size_t i = 0; dot && i < sizeof WRITERS / sizeof *WRITERS; i++)
		if (!strcmp(dot, WRITERS[i].suffix))
			return &WRITERS[i];
	return NULL;
}

struct outputs {
	struct outfile *files[MAX_OUTPUTS];
	size_t n;
};

static int write_output(
	struct outputs *outputs, const struct document *document, const char *path, struct err *err)
{
	struct outfile *out = outfile_open(path, err);

	if (!out)
		return -1;
	outputs->files[outputs->n++] = out;
	if (find_writer(path)->write(document, path, out, err) < 0)
		return err_prefix(err, "%s", path);
	return outfile_finish(out, err);
}

bool report_knows_output(const char *path)
{
	return find_writer(path);
}

int report_write(
	const struct document *document, const char *const *paths, size_t n, struct err *err)
{
	struct outputs outputs = {0};
	int status = 0;

	for (size_t i = 0; i < n && status == 0; i++)
		status = write_output(&outputs, document, paths[i], err);
	for (size_t i = 0; i < outputs.n; i++) {
		if (status == 0)
			status = outfile_commit(outputs.files[i], err);
		else
			outfile_abandon(outputs.files[i]);
	}
	return status;
}

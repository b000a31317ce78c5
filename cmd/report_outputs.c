#include "cmd/report_outputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
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
	struct outfile **files; /* NULL once committed */
	struct output *list;
	size_t n, capacity, list_capacity;
};

bool outputs_know(const char *path)
{
	return find_writer(path);
}

struct outputs *outputs_new(void)
{
	return mem_zalloc(sizeof(struct outputs));
}

void outputs_free(struct outputs *outputs)
{
	if (!outputs)
		return;
	for (size_t i = 0; i < outputs->n; i++) {
		outfile_abandon(outputs->files[i]);
		free(outputs->list[i].path);
	}
	free(outputs->files);
	free(outputs->list);
	free(outputs);
}

static struct output *add(struct outputs *outputs, struct outfile *file, const char *path)
{
	outputs->files =
		mem_grow(outputs->files, outputs->n, &outputs->capacity, sizeof(*outputs->files));
	outputs->list =
		mem_grow(outputs->list, outputs->n, &outputs->list_capacity, sizeof *outputs->list);
	outputs->files[outputs->n] = file;
	outputs->list[outputs->n] = (struct output){.path = mem_text(path)};
	return &outputs->list[outputs->n++];
}

/* What was written is read back: a document that went into a pipe has no hash. */
static void measure(struct output *output, FILE *stream)
{
	struct digest *digest = digest_new();
	char piece[65536];
	size_t n;

	rewind(stream);
	while ((n = fread(piece, 1, sizeof piece, stream)) > 0) {
		digest_add(digest, piece, n);
		output->size += n;
	}
	digest_finish(digest, output->sha256);
	if (ferror(stream) || !output->size)
		output->sha256[0] = '\0';
	clearerr(stream);
}

int outputs_write(
	struct outputs *outputs, const struct document *document, const char *path, struct err *err)
{
	struct outfile *file = outfile_open(path, err);
	struct output *output;

	if (!file)
		return -1;
	output = add(outputs, file, path);
	if (find_writer(path)->write(document, path, file, err) < 0)
		return err_prefix(err, "%s", path);
	if (outfile_finish(file, err) < 0)
		return -1;
	measure(output, outfile_stream(file));
	return 0;
}

int outputs_commit(struct outputs *outputs, struct err *err)
{
	int status = 0;

	for (size_t i = 0; i < outputs->n && status == 0; i++) {
		status = outfile_commit(outputs->files[i], err);
		outputs->files[i] = NULL;
	}
	return status;
}

size_t outputs_count(const struct outputs *outputs)
{
	return outputs->n;
}

const struct output *outputs_at(const struct outputs *outputs, size_t i)
{
	return &outputs->list[i];
}

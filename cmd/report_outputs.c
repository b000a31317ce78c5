#include "cmd/report_outputs.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/worker.h"
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
	/* The others draw, in their order: the names that cairo gives to what is in a picture count
	 * on from picture to picture. */
	bool draws_nothing;
} WRITERS[] = {
	{".pdf", put_pdf, false},
	{".xlsx", put_xlsx, true},
	{".html", put_html, false},
	{".md", put_markdown, false},
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

static void add(struct outputs *outputs, struct outfile *file, const char *path)
{
	outputs->files =
		mem_grow(outputs->files, outputs->n, &outputs->capacity, sizeof(*outputs->files));
	outputs->list =
		mem_grow(outputs->list, outputs->n, &outputs->list_capacity, sizeof *outputs->list);
	outputs->files[outputs->n] = file;
	outputs->list[outputs->n++] = (struct output){.path = mem_text(path)};
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

/* A document that is being written. */
struct job {
	const struct writer *writer;
	const struct document *document;
	struct outfile *file;
	struct output *output;
	int status;
	struct err err;
};

static int write_one(struct job *job, struct err *err)
{
	if (job->writer->write(job->document, job->output->path, job->file, err) < 0)
		return err_prefix(err, "%s", job->output->path);
	if (outfile_finish(job->file, err) < 0)
		return -1;
	measure(job->output, outfile_stream(job->file));
	return 0;
}

/* Whether it worked is told by the job: others are done all the same. */
static int run_job(void *context, struct err *ignored)
{
	struct job *job = context;

	(void)ignored;
	job->status = write_one(job, &job->err);
	return 0;
}

/* Those that draw nothing by a second thread, if there can be one. */
static void run_all(struct job *jobs, size_t n)
{
	struct worker *worker = n > 1 ? worker_new(n) : NULL;
	struct err ignored;

	for (size_t i = 0; i < n; i++)
		if (jobs[i].writer->draws_nothing)
			worker_give(worker, run_job, &jobs[i], &ignored);
	for (size_t i = 0; i < n; i++)
		if (!jobs[i].writer->draws_nothing)
			run_job(&jobs[i], &ignored);
	worker_free(worker);
}

static int find_failure(const struct job *jobs, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (jobs[i].status < 0) {
			*err = jobs[i].err;
			return -1;
		}
	return 0;
}

/* What comes before a file that cannot be opened is written all the same: the first failure in the
 * order of the paths is the one that is told. */
int outputs_write(struct outputs *outputs, const struct document *document,
	const char *const *paths, size_t n, struct err *err)
{
	struct job *jobs = mem_zalloc((n + 1) * sizeof *jobs);
	size_t first = outputs->n, n_open = 0;
	struct err failure;
	int status;

	for (; n_open < n; n_open++) {
		struct outfile *file = outfile_open(paths[n_open], &failure);

		if (!file)
			break;
		add(outputs, file, paths[n_open]);
	}
	for (size_t i = 0; i < n_open; i++) {
		jobs[i] = (struct job){.writer = find_writer(paths[i]),
			.document = document,
			.file = outputs->files[first + i],
			.output = &outputs->list[first + i]};
		assert(jobs[i].writer && "the caller has asked outputs_know()");
	}
	run_all(jobs, n_open);
	status = find_failure(jobs, n_open, err);
	free(jobs);
	if (status < 0 || n_open == n)
		return status;
	*err = failure;
	return -1;
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

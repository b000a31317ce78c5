#include "cmd/ingest_job.h"

#include <inttypes.h>
#include <string.h>

#include "base/file.h"

static void on_reject(void *context, const struct reject *reject)
{
	struct job *job = context;

	if (job->rejects)
		rejects_add(job->rejects, reject, input_report(job->input));
}

int job_open(struct job *job, bool with_rejects)
{
	struct run *run = job->ingest->run;
	struct input_options options = {.path = job->path,
		.source = opts_text(run->opts, "source"),
		.columns = opts_text(run->opts, "columns"),
		.encoding = opts_text(run->opts, "encoding"),
		.delimiter = opts_text(run->opts, "delimiter"),
		.header = opts_text(run->opts, "header"),
		.date_order = opts_text(run->opts, "date-order"),
		.lang = run->lang,
		.to_local = cmd_local,
		.share = run->share,
		.labels = job->ingest->labels,
		.on_reject = on_reject,
		.context = job};

	options.n_sheets = opts_texts(run->opts, "sheet", &options.sheets);
	if (with_rejects) {
		job->rejects = rejects_new(opts_text(run->opts, "rejects"), job->path, &run->err);
		if (!job->rejects)
			return -1;
	}
	job->input = input_open(&options, &run->err);
	return job->input ? 0 : -1;
}

void job_close(struct job *job)
{
	rejects_abandon(job->rejects);
	input_close(job->input);
	buf_release(&job->text);
	job->rejects = NULL;
	job->input = NULL;
}

static void say_notes(struct run *run, const char *path, const char *notes)
{
	for (const char *p = notes; *p;) {
		size_t n = strcspn(p, "\n");

		cmd_say(run, "%s: %.*s", path, (int)n, p);
		p += n + (p[n] == '\n');
	}
}

static void say_details(struct run *run, const char *path, const struct input_report *report)
{
	cmd_say(run, "%s: %s%s%s%s%s, source '%s'", path, report->kind,
		*report->encoding ? " in " : "", report->encoding, *report->sheet ? ", sheet " : "",
		report->sheet, report->source);
	for (size_t i = 0; i < report->n_columns; i++) {
		const struct input_column *column = &report->columns[i];

		cmd_say(run, "%s: column '%s' -> %s%s%s", path, column->header,
			*column->field ? column->field : "left out", *column->format ? ", " : "",
			column->format);
	}
	say_notes(run, path, report->row_notes);
}

void job_say_more(struct job *job)
{
	struct run *run = job->ingest->run;
	const struct input_report *report = input_report(job->input);

	if (!report->n_read)
		cmd_say(run, "%s: no rows below the header", job->path);
	if (report->n_joined)
		cmd_say(run,
			"%s: %" PRIu64
			" of the non-data rows go on with the complaint above them; their "
			"products were joined to it",
			job->path, report->n_joined);
	if (report->n_filled)
		cmd_say(run,
			"%s: rows with cells that are merged with one above and take its value: "
			"%" PRIu64,
			job->path, report->n_filled);
	if (report->n_irregular)
		cmd_say(run, "%s: %" PRIu64 " rows had irregular quotes and were recovered",
			job->path, report->n_irregular);
	if (report->n_twice)
		cmd_say(run,
			"%s: %" PRIu64 " lines seem to be UTF-8 encoded twice; --encoding "
			"utf-8-twice repairs them",
			job->path, report->n_twice);
	if (report->n_odd)
		cmd_say(run,
			"%s: %" PRIu64 " bytes are text of no encoding and were read as %s; "
			"--encoding says otherwise",
			job->path, report->n_odd, report->encoding);
	if (report->n_damaged)
		cmd_say(run,
			"%s: %" PRIu64 " identifiers were spoilt by Excel (2.02207E+18, or "
			"zeros for their last digits); they are "
			"in extra, not keys",
			job->path, report->n_damaged);
	if (rejects_path(job->rejects))
		cmd_say(run, "%s: rejected rows are in '%s'", job->path,
			rejects_path(job->rejects));
	if (opts_flag(run->opts, "verbose"))
		say_details(run, job->path, report);
	if (opts_flag(run->opts, "verbose") || opts_flag(run->opts, "dry-run"))
		say_notes(run, job->path, report->notes);
}

int job_keep_rejects(struct job *job, struct err *err)
{
	struct rejects *rejects = job->rejects;

	job->rejects = NULL;
	return rejects_commit(rejects, err);
}

bool job_has_too_many(const struct job *job)
{
	const struct ingest *ingest = job->ingest;
	const struct input_report *report = input_report(job->input);

	return report->n_rejected > ingest->most_rejects ||
	       (report->n_rejected &&
		       (double)report->n_rejected > ingest->most_share * (double)report->n_read);
}

/* What went down a pipe cannot be taken back; a file or a store stays as it was. */
static const char *outcome_of_refusal(const struct job *job)
{
	if (job->load)
		return "not stored";
	return outfile_stream(job->out) == stdout ? "written only in part" : "not written";
}

int job_refuse(struct job *job, struct err *err)
{
	const struct input_report *report = input_report(job->input);
	struct err ignored; /* the refusal is what matters */

	job_say_more(job);
	job_keep_rejects(job, &ignored);
	return err_set(err,
		"'%s' is %s: %" PRIu64 " of %" PRIu64 " rows were rejected, over --max-rejects %s",
		job->path, outcome_of_refusal(job), report->n_rejected, report->n_read,
		opts_text(job->ingest->run->opts, "max-rejects"));
}

static int load_classifier(void *context, struct err *err)
{
	struct ingest *ingest = context;

	ingest->classifier = classifier_load(ingest->run->share, NULL, err);
	return ingest->classifier ? classifier_add_model_beside(ingest->classifier, err) : -1;
}

void ingest_load_classifier(struct ingest *ingest)
{
	ingest->loader = worker_new(1);
	worker_give(ingest->loader, load_classifier, ingest, &ingest->run->err);
}

int ingest_await_classifier(struct ingest *ingest, struct err *err)
{
	if (!opts_flag(ingest->run->opts, "classify"))
		return 0;
	if (worker_wait(ingest->loader, err) < 0 || !ingest->classifier)
		return -1;
	cmd_say_model(ingest->run, ingest->classifier);
	ingest->info.rules_hash = classifier_hash(ingest->classifier);
	ingest->info.model_hash = classifier_model_hash(ingest->classifier);
	return 0;
}

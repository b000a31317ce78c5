/* kesu ingest: exports of other systems into a store, or as canonical CSV. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"
#include "cmd/ingest_job.h"
#include "cmd/interrupt.h"
#include "cmd/progress.h"
#include "cmd/pump.h"
#include "load/load.h"
#include "record/canonical.h"

static const struct opt INGEST_OPTIONS[] = {
	{"source", 's', OPT_TEXT, "NAME",
		"name of the exporting system (default: the file's name)"},
	{"columns", 0, OPT_TEXT, "FILE", "what the columns are: CSV of field,header[,format]"},
	{"encoding", 0, OPT_TEXT, "NAME", "encoding of the text (default: by evidence)"},
	{"delimiter", 0, OPT_TEXT, "C", "what separates cells: one character, or 'tab'"},
	{"header", 0, OPT_TEXT, "LINE", "line of the header, or 'none'"},
	{"sheet", 0, OPT_TEXTS, "NAME", "read this sheet of a workbook; may be repeated"},
	{"date-order", 0, OPT_CHOICE, "ORDER", "how 01/02/2026 is meant", "dmy|mdy|ymd"},
	{"exported-at", 0, OPT_TEXT, "DATE", "when the files were exported"},
	{"covers", 0, OPT_TEXT, "FROM..TO", "days that the files are complete for"},
	{"rejects", 0, OPT_TEXT, "PATH", "file, or folder, for rows that were rejected"},
	{"max-rejects", 0, OPT_TEXT, "N|P%", "refuse a file with more rejected rows"},
	{"fail", 0, OPT_FLAG, NULL, "exit with 3 when rows were rejected"},
	{"classify", 0, OPT_FLAG, NULL, "find causes on the way"},
	{"dry-run", 'n', OPT_FLAG, NULL, "only show what the columns would become"},
	{"verbose", 'v', OPT_FLAG, NULL, "tell about columns, unknown values and left out rows"},
	{0},
};

static int put_load(void *context, const struct batch *batch, struct err *err)
{
	struct job *job = context;

	progress_step(job->ingest->run, batch->n, batch->done);
	return load_add(job->load, batch, err);
}

static int put_text(void *context, const struct batch *batch, struct err *err)
{
	struct job *job = context;

	progress_step(job->ingest->run, batch->n, batch->done);
	buf_clear(&job->text);
	canonical_write_rows(&job->text, job->has, batch);
	if (fwrite(job->text.data, 1, job->text.len, outfile_stream(job->out)) == job->text.len)
		return 0;
	return outfile_finish(job->out, err); /* which tells of it */
}

static void count_reject(void *context, const char *code)
{
	load_count_reject(context, code);
}

/* Law 4, once more and by other numbers than the store's. */
static int check_sum(const struct job *job, const struct input_report *report,
	const struct load_counts *counts, struct err *err)
{
	uint64_t sum = counts->n_added + counts->n_updated + counts->n_unchanged + counts->n_older +
		       report->n_rejected + report->n_nondata;

	if (sum == report->n_read)
		return 0;
	return err_set(err, "'%s': %" PRIu64 " rows were read, but %" PRIu64 " are accounted for",
		job->path, report->n_read, sum);
}

static int finish_load(struct job *job, struct load_counts *counts, struct err *err)
{
	const struct ingest *ingest = job->ingest;
	const struct input_report *report = input_report(job->input);
	const struct load_info info = {.file = strcmp(job->path, "-") ? file_name(job->path) : "-",
		.sheet = report->sheet,
		.sha256 = report->sha256,
		.encoding = report->encoding,
		.confidence = report->confidence,
		.source = report->source,
		.mapping = report->mapping,
		.exported_at = ingest->exported_at,
		.exported_day = ingest->exported_at == NUMBER_NONE
					? NO_DAY
					: instant_day(ingest->exported_at),
		.covers_first = ingest->covers_first,
		.covers_last = ingest->covers_last,
		.n_read = report->n_read,
		.n_rejected = report->n_rejected,
		.n_nondata = report->n_nondata};
	struct load *load = job->load;

	rejects_each(job->rejects, count_reject, load);
	job->load = NULL;
	if (load_finish(load, &info, counts, err) < 0)
		return -1;
	return check_sum(job, report, counts, err);
}

/* The rejects are on disk before the store changes, and appear after. */
static int load_job(struct job *job, struct store *store, struct err *err)
{
	struct ingest *ingest = job->ingest;
	const struct input_report *report;
	struct load_counts counts = {0};

	if (ingest_await_classifier(ingest, err) < 0) {
		ingest->has_no_classifier = true;
		return -1;
	}
	job->load = load_begin(store, &ingest->info, err);
	if (!job->load)
		return -1;
	load_set_exported_at(job->load, ingest->exported_at);
	if (pump(job->input, ingest->classifier, put_load, job, err) < 0 ||
		rejects_finish(job->rejects, err) < 0)
		return -1;
	report = input_report(job->input);
	if (job_has_too_many(job))
		return job_refuse(job, err);
	if (finish_load(job, &counts, err) < 0)
		return -1;
	cmd_say(ingest->run,
		"%s: %" PRIu64 " read, %" PRIu64 " added, %" PRIu64 " updated, %" PRIu64
		" unchanged, %" PRIu64 " older, %" PRIu64 " rejected, %" PRIu64 " non-data",
		job->path, report->n_read, counts.n_added, counts.n_updated, counts.n_unchanged,
		counts.n_older, report->n_rejected, report->n_nondata);
	job_say_more(job);
	ingest->n_rejected += report->n_rejected;
	return job_keep_rejects(job, err);
}

static void ingest_file(struct ingest *ingest, struct store *store, const char *path)
{
	struct job job = {.ingest = ingest, .path = path};

	progress_start(ingest->run, path);
	if (job_open(&job, true) < 0 || load_job(&job, store, &ingest->run->err) < 0) {
		cmd_fail(ingest->run, NULL);
		ingest->has_failed = true;
	}
	if (job.load)
		load_abandon(job.load);
	job_close(&job);
	progress_end(ingest->run);
}

static enum status into_store(struct ingest *ingest)
{
	struct run *run = ingest->run;
	struct store *store = store_open(run->db, STORE_CREATE, &run->err);

	if (!store)
		return cmd_fail(run, NULL);
	interrupt_removes(store);
	for (size_t i = 0; i < run->n_operands && !ingest->has_no_classifier; i++)
		ingest_file(ingest, store, run->operands[i]);
	store_close(store);
	return STATUS_DONE;
}

/* Fields that --classify fills. */
static void add_cause_fields(bool has[N_FIELDS])
{
	static const enum field FILLED[] = {FIELD_DEMAND_CLASS, FIELD_SEVERITY_CLASS,
		FIELD_ESCALATION_INTENT, FIELD_CAUSES, FIELD_CAUSE, FIELD_SUBCAUSE,
		FIELD_CAUSE_SCORE, FIELD_CAUSE_EVIDENCE, FIELD_CAUSE_BY};

	for (size_t i = 0; i < sizeof FILLED / sizeof *FILLED; i++)
		has[FILLED[i]] = true;
}

/* Opens all files first: the header is of the fields that any of them has. */
static int open_jobs(struct ingest *ingest, struct job *jobs, bool has[N_FIELDS])
{
	for (size_t i = 0; i < ingest->run->n_operands; i++) {
		bool its[N_FIELDS];

		jobs[i] = (struct job){
			.ingest = ingest, .path = ingest->run->operands[i], .has = has};
		if (job_open(&jobs[i], true) < 0)
			return -1;
		input_fields(jobs[i].input, its);
		for (enum field field = 0; field < N_FIELDS; field++)
			has[field] |= its[field];
	}
	if (opts_flag(ingest->run->opts, "classify"))
		add_cause_fields(has);
	return ingest_await_classifier(ingest, &ingest->run->err);
}

static int write_job(struct job *job, struct outfile *out, struct err *err)
{
	const struct input_report *report;

	job->out = out;
	if (outfile_stream(out) != stdout || !job->ingest->run->to_terminal)
		progress_start(job->ingest->run, job->path);
	if (pump(job->input, job->ingest->classifier, put_text, job, err) < 0 ||
		rejects_finish(job->rejects, err) < 0)
		return -1;
	report = input_report(job->input);
	job->ingest->n_rejected += report->n_rejected;
	return job_has_too_many(job) ? job_refuse(job, err) : 0;
}

static int write_jobs(struct ingest *ingest, struct job *jobs, struct err *err)
{
	const char *path = opts_text(ingest->run->opts, "output");
	bool has[N_FIELDS] = {false};
	struct buf header = {0};
	struct outfile *out;
	int status = open_jobs(ingest, jobs, has);

	if (status < 0)
		return -1;
	out = outfile_open(path ? path : "-", err);
	if (!out)
		return -1;
	canonical_write_header(&header, has);
	fwrite(header.data, 1, header.len, outfile_stream(out));
	buf_release(&header);
	for (size_t i = 0; status == 0 && i < ingest->run->n_operands; i++)
		status = write_job(&jobs[i], out, err);
	if (status == 0)
		return outfile_commit(out, err);
	outfile_abandon(out);
	return -1;
}

static void say_written(struct job *job)
{
	const struct input_report *report = input_report(job->input);

	cmd_say(job->ingest->run,
		"%s: %" PRIu64 " read, %" PRIu64 " written, %" PRIu64 " rejected, %" PRIu64
		" non-data",
		job->path, report->n_read, report->n_read - report->n_rejected - report->n_nondata,
		report->n_rejected, report->n_nondata);
	job_say_more(job);
}

static enum status as_filter(struct ingest *ingest)
{
	struct run *run = ingest->run;
	struct job *jobs = mem_zalloc(run->n_operands * sizeof *jobs);
	enum status status = STATUS_DONE;

	if (write_jobs(ingest, jobs, &run->err) < 0)
		status = cmd_fail(run, NULL);
	progress_end(run);
	for (size_t i = 0; i < run->n_operands; i++) {
		if (status == STATUS_DONE)
			say_written(&jobs[i]);
		if (status == STATUS_DONE && job_keep_rejects(&jobs[i], &run->err) < 0)
			status = cmd_fail(run, NULL);
		job_close(&jobs[i]);
	}
	free(jobs);
	return status;
}

static int put_nothing(void *context, const struct batch *batch, struct err *err)
{
	(void)context;
	(void)batch;
	(void)err;
	return 0;
}

static void add_mapping(struct table *table, const char *path, const struct input_report *report)
{
	for (size_t i = 0; i < report->n_columns; i++) {
		const struct input_column *column = &report->columns[i];
		const char *values[] = {path, column->sheet, column->header, column->field,
			column->format, column->example, column->by};
		size_t row = table_add_row(table);

		for (size_t k = 0; k < sizeof values / sizeof *values; k++)
			if (*values[k])
				table_set_text(table, row, k, values[k]);
		table_set_real(table, row, sizeof values / sizeof *values,
			round(column->confidence * 100) / 100); /* NAN stays empty */
	}
}

static int try_file(struct ingest *ingest, const char *path, struct table *table)
{
	struct job job = {.ingest = ingest, .path = path};
	const struct input_report *report;
	int status = job_open(&job, false);

	if (status == 0)
		status = pump(job.input, NULL, put_nothing, NULL, &ingest->run->err);
	if (status == 0) {
		report = input_report(job.input);
		add_mapping(table, path, report);
		cmd_say(ingest->run,
			"%s: %" PRIu64 " read, %" PRIu64 " rejected, %" PRIu64
			" non-data; nothing is written",
			path, report->n_read, report->n_rejected, report->n_nondata);
		job_say_more(&job);
		ingest->n_rejected += report->n_rejected;
	} else {
		cmd_fail(ingest->run, NULL);
		ingest->has_failed = true;
	}
	job_close(&job);
	return status;
}

static enum status try_all(struct ingest *ingest)
{
	static const char *const COLUMNS[] = {
		"file", "sheet", "header", "field", "format", "example", "by"};
	struct table *table = table_new("columns");
	enum status status;

	for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++)
		table_add_column(table, COLUMNS[i], CELL_TEXT, "text");
	table_add_column(table, "confidence", CELL_REAL, "share");
	for (size_t i = 0; i < ingest->run->n_operands; i++)
		try_file(ingest, ingest->run->operands[i], table);
	status = cmd_put_table(ingest->run, table);
	table_free(table);
	return status;
}

static enum status ingest_all(struct ingest *ingest)
{
	struct run *run = ingest->run;
	enum status status;

	if (opts_flag(run->opts, "dry-run"))
		status = try_all(ingest);
	else
		status = run->db ? into_store(ingest) : as_filter(ingest);
	if (status != STATUS_DONE || ingest->has_failed)
		return STATUS_FAILED;
	return ingest->n_rejected && opts_flag(run->opts, "fail") ? STATUS_REJECTED : STATUS_DONE;
}

static enum status run_ingest(struct run *run)
{
	struct ingest ingest = {.run = run, .labels = cmd_labels(run)};
	char *line = cmd_line(run);
	enum status status = STATUS_FAILED;

	ingest.info =
		(struct run_info){.command = "ingest", .options = line, .started_at = cmd_now()};
	if (!ingest.labels) {
		free(line);
		return STATUS_FAILED;
	}
	if (ingest_read_options(&ingest, &run->err) < 0) {
		status = cmd_misuse(run, NULL);
	} else {
		if (opts_flag(run->opts, "classify"))
			ingest_load_classifier(&ingest);
		status = ingest_all(&ingest);
	}
	worker_free(ingest.loader);
	classifier_free(ingest.classifier);
	free(line);
	return status;
}

static const struct opt *const TABLES[] = {INGEST_OPTIONS, DB_OPTIONS, OUTPUT_OPTIONS, NULL};

const struct command COMMAND_INGEST = {
	.name = "ingest",
	.summary = "read exports into a store, or write them as canonical CSV",
	.operands = "FILE...",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.db = DB_WRITES,
	.run = run_ingest,
};

/* kesu classify: causes of complaints by the rules, in a store or as a filter. */
#include "cmd/classify.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "cause/cause.h"
#include "cmd/progress.h"
#include "cmd/recausing.h"
#include "input/input.h"
#include "record/canonical.h"

static const struct opt CLASSIFY_OPTIONS[] = {
	{"check", 0, OPT_FLAG, NULL, "try the pinned cases of the file, or of rules/pinned.csv"},
	{"behaviour", 0, OPT_FLAG, NULL, "fill in how the customer behaves, too"},
	{0},
};

static const struct opt *const TABLES[] = {
	DB_OPTIONS, CLASSIFIER_OPTIONS, OUTPUT_OPTIONS, CLASSIFY_OPTIONS, NULL};

struct work {
	struct run *run;
	struct classifier *classifier;
	struct cause_scratch *scratch;
	struct batch *batch;
	uint64_t n_classified, n_unclassified, n_kept;
	uint64_t n_blank; /* of the unclassified: without a text */
};

/* ---- what is said in the end ---- */

static bool is_by_others(struct span by)
{
	return text_is(by.text, by.n, "human") || text_is(by.text, by.n, "export");
}

static void classify_batch(struct work *w)
{
	const struct batch *batch = w->batch;

	cause_batch(w->classifier, w->scratch, w->batch);
	for (size_t row = 0; row < batch->n; row++) {
		struct span text = batch_text(batch, FIELD_TEXT, row);
		size_t n = text.n;

		if (is_by_others(batch_text(batch, FIELD_CAUSE_BY, row))) {
			w->n_kept++;
		} else if (batch_text(batch, FIELD_CAUSES, row).n > 0) {
			w->n_classified++;
		} else {
			w->n_unclassified++;
			text_trim(text.text, &n);
			w->n_blank += n == 0;
		}
	}
}

/* "3 classified, 1 unclassified (25.0 %), 1 kept": the share is of those two. */
static char *summary(const struct work *w)
{
	struct buf words = {0};
	uint64_t n = w->n_classified + w->n_unclassified;

	buf_format(&words, "%llu classified, %llu unclassified",
		(unsigned long long)w->n_classified, (unsigned long long)w->n_unclassified);
	if (w->n_unclassified > 0)
		buf_format(&words, " (%.1f %%", 100 * (double)w->n_unclassified / (double)n);
	if (w->n_blank > 0)
		buf_format(&words, "; %llu without text", (unsigned long long)w->n_blank);
	if (w->n_unclassified > 0)
		buf_add_char(&words, ')');
	buf_format(&words, ", %llu kept", (unsigned long long)w->n_kept);
	return buf_take(&words);
}

static void mark_wanted(const struct work *w, bool wanted[N_FIELDS])
{
	static const enum field READ[] = {FIELD_TEXT, FIELD_CAUSE_BY, FIELD_DEMAND_CLASS,
		FIELD_SEVERITY_CLASS, FIELD_ESCALATION_INTENT};

	for (size_t i = 0; i < sizeof READ / sizeof *READ; i++)
		wanted[READ[i]] = true;
	wanted[FIELD_BEHAVIOUR] = opts_flag(w->run->opts, "behaviour");
}

/* ---- in a store ---- */

static int classify_all(struct work *w, struct scan *scan, struct recause *recause)
{
	int status;

	while ((status = scan_next(scan, w->batch, &w->run->err)) > 0) {
		progress_step(w->run, w->batch->n, w->batch->done);
		classify_batch(w);
		if (recause_add(recause, w->batch, &w->run->err) < 0)
			return -1;
		batch_clear(w->batch);
	}
	return status;
}

static int classify_store(struct work *w, struct store *store, struct recause *recause)
{
	bool wanted[N_FIELDS] = {false};
	struct scan *scan;
	int status = -1;

	mark_wanted(w, wanted);
	scan = scan_open(store, wanted, &w->run->err);
	if (scan) {
		scan_hide_derived(scan);
		progress_start(w->run, w->run->db);
		status = classify_all(w, scan, recause);
		progress_end(w->run);
	}
	scan_close(scan);
	return status;
}

/* The first time there is nothing that could have moved. */
static enum status tell_moved(struct work *w, struct recause *recause)
{
	const struct opts *opts = w->run->opts;
	struct table *moved = recause_moved(recause);
	bool is_worth =
		table_rows(moved) > 0 || opts_is_set(opts, "output") || opts_is_set(opts, "format");
	struct recause_counts counts;
	enum status status = recausing_finish(w->run, recause, is_worth ? moved : NULL, &counts);
	char *words;

	table_free(moved);
	if (status != STATUS_DONE)
		return status;
	words = summary(w);
	cmd_say(w->run, "%s: %s, %llu changed", w->run->db, words,
		(unsigned long long)counts.n_changed);
	free(words);
	return STATUS_DONE;
}

static enum status classify_into(struct work *w, struct store *store)
{
	struct recause *recause = recausing_begin(w->run, store, w->classifier);

	if (!recause)
		return cmd_fail(w->run, NULL);
	if (classify_store(w, store, recause) >= 0)
		return tell_moved(w, recause);
	recause_abandon(recause);
	return cmd_fail(w->run, NULL);
}

static enum status open_and_classify(struct work *w)
{
	struct store *store = store_open(w->run->db, STORE_WRITE, &w->run->err);
	enum status status = store ? classify_into(w, store) : cmd_fail(w->run, NULL);

	store_close(store);
	return status;
}

/* ---- as a filter ---- */

/* The columns of the output: those that came in, and the causes. */
static void choose_columns(const struct input *input, const struct batch *batch, bool has[N_FIELDS])
{
	const struct input_report *report = input_report((struct input *)input);

	for (size_t i = 0; i < report->n_headers; i++) {
		enum field field = field_find(report->headers[i], strlen(report->headers[i]));

		if (field < N_FIELDS)
			has[field] = true;
	}
	for (enum field field = 0; field < N_FIELDS; field++)
		has[field] |= batch->has[field];
}

static int filter(struct work *w, struct input *input, FILE *stream)
{
	bool has[N_FIELDS] = {false}, is_first = true;
	struct buf out = {0};
	int status;

	do {
		batch_clear(w->batch);
		status = input_next(input, w->batch, &w->run->err);
		if (status < 0)
			break;
		classify_batch(w);
		buf_clear(&out);
		if (is_first) {
			choose_columns(input, w->batch, has);
			canonical_write_header(&out, has);
			is_first = false;
		}
		if (status > 0)
			canonical_write_rows(&out, has, w->batch);
		fwrite(out.data, 1, out.len, stream);
	} while (status > 0 && !ferror(stream)); /* told when the output is committed */
	buf_release(&out);
	return status;
}

static enum status classify_filter(struct work *w)
{
	struct run *run = w->run;
	const char *path = opts_text(run->opts, "output");
	struct input_options options = {.path = run->n_operands ? run->operands[0] : "-",
		.canonical = true,
		.lang = run->lang,
		.share = run->share,
		.labels = cmd_labels(run)};
	struct input *input = options.labels ? input_open(&options, &run->err) : NULL;
	struct outfile *out;
	char *words;

	if (!options.labels)
		return STATUS_FAILED;
	if (!input)
		return cmd_fail(run, NULL);
	out = outfile_open(path ? path : "-", &run->err);
	if (!out || filter(w, input, outfile_stream(out)) < 0) {
		if (out)
			outfile_abandon(out);
		input_close(input);
		return cmd_fail(run, NULL);
	}
	input_close(input);
	if (outfile_commit(out, &run->err) < 0)
		return cmd_fail(run, NULL);
	words = summary(w);
	cmd_say(run, "%s: %s", strcmp(options.path, "-") == 0 ? "standard input" : options.path,
		words);
	free(words);
	return STATUS_DONE;
}

static enum status run_classify(struct run *run)
{
	struct work w = {.run = run};
	enum status status;

	if (run->db && run->n_operands)
		return cmd_misuse(run, "a store and '%s': name one of them", run->operands[0]);
	if (!run->db && !opts_flag(run->opts, "check") && opts_is_set(run->opts, "format"))
		return cmd_misuse(run, "-f is for tables: canonical CSV is written as it is read");
	if (opts_flag(run->opts, "check") && (run->db || opts_flag(run->opts, "behaviour")))
		return cmd_misuse(run, "--check does not go with a store or --behaviour");
	w.classifier = cmd_classifier(run);
	if (!w.classifier)
		return STATUS_FAILED;
	if (opts_flag(run->opts, "behaviour"))
		classifier_find_behaviour(w.classifier);
	if (opts_flag(run->opts, "check")) {
		status = classify_check(
			run, w.classifier, run->n_operands ? run->operands[0] : NULL);
		classifier_free(w.classifier);
		return status;
	}
	w.scratch = cause_scratch_new(w.classifier);
	w.batch = batch_new();
	status = run->db ? open_and_classify(&w) : classify_filter(&w);
	batch_free(w.batch);
	cause_scratch_free(w.scratch);
	classifier_free(w.classifier);
	return status;
}

const struct command COMMAND_CLASSIFY = {
	.name = "classify",
	.summary = "find the causes of complaints by the rules",
	.operands = "[FILE.csv]",
	.tables = TABLES,
	.max_operands = 1,
	.db = DB_WRITES,
	.run = run_classify,
};

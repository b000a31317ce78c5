/* kesu explain: how the rules come to the causes of a text. */
#include "cmd/cmd.h"

#include <string.h>

#include "base/text.h"
#include "cause/cause.h"
#include "input/input.h"

static const struct opt EXPLAIN_OPTIONS[] = {
	{"text", 0, OPT_TEXT, "TEXT", "explain this text"},
	{"output", 'o', OPT_TEXT, "FILE", "write to FILE instead of the standard output"},
	{0},
};

static const struct opt *const TABLES[] = {DB_OPTIONS, CLASSIFIER_OPTIONS, EXPLAIN_OPTIONS, NULL};

struct work {
	struct run *run;
	struct classifier *classifier;
	struct cause_scratch *scratch;
	struct buf out;
};

static void explain_text(struct work *w, const char *text, size_t n)
{
	cause_explain(w->classifier, w->scratch, text, n, &w->out);
}

/* What stands in the store or the file, where it is not what the rules say here. */
static void tell_standing(struct work *w, const struct batch *batch, size_t row)
{
	struct span causes = batch_text(batch, FIELD_CAUSES, row);
	struct span by = batch_text(batch, FIELD_CAUSE_BY, row);

	if (causes.n)
		buf_format(&w->out, "  on record: %.*s, by %.*s\n", (int)causes.n, causes.text,
			(int)by.n, by.n ? by.text : "");
}

static void explain_rows(struct work *w, const struct batch *batch)
{
	for (size_t row = 0; row < batch->n; row++) {
		struct span source = batch_text(batch, FIELD_SOURCE, row);
		struct span id = batch_text(batch, FIELD_COMPLAINT_ID, row);
		struct span text = batch_text(batch, FIELD_TEXT, row);

		buf_add(&w->out, source.text, source.n);
		buf_add_char(&w->out, '/');
		buf_add(&w->out, id.text, id.n);
		buf_add_char(&w->out, '\n');
		explain_text(w, text.text, text.n);
		tell_standing(w, batch, row);
	}
}

/* ---- complaints of a store ---- */

static enum status explain_id(struct work *w, struct store *store, const char *id)
{
	struct scan *scan = scan_open_id(store, id, &w->run->err);
	struct batch *batch = batch_new();
	size_t n = 0;
	int status = scan ? 1 : -1;

	while (status > 0 && (status = scan_next(scan, batch, &w->run->err)) > 0) {
		explain_rows(w, batch);
		n += batch->n;
		batch_clear(batch);
	}
	scan_close(scan);
	batch_free(batch);
	if (status < 0)
		return cmd_fail(w->run, NULL);
	return n ? STATUS_DONE : cmd_fail(w->run, "no complaint '%s' in '%s'", id, w->run->db);
}

static enum status explain_store(struct work *w)
{
	struct store *store = store_open(w->run->db, STORE_READ, &w->run->err);
	enum status status = STATUS_DONE;

	if (!store)
		return cmd_fail(w->run, NULL);
	for (size_t i = 0; i < w->run->n_operands && status == STATUS_DONE; i++)
		status = explain_id(w, store, w->run->operands[i]);
	store_close(store);
	return status;
}

/* ---- canonical CSV ---- */

static enum status explain_file(struct work *w)
{
	struct run *run = w->run;
	struct input_options options = {.path = run->n_operands ? run->operands[0] : "-",
		.canonical = true,
		.lang = run->lang,
		.share = run->share,
		.labels = cmd_labels(run)};
	struct input *input = options.labels ? input_open(&options, &run->err) : NULL;
	struct batch *batch;
	int status;

	if (!options.labels)
		return STATUS_FAILED;
	if (!input)
		return cmd_fail(run, NULL);
	batch = batch_new();
	while ((status = input_next(input, batch, &run->err)) > 0) {
		explain_rows(w, batch);
		batch_clear(batch);
	}
	batch_free(batch);
	input_close(input);
	return status < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
}

static enum status explain(struct work *w)
{
	const char *text = opts_text(w->run->opts, "text");

	if (text)
		explain_text(w, text, strlen(text));
	else if (w->run->db)
		return explain_store(w);
	else
		return explain_file(w);
	return STATUS_DONE;
}

/* Before the rules are read. */
static enum status check_options(struct run *run)
{
	const char *text = opts_text(run->opts, "text");

	if (text && (run->n_operands || opts_text(run->opts, "db")))
		return cmd_misuse(run, "--text is explained without a store or file");
	if (text && text_valid(text, strlen(text)) < strlen(text))
		return cmd_misuse(run, "the text is not UTF-8");
	if (!text && !run->db && run->n_operands > 1)
		return cmd_misuse(run, "complaints by id need a store: -d STORE");
	if (!text && run->db && run->n_operands == 0)
		return cmd_misuse(run, "the id of a complaint is missing");
	return STATUS_DONE;
}

static enum status run_explain(struct run *run)
{
	struct work w = {.run = run};
	enum status status = check_options(run);

	if (status != STATUS_DONE)
		return status;
	w.classifier = cmd_classifier(run);
	if (!w.classifier)
		return STATUS_FAILED;
	w.scratch = cause_scratch_new(w.classifier);
	status = explain(&w);
	if (status == STATUS_DONE)
		status = cmd_put_bytes(run, buf_text(&w.out), w.out.len);
	buf_release(&w.out);
	cause_scratch_free(w.scratch);
	classifier_free(w.classifier);
	return status;
}

const struct command COMMAND_EXPLAIN = {
	.name = "explain",
	.summary = "show how the rules come to a complaint's causes",
	.operands = "[[SOURCE/]ID... | FILE.csv]",
	.tables = TABLES,
	.max_operands = SIZE_MAX,
	.db = DB_READS,
	.run = run_explain,
};

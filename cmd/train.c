/* kesu train: a model from labelled texts. */
#include "cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "cause/labelset.h"
#include "cause/learn.h"

enum { LEAST_ROWS = 10 };

static const struct opt TRAIN_OPTIONS[] = {
	{"output", 'o', OPT_TEXT, "FILE", "write the model to FILE"},
	{"label", 'l', OPT_TEXT, "COLUMN", "column of the true labels", .preset = "cause"},
	{"text", 0, OPT_TEXT, "COLUMN", "column of the text", .preset = "text"},
	{"rules", 0, OPT_TEXT, "FILE", "rule file instead of rules/causes.csv"},
	{0},
};

static const struct opt *const TABLES[] = {TRAIN_OPTIONS, NULL};

struct work {
	struct run *run;
	struct csv_rows *csv;
	char data_hash[DIGEST_TEXT];
	size_t text, label; /* columns */
	struct labelset *labels;
	size_t *class_of; /* by label: its class, or SIZE_MAX */
	const char *names[MODEL_CLASSES];
	size_t n_classes;
	struct classifier *classifier;
	struct learner *learner;
	size_t n_used;
};

static int read_table(struct work *w)
{
	const char *path = w->run->operands[0];
	struct buf bytes = {0};
	struct digest *digest;

	if (file_read(path, &bytes, &w->run->err) < 0)
		return -1;
	digest = digest_new();
	digest_add(digest, buf_text(&bytes), bytes.len);
	digest_finish(digest, w->data_hash);
	if (text_valid(buf_text(&bytes), bytes.len) < bytes.len)
		err_set(&w->run->err, "'%s' is not UTF-8", path);
	else if (!(w->csv = csv_rows_parse(buf_text(&bytes), bytes.len, &w->run->err)))
		err_prefix(&w->run->err, "'%s'", path);
	buf_release(&bytes);
	return w->csv ? 0 : -1;
}

static int find_columns(struct work *w)
{
	const char *names[] = {opts_text(w->run->opts, "text"), opts_text(w->run->opts, "label")};
	size_t *columns[] = {&w->text, &w->label};

	for (size_t i = 0; i < 2; i++) {
		*columns[i] = csv_column(w->csv, names[i]);
		if (*columns[i] == SIZE_MAX)
			return err_set(&w->run->err, "'%s' has no column '%s'", w->run->operands[0],
				names[i]);
	}
	return 0;
}

/* How often each label occurs; the caller frees it. */
static size_t *count_labels(const struct work *w)
{
	size_t *n = mem_zalloc((labelset_count(w->labels) + 1) * sizeof *n);
	struct span label;

	for (size_t row = 1; row < w->csv->n; row++)
		for (const char *at = csv_cell(w->csv, row, w->label);
			label_next(&at, LABEL_CAUSE, &label);)
			n[labelset_find(w->labels, label.text, label.n)]++;
	return n;
}

static int add_class(struct work *w, size_t label)
{
	const char *name = labelset_name(w->labels, label);

	if (w->n_classes == MODEL_CLASSES)
		return err_set(&w->run->err, "'%s' has more than %d labels", w->run->operands[0],
			(int)MODEL_CLASSES);
	if (strpbrk(name, "\r\n"))
		return err_set(&w->run->err, "'%s': the label '%s' has a line break",
			w->run->operands[0], name);
	w->class_of[label] = w->n_classes;
	w->names[w->n_classes++] = name;
	return 0;
}

/* Labels too rare to be learned are left out, and said. */
static int choose_classes(struct work *w)
{
	size_t *n, n_labels;
	int status = 0;

	w->labels = labelset_new();
	for (size_t row = 1; row < w->csv->n; row++)
		labelset_collect(w->labels, csv_cell(w->csv, row, w->label), LABEL_CAUSE);
	labelset_close(w->labels);
	n_labels = labelset_count(w->labels);
	n = count_labels(w);
	w->class_of = mem_alloc((n_labels + 1) * sizeof *w->class_of);
	for (size_t i = 0; i < n_labels && status == 0; i++) {
		w->class_of[i] = SIZE_MAX;
		if (n[i] >= LEAST_ROWS)
			status = add_class(w, i);
		else
			cmd_say(w->run, "label '%s' is left out: rows that have it: %zu",
				labelset_name(w->labels, i), n[i]);
	}
	free(n);
	if (status == 0 && w->n_classes < 2)
		return err_set(&w->run->err, "'%s' has fewer than two labels with at least %d rows",
			w->run->operands[0], (int)LEAST_ROWS);
	return status;
}

/* A row without any of the classes was not labelled, or is no example of what it is labelled. */
static void add_row(struct work *w, size_t row)
{
	bool is_class[MODEL_CLASSES] = {false}, has_class = false;
	const char *at = csv_cell(w->csv, row, w->label), *text = csv_cell(w->csv, row, w->text);
	struct span label;

	while (label_next(&at, LABEL_CAUSE, &label)) {
		size_t class = w->class_of[labelset_find(w->labels, label.text, label.n)];

		if (class == SIZE_MAX)
			continue;
		is_class[class] = has_class = true;
	}
	if (!has_class || !*text)
		return;
	learner_add(w->learner, text, strlen(text), is_class);
	w->n_used++;
}

static void say_scores(const struct work *w, const struct cause_model *model)
{
	const char *path = opts_text(w->run->opts, "output");

	cmd_say(w->run, "%s: %zu of %zu rows, cross-validated macro F1 %.4f", path, w->n_used,
		w->csv->n - 1, model->macro_f1);
	for (size_t c = 0; c < model->n_classes; c++)
		cmd_say(w->run, "  %s: %zu rows, F1 %.4f", model->classes[c].name,
			model->classes[c].n_rows, model->classes[c].f1);
}

static int learn(struct work *w)
{
	struct cause_model *model;
	int status;

	w->learner = learner_new(w->classifier, w->names, w->n_classes);
	for (size_t row = 1; row < w->csv->n; row++)
		add_row(w, row);
	model = learner_train(w->learner);
	memcpy(model->data_hash, w->data_hash, sizeof w->data_hash);
	status = model_save(model, opts_text(w->run->opts, "output"), &w->run->err);
	if (status == 0)
		say_scores(w, model);
	model_free(model);
	return status;
}

static int train_model(struct work *w)
{
	if (read_table(w) < 0 || find_columns(w) < 0 || choose_classes(w) < 0)
		return -1;
	w->classifier =
		classifier_load(w->run->share, opts_text(w->run->opts, "rules"), &w->run->err);
	return w->classifier ? learn(w) : -1;
}

static enum status run_train(struct run *run)
{
	struct work w = {.run = run};
	int status;

	if (!opts_text(run->opts, "output"))
		return cmd_misuse(run, "where to write the model is missing: -o FILE");
	status = train_model(&w);
	learner_free(w.learner);
	classifier_free(w.classifier);
	free(w.class_of);
	labelset_free(w.labels);
	csv_rows_free(w.csv);
	return status < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
}

const struct command COMMAND_TRAIN = {
	.name = "train",
	.summary = "learn causes from labelled complaints",
	.operands = "FILE.csv",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = 1,
	.db = DB_NONE,
	.run = run_train,
};

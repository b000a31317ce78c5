/* kesu train: a model from labelled texts. */
#include "cmd/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "cause/labelnames.h"
#include "cause/learn.h"

enum { LEAST_ROWS = 10 };

static const struct opt TRAIN_OPTIONS[] = {
	{"output", 'o', OPT_TEXT, "FILE", "write the model to FILE"},
	{"label", 'l', OPT_TEXT, "COLUMN", "column of the true labels", .preset = "cause"},
	{"text", 0, OPT_TEXT, "COLUMN", "column of the text", .preset = "text"},
	{"classes", 0, OPT_TEXT, "LIST",
		"learn only these: product,logistics,...; other labels are examples of none"},
	{"prefer", 0, OPT_CHOICE, "WHOSE", "whose primary cause is named in doubt (model)",
		"model|rules"},
	{"rules", 0, OPT_TEXT, "FILE", "rule file instead of rules/causes.csv"},
	{0},
};

static const struct opt *const TABLES[] = {DB_OPTIONS, TRAIN_OPTIONS, NULL};

struct sample {
	const char *text;   /* "" where it is blank: the row is not used */
	const char *labels; /* codes */
	bool is_none; /* somebody looked and found no cause: an example of none of the classes */
};

/* What a label may be instead of a class. */
#define TOO_RARE SIZE_MAX       /* rows that have no other are not used */
#define OUTSIDE  (SIZE_MAX - 1) /* of --classes: rows that have no other are examples of none */

struct work {
	struct run *run;
	const struct labels *names_of_labels;
	struct csv_rows **tables; /* own the texts of the files' samples */
	size_t n_tables, table_capacity;
	struct arena arena; /* owns those of the store's, and all labels */
	struct digest *digest;
	struct sample *samples;
	size_t n_samples, capacity;
	struct labelset *labels;
	size_t *class_of; /* by label: its class, or one of the above */
	const char *names[MODEL_CLASSES];
	size_t n_classes;
	struct classifier *classifier;
	struct learner *learner;
	size_t n_used;
};

static void add_sample(struct work *w, const char *text, const char *labels, bool is_none)
{
	size_t n = strlen(text);

	text_trim(text, &n);
	w->samples = mem_grow(w->samples, w->n_samples, &w->capacity, sizeof *w->samples);
	w->samples[w->n_samples++] = (struct sample){n ? text : "", labels, is_none};
}

/* By what stands in the column of labels; a blank cell was not labelled. */
static void add_labelled(struct work *w, const char *text, const char *cell)
{
	struct buf codes = {0};
	bool is_judged = label_codes(w->names_of_labels, cell, &codes);

	add_sample(w, text, arena_text(&w->arena, buf_text(&codes), codes.len),
		is_judged && !codes.len);
	buf_release(&codes);
}

/* ---- files ---- */

static struct csv_rows *read_table(struct work *w, const char *path)
{
	struct buf bytes = {0};
	struct csv_rows *table;

	if (file_read(path, &bytes, &w->run->err) < 0)
		return NULL;
	digest_add(w->digest, buf_text(&bytes), bytes.len);
	table = csv_rows_of(path, buf_text(&bytes), bytes.len, &w->run->err);
	buf_release(&bytes);
	return table;
}

static int add_file(struct work *w, const char *path)
{
	const char *names[] = {opts_text(w->run->opts, "text"), opts_text(w->run->opts, "label")};
	struct csv_rows *table = read_table(w, path);
	size_t columns[2];

	if (!table)
		return -1;
	w->tables = mem_grow(w->tables, w->n_tables, &w->table_capacity, sizeof(struct csv_rows *));
	w->tables[w->n_tables++] = table;
	for (size_t i = 0; i < 2; i++) {
		columns[i] = csv_column(table, names[i]);
		if (columns[i] == SIZE_MAX)
			return err_set(&w->run->err, "'%s' has no column '%s'", path, names[i]);
	}
	for (size_t row = 1; row < table->n; row++)
		add_labelled(w, csv_cell(table, row, columns[0]), csv_cell(table, row, columns[1]));
	return 0;
}

/* ---- what people decided in a store ---- */

static const char *keep(struct work *w, struct span text)
{
	digest_add(w->digest, text.n ? text.text : "", text.n);
	digest_add(w->digest, "", 1);
	return arena_text(&w->arena, text.n ? text.text : "", text.n);
}

/* Who found no cause, none or unclassified, left no cause. */
static void add_batch(struct work *w, const struct batch *batch)
{
	for (size_t row = 0; row < batch->n; row++) {
		struct span by = batch_text(batch, FIELD_CAUSE_BY, row);
		const char *text, *causes;

		if (!text_is(by.n ? by.text : "", by.n, "human"))
			continue;
		text = keep(w, batch_text(batch, FIELD_TEXT, row));
		causes = keep(w, batch_text(batch, FIELD_CAUSES, row));
		add_sample(w, text, causes, !*causes);
	}
}

static int add_store(struct work *w, const char *path)
{
	const bool wanted[N_FIELDS] = {
		[FIELD_TEXT] = true, [FIELD_CAUSES] = true, [FIELD_CAUSE_BY] = true};
	struct store *store = store_open(path, STORE_READ, &w->run->err);
	struct scan *scan = store ? scan_open(store, wanted, &w->run->err) : NULL;
	struct batch *batch = batch_new();
	int status = scan ? 1 : -1;

	while (status > 0 && (status = scan_next(scan, batch, &w->run->err)) > 0)
		add_batch(w, batch);
	batch_free(batch);
	scan_close(scan);
	store_close(store);
	return status;
}

static int read_samples(struct work *w)
{
	struct run *run = w->run;

	for (size_t i = 0; i < run->n_operands; i++)
		if (add_file(w, run->operands[i]) < 0)
			return -1;
	return run->db ? add_store(w, run->db) : 0;
}

/* ---- classes ---- */

/* In how many rows with a text each label occurs; the caller frees it. */
static size_t *count_rows(const struct work *w)
{
	size_t n_labels = labelset_count(w->labels);
	size_t *n = mem_zalloc((n_labels + 1) * sizeof *n);
	size_t *last = mem_zalloc((n_labels + 1) * sizeof *last); /* sample that had it, from 1 */
	struct span label;

	for (size_t i = 0; i < w->n_samples; i++) {
		const char *at = *w->samples[i].text ? w->samples[i].labels : "";

		while (label_next(&at, LABEL_CAUSE, &label)) {
			size_t number = labelset_find(w->labels, label.text, label.n);

			n[number] += last[number] != i + 1;
			last[number] = i + 1;
		}
	}
	free(last);
	return n;
}

static int add_class(struct work *w, size_t label)
{
	const char *name = labelset_name(w->labels, label);

	if (w->n_classes == MODEL_CLASSES)
		return err_set(&w->run->err, "there are more than %d labels", (int)MODEL_CLASSES);
	if (strpbrk(name, "\r\n"))
		return err_set(&w->run->err, "the label '%s' has a line break", name);
	w->class_of[label] = w->n_classes;
	w->names[w->n_classes++] = name;
	return 0;
}

/* The labels of --classes, or NULL; the caller frees it. */
static struct labelset *read_wanted(struct work *w)
{
	const char *list = opts_text(w->run->opts, "classes");
	struct labelset *wanted = list ? labelset_new() : NULL;

	if (!wanted)
		return NULL;
	label_codes_listed(w->names_of_labels, list, wanted);
	labelset_close(wanted);
	return wanted;
}

/* Labels too rare to be learned are left out, and said. */
static int choose_class(struct work *w, size_t label, size_t n_rows, const struct labelset *wanted)
{
	const char *name = labelset_name(w->labels, label);

	w->class_of[label] = OUTSIDE;
	if (wanted && labelset_find(wanted, name, strlen(name)) == SIZE_MAX)
		return 0;
	if (n_rows >= LEAST_ROWS)
		return add_class(w, label);
	w->class_of[label] = TOO_RARE;
	cmd_say(w->run, "label '%s' is left out: rows with a text that have it: %zu", name, n_rows);
	return 0;
}

/* What is wanted and stands nowhere is a slip of the pen. */
static int find_wanted(struct work *w, const struct labelset *wanted)
{
	for (size_t i = 0; wanted && i < labelset_count(wanted); i++) {
		const char *name = labelset_name(wanted, i);

		if (labelset_find(w->labels, name, strlen(name)) == SIZE_MAX)
			return err_set(&w->run->err, "no row has the label '%s'", name);
	}
	return 0;
}

static int choose_classes(struct work *w)
{
	struct labelset *wanted = read_wanted(w);
	size_t *n, n_labels;
	int status;

	w->labels = labelset_new();
	for (size_t i = 0; i < w->n_samples; i++)
		labelset_collect(w->labels, w->samples[i].labels, LABEL_CAUSE);
	labelset_close(w->labels);
	n_labels = labelset_count(w->labels);
	n = count_rows(w);
	w->class_of = mem_alloc((n_labels + 1) * sizeof *w->class_of);
	status = find_wanted(w, wanted);
	for (size_t i = 0; i < n_labels && status == 0; i++)
		status = choose_class(w, i, n[i], wanted);
	free(n);
	labelset_free(wanted);
	if (status == 0 && w->n_classes < 2)
		return err_set(&w->run->err,
			"there are fewer than two labels with at least %d rows", (int)LEAST_ROWS);
	return status;
}

/* A row without any label was not labelled. */
static void add_row(struct work *w, const struct sample *sample)
{
	bool is_class[MODEL_CLASSES] = {false}, is_example = sample->is_none;
	const char *at = sample->labels, *text = sample->text;
	struct span label;

	while (label_next(&at, LABEL_CAUSE, &label)) {
		size_t class = w->class_of[labelset_find(w->labels, label.text, label.n)];

		is_example |= class != TOO_RARE;
		if (class < MODEL_CLASSES)
			is_class[class] = true;
	}
	if (!is_example || !*text)
		return;
	learner_add(w->learner, text, strlen(text), is_class);
	w->n_used++;
}

static void say_scores(const struct work *w, const struct cause_model *model)
{
	const char *path = opts_text(w->run->opts, "output");

	cmd_say(w->run, "%s: %zu of %zu rows, cross-validated macro F1 %.4f", path, w->n_used,
		w->n_samples, model->macro_f1);
	for (size_t c = 0; c < model->n_classes; c++)
		cmd_say(w->run, "  %s: %zu rows, F1 %.4f", model->classes[c].name,
			model->classes[c].n_rows, model->classes[c].f1);
}

static int learn(struct work *w)
{
	const char *preferred = opts_text(w->run->opts, "prefer");
	struct cause_model *model;
	int status;

	w->learner = learner_new(w->classifier, w->names, w->n_classes);
	for (size_t i = 0; i < w->n_samples; i++)
		add_row(w, &w->samples[i]);
	model = learner_train(w->learner);
	model->prefers_rules = preferred && !strcmp(preferred, "rules");
	digest_finish(w->digest, model->data_hash);
	w->digest = NULL;
	status = model_save(model, opts_text(w->run->opts, "output"), &w->run->err);
	if (status == 0)
		say_scores(w, model);
	model_free(model);
	return status;
}

static int train_model(struct work *w)
{
	if (read_samples(w) < 0 || choose_classes(w) < 0)
		return -1;
	w->classifier =
		classifier_load(w->run->share, opts_text(w->run->opts, "rules"), &w->run->err);
	return w->classifier ? learn(w) : -1;
}

static enum status run_train(struct run *run)
{
	struct work w = {.run = run};
	char unused[DIGEST_TEXT];
	int status;

	if (!opts_text(run->opts, "output"))
		return cmd_misuse(run, "where to write the model is missing: -o FILE");
	if (!run->n_operands && !run->db)
		return cmd_misuse(
			run, "nothing to learn from: name a file, a store by -d, or both");
	w.names_of_labels = cmd_labels(run);
	if (!w.names_of_labels)
		return STATUS_FAILED;
	w.digest = digest_new();
	status = train_model(&w);
	learner_free(w.learner);
	classifier_free(w.classifier);
	free(w.class_of);
	labelset_free(w.labels);
	for (size_t i = 0; i < w.n_tables; i++)
		csv_rows_free(w.tables[i]);
	free(w.tables);
	arena_release(&w.arena);
	free(w.samples);
	if (w.digest)
		digest_finish(w.digest, unused);
	return status < 0 ? cmd_fail(run, NULL) : STATUS_DONE;
}

const struct command COMMAND_TRAIN = {
	.name = "train",
	.summary = "learn causes from labelled complaints",
	.operands = "[FILE.csv...]",
	.tables = TABLES,
	.max_operands = SIZE_MAX,
	.db = DB_WRITES /* only one that is named: nobody means KESU_DB here */,
	.run = run_train,
};

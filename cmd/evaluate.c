/* kesu evaluate: how well predicted causes agree with true ones (METRICS 11). */
#include "cmd/evaluate.h"

#include <string.h>

static const struct opt EVALUATE_OPTIONS[] = {
	{"truth", 't', OPT_TEXT, "COLUMN", "column of the true labels", .preset = "truth"},
	{"predicted", 'p', OPT_TEXT, "COLUMN", "column of the predicted labels",
		.preset = "causes"},
	{"score", 0, OPT_TEXT, "COLUMN", "column of the score, 0 to 1, of the first prediction"},
	{"probabilities", 0, OPT_TEXT, "PREFIX",
		"predict from one column per class instead: PREFIXproduct, PREFIXlogistics, ..."},
	{"threshold", 0, OPT_NUMBER, "P", "predict classes of at least this probability",
		.preset = "0.5", .low = 0, .high = 1},
	{"label", 'l', OPT_TEXT, "COLUMN",
		"classify the text here; the true labels are in this column"},
	{"text", 0, OPT_TEXT, "COLUMN", "column of the text", .preset = "text"},
	{"rules", 0, OPT_TEXT, "FILE", "with --label: rule file instead of rules/causes.csv"},
	{"model", 0, OPT_TEXT, "FILE|none",
		"with --label: model that decides with the rules, instead of rules/causes.model"},
	{"rater", 0, OPT_TEXT, "COLUMN", "labels by a second person, for the kappa of two people"},
	{"weight", 'w', OPT_TEXT, "COLUMN",
		"how many complaints a row stands for: estimates for all of them"},
	{"classes", 0, OPT_TEXT, "LIST", "judge only these: product,logistics,..."},
	{"subcauses", 0, OPT_FLAG, NULL, "compare product:quality, not only product"},
	{"primary", 0, OPT_FLAG, NULL, "compare only the first label of each row"},
	{"one-cause", 0, OPT_FLAG, NULL, "leave out rows with several true labels"},
	{"count-blank", 0, OPT_FLAG, NULL,
		"a blank truth means no cause; else such rows are left out"},
	{"by", 0, OPT_TEXT, "COLUMN", "how well each group of rows is predicted"},
	{"against", 0, OPT_TEXT, "FILE",
		"with --label: compare with these rules, or with this model and the rules"},
	{"show", 's', OPT_CHOICE, "WHAT",
		"scores, matrix (of primary labels), calibration; with --against difference or "
		"changed",
		.choices = "scores|matrix|calibration|difference|changed", .preset = "scores"},
	{0},
};

static const struct opt *const TABLES[] = {OUTPUT_OPTIONS, EVALUATE_OPTIONS, NULL};

static const struct view {
	const char *name;
	struct table *(*make)(const struct evaluation *e);
} VIEWS[] = {
	{"scores", evaluation_scores},
	{"matrix", evaluation_matrix},
	{"calibration", evaluation_calibration},
	{"difference", evaluation_difference},
	{"changed", evaluation_changed},
};

static enum status show(struct run *run, const struct evaluation *e)
{
	const struct view *view = VIEWS;
	const char *wanted = opts_text(run->opts, "show");

	struct table *table;
	enum status status;

	if (e->said_against && !opts_is_set(run->opts, "show"))
		wanted = "difference";
	while (strcmp(view->name, wanted) != 0)
		view++;
	table = e->by_column != SIZE_MAX ? evaluation_by(e) : view->make(e);
	status = cmd_put_table(run, table);
	table_free(table);
	return status;
}

static enum status run_evaluate(struct run *run)
{
	struct evaluation e = {0};
	enum status status = evaluation_read(run, &e);

	if (status == STATUS_DONE)
		status = show(run, &e);
	evaluation_release(&e);
	return status;
}

const struct command COMMAND_EVALUATE = {
	.name = "evaluate",
	.summary = "compare predicted causes with true ones",
	.operands = "FILE.csv",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = 1,
	.db = DB_NONE,
	.run = run_evaluate,
};

/* kesu review: people look at complaints whose cause is in doubt, and their answers stand. */
#include "cmd/review.h"

static const struct opt REVIEW_OPTIONS[] = {
	{"rows", 'n', OPT_INTEGER, "N", "how many complaints", .preset = "200", .low = 1,
		.high = 100000},
	{"random", 0, OPT_NUMBER, "SHARE", "share of them drawn by chance", .preset = "0.25",
		.low = 0, .high = 1},
	{"seed", 0, OPT_INTEGER, "N", "another number draws others", .preset = "1", .low = 0,
		.high = 1e9},
	{"reviewers", 0, OPT_INTEGER, "N", "columns for the answers of N people", .preset = "1",
		.low = 1, .high = 9},
	{"rules", 0, OPT_TEXT, "FILE",
		"rule file whose causes are the choices, instead of rules/causes.csv"},
	{"apply", 0, OPT_FLAG, NULL, "take the answers of the files into the store"},
	{"show", 0, OPT_CHOICE, "WHAT",
		"after --apply: conflicts between people, all answers, or what moved",
		.choices = "conflicts|answers|moved", .preset = "conflicts"},
	{0},
};

static const struct opt *const TABLES[] = {DB_OPTIONS, OUTPUT_OPTIONS, REVIEW_OPTIONS, NULL};

static enum status check_options(struct run *run)
{
	static const struct {
		const char *name;
		bool is_of_apply;
	} OPTIONS[] = {{"rows", false}, {"random", false}, {"seed", false}, {"reviewers", false},
		{"show", true}};
	bool applies = opts_flag(run->opts, "apply");

	for (size_t i = 0; i < sizeof OPTIONS / sizeof *OPTIONS; i++)
		if (opts_is_set(run->opts, OPTIONS[i].name) && OPTIONS[i].is_of_apply != applies)
			return cmd_misuse(run, "--%s is %s --apply", OPTIONS[i].name,
				applies ? "not for use with" : "of no use without");
	if (applies && !opts_text(run->opts, "db"))
		return cmd_misuse(run, "--apply needs a store to write: -d STORE");
	if (applies && !run->n_operands)
		return cmd_misuse(run, "--apply needs a file with answers");
	if (!applies && run->n_operands > (run->db ? 0 : 1))
		return cmd_misuse(run, "'%s': answers are read with --apply",
			run->operands[run->n_operands - 1]);
	return applies ? cmd_check_output(run) : STATUS_DONE;
}

static enum status run_review(struct run *run)
{
	enum status status = check_options(run);

	if (status != STATUS_DONE)
		return status;
	return opts_flag(run->opts, "apply") ? review_apply(run) : review_make(run);
}

const struct command COMMAND_REVIEW = {
	.name = "review",
	.summary = "give people the doubtful causes to look at, and take their answers back",
	.operands = "[FILE.csv | --apply FILE...]",
	.tables = TABLES,
	.max_operands = SIZE_MAX,
	.db = DB_READS,
	.makes_books = true,
	.run = run_review,
};

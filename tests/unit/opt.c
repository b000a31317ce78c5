#include "base/opt.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

static const struct opt COMMON[] = {
	{"quiet", 'q', OPT_FLAG, NULL, "say nothing"},
	{"output", 'o', OPT_TEXT, "FILE", "where to"},
	{0},
};
static const struct opt OWN[] = {
	{"top", 0, OPT_INTEGER, "N", "how many", .preset = "8", .low = 1, .high = 100},
	{"alpha", 0, OPT_NUMBER, "P", "level", .preset = "0.05", .low = 0.001, .high = 0.5},
	{"where", 'w', OPT_TEXTS, "DIM=VALUE", "only these"},
	{"period", 'p', OPT_CHOICE, "PERIOD", "how long", "day|month", "month", .alias = "per"},
	{0},
};
static const struct opt *const TABLES[] = {COMMON, OWN, NULL};

static struct opts *parse(char **argv, struct err *err)
{
	int argc = 0;

	while (argv[argc])
		argc++;
	return opts_parse(TABLES, argc, argv, err);
}

#define PARSE(...) parse((char *[]){"kesu", __VA_ARGS__, NULL}, &err)

Test(opt, reads_every_form)
{
	struct err err;
	struct opts *opts = PARSE("a.csv", "-qo", "out", "--top=5", "--where", "a=1", "-wb=2",
		"--per", "day", "--", "-x");
	const char *const *texts;

	cr_assert(ne(ptr, opts, NULL));
	cr_assert(opts_flag(opts, "quiet"));
	cr_assert(eq(str, (char *)opts_text(opts, "output"), "out"));
	cr_assert(eq(int, (int)opts_integer(opts, "top"), 5));
	cr_assert(eq(str, (char *)opts_text(opts, "period"), "day"));
	cr_assert(eq(int, (int)opts_texts(opts, "where", &texts), 2));
	cr_assert(eq(str, (char *)texts[1], "b=2"));
	cr_assert(eq(int, (int)opts_operands(opts, &texts), 2));
	cr_assert(eq(str, (char *)texts[1], "-x"));
	opts_free(opts);
}

Test(opt, presets_and_last_one_stands)
{
	struct err err;
	struct opts *opts = PARSE("-o", "a", "-o", "b");

	cr_assert(eq(str, (char *)opts_text(opts, "output"), "b"));
	cr_assert(eq(int, (int)opts_integer(opts, "top"), 8));
	cr_assert(eq(dbl, opts_number(opts, "alpha"), 0.05));
	cr_assert_not(opts_is_set(opts, "top"));
	opts_free(opts);
}

Test(opt, refuses_with_the_reason)
{
	static const struct {
		char *arg, *value, *message;
	} wrong[] = {
		{"--nosuch", NULL, "unknown option '--nosuch'"},
		{"-x", NULL, "unknown option '-x'"},
		{"--top", "0", "--top takes a whole number from 1 to 100, not '0'"},
		{"--top", "5x", "--top takes a whole number from 1 to 100, not '5x'"},
		{"--top", "99999999999999999999",
			"--top takes a whole number from 1 to 100, not '99999999999999999999'"},
		{"--alpha", "nan", "--alpha takes a number from 0.001 to 0.5, not 'nan'"},
		{"--period", "century", "--period takes one of day|month, not 'century'"},
		{"--output", NULL, "--output needs FILE"},
		{"--quiet=1", NULL, "--quiet takes no value"},
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct err err;

		cr_assert(zero(ptr, PARSE(wrong[i].arg, wrong[i].value)), "%s", wrong[i].arg);
		cr_assert(eq(str, err.text, wrong[i].message));
	}
}

Test(opt, help_is_aligned)
{
	struct buf out = {0};

	opts_help(TABLES, &out);
	cr_assert(eq(str, out.data,
		"  -q, --quiet            say nothing\n"
		"  -o, --output FILE      where to\n"
		"      --top N            how many [8]\n"
		"      --alpha P          level [0.05]\n"
		"  -w, --where DIM=VALUE  only these\n"
		"  -p, --period PERIOD    how long (day|month) [month]\n"));
	buf_release(&out);
}

#include "cmd/cmd.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "chart/chart.h"
#include "table/read.h"

static const struct opt OPTIONS[] = {
	{"output", 'o', OPT_TEXT, "FILE",
		"write to FILE.svg, .png, .pdf or .txt, not the standard output"},
	{"format", 'f', OPT_CHOICE, "FORMAT", "kind of picture, whatever the name of the file",
		"svg|png|pdf|text|ascii"},
	{"x", 0, OPT_TEXT, "COLUMN", "what runs along the axis (period, else the first text)"},
	{"series", 0, OPT_TEXT, "COLUMN", "one line or group of bars for each (the next text)"},
	{"value", 0, OPT_TEXT, "COLUMN", "what is drawn (complaints, else the first number)"},
	{"change", 0, OPT_TEXT, "COLUMN", "change that a rank shows (growth)"},
	{"good", 0, OPT_CHOICE, "WAY", "which change is good news (down)", "up|down"},
	{"free", 0, OPT_FLAG, NULL, "small multiples have a scale of their own each"},
	{"top", 0, OPT_INTEGER, "N", "show the N largest, the rest as one", .low = 1, .high = 80},
	{"title", 0, OPT_TEXT, "TEXT", "the finding, in bold above the picture"},
	{"subtitle", 0, OPT_TEXT, "TEXT", "period, breakdown, unit"},
	{"note", 0, OPT_TEXT, "TEXT", "footnote: method, source, number of complaints"},
	{"width", 0, OPT_NUMBER, "POINTS", "width of the picture", .preset = "760", .low = 200,
		.high = 4000},
	{"height", 0, OPT_NUMBER, "POINTS", "height of the picture (by what it holds)", .low = 150,
		.high = 4000},
	{"scale", 0, OPT_NUMBER, "N", "pixels of a png to one point", .preset = "2", .low = 0.5,
		.high = 8},
	{0},
};

/* What a chart is written as: pictures, then characters. */
enum form { FORM_SVG, FORM_PNG, FORM_PDF, FORM_TEXT, FORM_ASCII };

static const struct {
	const char *name, *suffix;
	enum picture picture;
} FORMS[] = {
	[FORM_SVG] = {"svg", "svg", PICTURE_SVG},
	[FORM_PNG] = {"png", "png", PICTURE_PNG},
	[FORM_PDF] = {"pdf", "pdf", PICTURE_PDF},
	[FORM_TEXT] = {"text", "txt", 0},
	[FORM_ASCII] = {"ascii", "", 0},
};
enum { N_FORMS = sizeof FORMS / sizeof *FORMS };

static enum form form_of_format(const char *word)
{
	size_t i = 0;

	while (i + 1 < N_FORMS && strcmp(FORMS[i].name, word) != 0)
		i++;
	return (enum form)i;
}

static bool form_of_suffix(const char *suffix, enum form *form)
{
	for (size_t i = 0; i < N_FORMS; i++)
		if (*suffix && !strcmp(FORMS[i].suffix, suffix)) {
			*form = (enum form)i;
			return true;
		}
	return false;
}

/* By -f, else by the suffix of -o, else characters for a terminal and svg for all else. */
static enum status choose_form(struct run *run, enum form *form)
{
	const char *word = opts_text(run->opts, "format");
	const char *path = opts_text(run->opts, "output");
	const char *dot = path ? strrchr(path, '.') : NULL;
	bool to_stdout = !path || !strcmp(path, "-");

	*form = to_stdout && run->to_terminal ? FORM_TEXT : FORM_SVG;
	if (word)
		*form = form_of_format(word);
	else if (!to_stdout && (!dot || !form_of_suffix(dot + 1, form)))
		return cmd_misuse(
			run, "'%s' is not .svg, .png, .pdf or .txt; name the kind with -f", path);
	if (*form < FORM_TEXT && to_stdout && run->to_terminal)
		return cmd_misuse(run, "a terminal shows no pictures; name a file with -o");
	if (*form == FORM_TEXT && to_stdout && run->to_terminal && !run->is_utf8)
		*form = FORM_ASCII;
	return STATUS_DONE;
}

static enum status check_texts(struct run *run)
{
	static const char *const TEXTS[] = {"title", "subtitle", "note"};

	for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
		const char *text = opts_text(run->opts, TEXTS[i]);

		if (text && text_valid(text, strlen(text)) < strlen(text))
			return cmd_misuse(run, "--%s is not UTF-8", TEXTS[i]);
	}
	return STATUS_DONE;
}

static bool is_word(const char *text, const char *word)
{
	return text && !strcmp(text, word);
}

static struct chart *read_chart(struct run *run, const char *path, enum chart_type type)
{
	struct chart_choice choice = {
		.x = opts_text(run->opts, "x"),
		.series = opts_text(run->opts, "series"),
		.value = opts_text(run->opts, "value"),
		.change = opts_text(run->opts, "change"),
		.good = is_word(opts_text(run->opts, "good"), "up") ? 1 : -1,
		.scales_are_free = opts_is_set(run->opts, "free"),
		.top = (size_t)opts_integer(run->opts, "top"),
		.labels = cmd_labels(run),
		.lang = run->lang,
		.title = opts_text(run->opts, "title"),
		.subtitle = opts_text(run->opts, "subtitle"),
		.note = opts_text(run->opts, "note"),
	};
	struct table *table;
	struct chart *chart;

	if (!choice.labels)
		return NULL;
	table = table_read(path, &run->err);
	chart = table ? chart_from_table(table, type, &choice, &run->err) : NULL;
	if (!chart)
		cmd_fail(run, NULL);
	table_free(table);
	return chart;
}

enum { COLUMNS = 80 }; /* of text that is not for a terminal */

static int draw_chart(struct run *run, const struct chart *chart, enum form form, struct buf *out)
{
	if (form >= FORM_TEXT) {
		chart_text(chart, run->width > 0 ? (size_t)run->width : COLUMNS, form == FORM_ASCII,
			run->lang, out);
		return 0;
	}
	return chart_picture(chart, FORMS[form].picture, opts_number(run->opts, "width"),
		opts_number(run->opts, "height"), opts_number(run->opts, "scale"), run->lang, out,
		&run->err);
}

static enum status put_chart(struct run *run, const struct chart *chart, enum form form)
{
	struct buf out = {0};
	enum status status;

	if (draw_chart(run, chart, form, &out) < 0)
		status = cmd_fail(run, NULL);
	else
		status = cmd_put_bytes(run, buf_text(&out), out.len);
	buf_release(&out);
	return status;
}

static enum status refuse_type(struct run *run)
{
	struct buf list = {0};
	enum status status;

	chart_type_list(&list);
	status = cmd_misuse(run, "'%s' is no type of chart: %s", run->operands[0], buf_text(&list));
	buf_release(&list);
	return status;
}

static enum status run_chart(struct run *run)
{
	const char *path = run->n_operands > 1 ? run->operands[1] : "-";
	enum chart_type type;
	enum form form;
	struct chart *chart;
	enum status status;

	if (!chart_type_read(run->operands[0], &type))
		return refuse_type(run);
	if (type != CHART_RANK && opts_is_set(run->opts, "change"))
		return cmd_misuse(run, "--change is for a rank");
	status = check_texts(run);
	if (status == STATUS_DONE)
		status = choose_form(run, &form);
	if (status != STATUS_DONE)
		return status;
	chart = read_chart(run, path, type);
	if (!chart)
		return STATUS_FAILED;
	status = put_chart(run, chart, form);
	chart_free(chart);
	return status;
}

static const struct opt *const TABLES[] = {OPTIONS, NULL};

const struct command COMMAND_CHART = {
	.name = "chart",
	.summary = "draw a table as a chart",
	.operands = "TYPE [FILE.csv]",
	.tables = TABLES,
	.min_operands = 1,
	.max_operands = 2,
	.db = DB_NONE,
	.run = run_chart,
};

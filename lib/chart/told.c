#include "chart/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/text.h"
#include "chart/words.h"

/* What a reader has to know to read a chart of the type. */
static const enum word NOTES[] = {
	[CHART_PARETO] = WORD_VITAL_FEW,
	[CHART_RANK] = WORD_ARROWS,
	[CHART_GROWTH] = WORD_INTERVALS,
	[CHART_HEATMAP] = WORD_SQUARE_ROOT,
	[CHART_CONTROL] = WORD_LIMITS,
	[CHART_MULTIPLES] = WORD_ONE_SCALE,
	[CHART_SURVIVAL] = WORD_FOLLOWED,
};

/* English titles and sentences begin with a capital. */
static char *capital(const char *lang, char *title)
{
	if (strncmp(lang, "zh", 2) != 0)
		text_capital(title);
	return title;
}

static const char *heading(const struct told *told, size_t column)
{
	return labels_text(told->choice->labels, "column", table_column(told->table, column)->name);
}

/* A space stands between Chinese and Latin. */
static void add_heading(const char *heading, struct buf *out)
{
	bool is_after_chinese = out->len && (out->data[out->len - 1] & 0x80);

	if (is_after_chinese && *heading && !(*heading & 0x80))
		buf_add_char(out, ' ');
	buf_add_text(out, heading);
}

static char *neutral_title(const struct told *told)
{
	const char *lang = told->choice->lang, *format = chart_word(lang, WORD_BY);
	struct buf text = {0};

	if (told->value == SIZE_MAX)
		return mem_text("");
	if (told->by == SIZE_MAX)
		return capital(lang, mem_text(heading(told, told->value)));
	for (const char *f = format; *f; f++) {
		if (f[0] == '%')
			add_heading(heading(told, *++f == '1' ? told->value : told->by), &text);
		else
			buf_add_char(&text, *f);
	}
	if (told->and_by != SIZE_MAX)
		buf_format(&text, " × %s", heading(told, told->and_by));
	return capital(lang, buf_take(&text));
}

static void add_period_name(const char *lang, const char *label, struct buf *out)
{
	enum period period;
	int32_t number;
	struct err err;

	if (period_parse(label, &period, &number, &err) == 0)
		period_name(lang, period, number, out);
}

static char *neutral_subtitle(const struct told *told)
{
	const char *lang = told->choice->lang;
	struct buf text = {0};

	add_period_name(lang, told->from, &text);
	if (text.len && strcmp(told->from, told->to)) {
		buf_add_text(&text, chart_word(lang, WORD_RANGE));
		add_period_name(lang, told->to, &text);
	}
	return capital(lang, buf_take(&text));
}

static bool ends_with(const struct buf *text, const char *end)
{
	size_t n = strlen(end);

	return text->len >= n && !memcmp(text->data + text->len - n, end, n);
}

/* Notes come with and without a full stop. */
static void add_sentence(const char *lang, const char *sentence, struct buf *out)
{
	bool is_chinese = !strncmp(lang, "zh", 2);
	size_t start;

	if (out->len && !ends_with(out, "。") && !ends_with(out, "."))
		buf_add_text(out, is_chinese ? "；" : ". ");
	else if (out->len && !is_chinese)
		buf_add_char(out, ' ');
	start = out->len;
	buf_add_text(out, sentence);
	if (out->len > start)
		capital(lang, out->data + start);
}

static enum word note_of(const struct chart *chart)
{
	if (chart->type >= sizeof NOTES / sizeof *NOTES || !chart->n_labels ||
		(chart->type == CHART_PARETO && chart->n_labels < 2))
		return WORD_NONE;
	if (chart->type == CHART_MULTIPLES && chart->scales_are_free)
		return WORD_OWN_SCALES;
	if (chart->type == CHART_RANK && chart->good > 0)
		return WORD_ARROWS_UP;
	return NOTES[chart->type];
}

static char *neutral_note(const struct chart *chart, const struct told *told, bool is_plain)
{
	const char *lang = told->choice->lang;
	const enum word words[] = {chart->partial && !is_plain ? WORD_PARTIAL : WORD_NONE,
		is_plain ? WORD_NONE : note_of(chart), told->left_out ? WORD_LEFT_OUT : WORD_NONE,
		told->not_comparable ? WORD_NOT_COMPARABLE : WORD_NONE};
	struct buf text = {0};

	for (size_t i = 0; i < table_notes(told->table); i++)
		add_sentence(lang, table_note(told->table, i), &text);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i] != WORD_NONE)
			add_sentence(lang, chart_word(lang, words[i]), &text);
	return buf_take(&text);
}

void chart_tell(struct chart *chart, const struct told *told)
{
	const struct chart_choice *choice = told->choice;

	if (choice->title)
		chart->title = mem_text(choice->title);
	else if (*table_title(told->table))
		chart->title = mem_text(table_title(told->table));
	else
		chart->title = neutral_title(told);
	chart->subtitle = choice->subtitle ? mem_text(choice->subtitle) : neutral_subtitle(told);
	chart->note = choice->note ? mem_text(choice->note) : neutral_note(chart, told, false);
	chart->plain_note = choice->note ? NULL : neutral_note(chart, told, true);
}

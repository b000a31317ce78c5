/* A value from the data is passed to the parser as one character of a private plane and replaced
 * by its text when the parser hands it back: whatever it contains, it cannot become markup.
 * CommonMark does not see emphasis beside full-width punctuation; a sentinel (another private
 * character) at both sides of a run of '*' makes it open or close there, and is dropped again. */
#include "report/prose.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "report/filter.h"
#include "report/markup.h"
#include "report/value.h"
#include "document/words.h"

struct prose {
	struct buf text;
	char **slots;
	size_t n_slots;
	size_t slot_capacity;
};

struct prose *prose_new(void)
{
	return mem_zalloc(sizeof(struct prose));
}

static void clear(struct prose *prose)
{
	buf_clear(&prose->text);
	for (size_t i = 0; i < prose->n_slots; i++)
		free(prose->slots[i]);
	prose->n_slots = 0;
}

void prose_free(struct prose *prose)
{
	if (!prose)
		return;
	clear(prose);
	buf_release(&prose->text);
	free(prose->slots);
	free(prose);
}

static void add_code(struct buf *out, uint32_t code)
{
	char bytes[4];

	buf_add(out, bytes, text_encode(code, bytes));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\0' || c == '\n';
}

/* Text of the template itself: `before` and `after` are the characters around it. */
static void add_markup(struct buf *out, const char *text, size_t n, char before, char after)
{
	for (size_t i = 0; i < n;) {
		size_t run = strspn(text + i, "*");
		char left = i ? text[i - 1] : before;
		char right;

		run = run < n - i ? run : n - i;
		if (!run || left == '\\') {
			buf_add_char(out, text[i++]);
			continue;
		}
		right = i + run < n ? text[i + run] : after;
		if (!is_blank(left) && !is_blank(right))
			add_code(out, MARKUP_SENTINEL);
		buf_add(out, text + i, run);
		if (!is_blank(left) && !is_blank(right))
			add_code(out, MARKUP_SENTINEL);
		i += run;
	}
}

/* `after`: what the template says behind the value. */
static int add_slot(struct prose *prose, const struct scope *scope, const struct value *value,
	const struct node *line, const char *after, struct err *err)
{
	const char *lang = scope_root(scope)->lang;
	struct buf shown = {0};

	if (prose->n_slots > MARKUP_LAST_SLOT - MARKUP_FIRST_SLOT)
		return template_error(scope_root(scope)->template, line->line, 1, err,
			"too many values in one stretch of text");
	filter_show(scope, value, &shown);
	if (words_are_spaced(lang, buf_text(&prose->text), buf_text(&shown)))
		buf_add_char(&prose->text, ' ');
	prose->slots =
		mem_grow(prose->slots, prose->n_slots, &prose->slot_capacity, sizeof *prose->slots);
	add_code(&prose->text, MARKUP_FIRST_SLOT + (uint32_t)prose->n_slots);
	if (words_are_spaced(lang, buf_text(&shown), after))
		buf_add_char(&prose->text, ' ');
	prose->slots[prose->n_slots++] = buf_take(&shown);
	return 0;
}

int prose_add_line(
	struct prose *prose, const struct scope *scope, const struct node *line, struct err *err)
{
	const char *p = line->text;
	char before = '\0';

	for (;;) {
		const char *open = strstr(p, "{{");
		const char *close = open ? strstr(open, "}}") : NULL;
		struct value value;
		int column;

		if (open && !close)
			return template_error(scope_root(scope)->template, line->line,
				(int)text_count(line->text, (size_t)(open - line->text)) + 1, err,
				"'{{' without '}}'");
		add_markup(&prose->text, p, open ? (size_t)(open - p) : strlen(p), before,
			open ? '{' : '\0');
		if (!open)
			break;
		column = (int)text_count(line->text, (size_t)(open + 2 - line->text)) + 1;
		if (value_read(scope, open + 2, (size_t)(close - open - 2), line->line, column,
			    &value, err) < 0 ||
			add_slot(prose, scope, &value, line, close + 2, err) < 0)
			return -1;
		p = close + 2;
		before = '}';
	}
	buf_add_char(&prose->text, '\n');
	return 0;
}

void prose_flush(struct prose *prose, struct draft *draft)
{
	markup_add(draft, buf_text(&prose->text), prose->text.len, prose->slots, prose->n_slots);
	clear(prose);
}

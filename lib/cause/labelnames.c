#include "cause/labelnames.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"

/* A longer cell is no list of causes but a text, in which names are not sought. */
enum { LONGEST = 400 };

static const char COLON[] = "：", COMMA[] = "，", PAUSE[] = "、", BLANK[] = "　";

/* Where a character, or its wide form, stands, and its length; the text's end when nowhere. */
static size_t find(struct span text, char narrow, const char *wide, size_t *length)
{
	size_t n_wide = strlen(wide);

	for (size_t i = 0; i < text.n; i++) {
		bool is_wide = text.n - i >= n_wide && !memcmp(text.text + i, wide, n_wide);

		*length = is_wide ? n_wide : 1;
		if (is_wide || text.text[i] == narrow)
			return i;
	}
	*length = 0;
	return text.n;
}

/* What stands before a place and, trimmed, behind it. */
static void split(struct span text, size_t at, size_t length, struct span *head, struct span *tail)
{
	size_t n_head = at, n_tail = text.n - at - length;

	*tail = (struct span){.text = text_trim(text.text + at + length, &n_tail)};
	*head = (struct span){.text = text_trim(text.text, &n_head)};
	head->n = (uint32_t)n_head;
	tail->n = (uint32_t)n_tail;
}

static const char *code_of(const struct labels *labels, const char *field, struct span name)
{
	return labels_code(labels, field, name.text, name.n);
}

static bool is_word(struct span text, const char *word)
{
	return text.n == strlen(word) && !strncasecmp(text.text, word, text.n);
}

static bool is_ascii(struct span text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.text[i] >= 0x80)
			return false;
	return true;
}

/* English aliases (service, delivery) are words that people also have for labels of their own. */
static const char *cause_of(const struct labels *labels, struct span name)
{
	const char *code = code_of(labels, "cause", name);

	return code && is_ascii(name) && !is_word(name, code) ? NULL : code;
}

/* "不是投诉", as a reviewer may say it. What is short (无) or English may be a label of one's own.
 */
static bool is_answer(const struct labels *labels, struct span label)
{
	return label.n >= strlen("未归类") && !is_ascii(label) && code_of(labels, "answer", label);
}

static bool is_no_cause(const struct labels *labels, struct span label)
{
	const char *code = code_of(labels, "cause", label);

	return is_word(label, "none") || is_word(label, "unclassified") ||
	       is_answer(labels, label) || (code && !strcmp(code, "(unassigned)"));
}

static void add(struct buf *out, const char *cause, struct span subcause)
{
	buf_format(out, "%s%s%s", out->len ? ";" : "", cause, subcause.n ? ":" : "");
	buf_add(out, subcause.text, subcause.n);
}

/* A cause and its subcause; one without a known name is kept where `keeps_subcause`. */
static bool add_cause(
	const struct labels *labels, struct span label, bool keeps_subcause, struct buf *out)
{
	struct span cause, subcause;
	size_t length, at = find(label, ':', COLON, &length);
	const char *code, *known;

	split(label, at, length, &cause, &subcause);
	code = cause_of(labels, cause);
	known = subcause.n ? code_of(labels, "subcause", subcause) : "";
	if (!code || !(known || keeps_subcause))
		return false;
	add(out, code, known ? (struct span){known, (uint32_t)strlen(known)} : subcause);
	return true;
}

/* Whether the name is that of the code: "质量差" of "product:quality". */
static bool is_named(const struct labels *labels, struct span code, struct span name)
{
	struct span cause, subcause, last;
	size_t length, at = find(code, ':', COLON, &length);
	const char *own;

	split(code, at, length, &cause, &subcause);
	last = subcause.n ? subcause : cause;
	own = subcause.n ? code_of(labels, "subcause", name) : cause_of(labels, name);
	return own && text_is(last.text, last.n, own);
}

/* "product:quality 质量差", "none 不是投诉": a code with its name, as kesu review offers them. */
static bool add_choice(const struct labels *labels, struct span label, struct buf *out)
{
	struct span code, name;
	size_t length, at = find(label, ' ', BLANK, &length);

	split(label, at, length, &code, &name);
	if (!name.n)
		return false;
	if (is_no_cause(labels, code))
		return code_of(labels, "answer", name) != NULL;
	return is_named(labels, code, name) && add_cause(labels, code, false, out);
}

static bool add_known(const struct labels *labels, struct span label, struct buf *out)
{
	return is_no_cause(labels, label) || add_cause(labels, label, false, out) ||
	       add_choice(labels, label, out);
}

/* The longest start that is known, up to the text's end or a pause (some names have one in them);
 * what comes behind it is left in the text. */
static bool take_known(const struct labels *labels, struct span *text, struct buf *out)
{
	for (size_t n = text->n; n > 0; n--) {
		size_t length = n < text->n ? strlen(PAUSE) : 0;
		struct span head, tail;

		if (text->n - n < length || memcmp(text->text + n, PAUSE, length) != 0)
			continue;
		split(*text, n, length, &head, &tail);
		if (head.n && add_known(labels, head, out)) {
			*text = tail;
			return true;
		}
	}
	return false;
}

/* Split at pauses only where every part is known: labels of one's own may have them inside. */
static bool add_all_known(const struct labels *labels, struct span label, struct buf *out)
{
	while (label.n)
		if (!take_known(labels, &label, out))
			return false;
	return true;
}

static void add_label(const struct labels *labels, struct span label, struct buf *out)
{
	struct buf known = {0};

	if (label.n <= LONGEST && add_all_known(labels, label, &known)) {
		buf_add_text(out, out->len && known.len ? ";" : "");
		buf_add(out, buf_text(&known), known.len);
	} else if (label.n > LONGEST || !add_cause(labels, label, true, out)) {
		buf_add_text(out, out->len ? ";" : "");
		buf_add(out, label.text, label.n);
	}
	buf_release(&known);
}

bool label_codes(const struct labels *labels, const char *cell, struct buf *out)
{
	struct span label;
	bool is_judged = false;

	while (label_next(&cell, LABEL_SUBCAUSE, &label)) {
		is_judged = true;
		add_label(labels, label, out);
	}
	return is_judged;
}

/* A list's commas as the separators of a cell. */
void label_codes_listed(const struct labels *labels, const char *list, struct labelset *set)
{
	struct buf cell = {0}, codes = {0};

	while (*list) {
		size_t wide = strncmp(list, COMMA, strlen(COMMA)) == 0 ? strlen(COMMA) : 0;

		buf_add_char(&cell, wide || *list == ',' ? ';' : *list);
		list += wide ? wide : 1;
	}
	label_codes(labels, buf_text(&cell), &codes);
	labelset_collect(set, buf_text(&codes), LABEL_SUBCAUSE);
	buf_release(&cell);
	buf_release(&codes);
}

#include "spreadsheet/html_scan.h"

#include <stdlib.h>
#include <string.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* --- tags --- */

/* Past `word` from p on, or NULL when it does not come. */
static const char *past(const char *p, const char *end, const char *word)
{
	const char *found = memmem(p, (size_t)(end - p), word, strlen(word));

	return found ? found + strlen(word) : NULL;
}

/* The '>' of a tag, not one in a quoted value; a quote that is never closed counts for nothing. */
static const char *tag_end(const char *p, const char *end)
{
	const char *plain = memchr(p, '>', (size_t)(end - p));
	char before = 0;

	for (; plain && p < end && *p != '>'; p++) {
		if ((*p == '"' || *p == '\'') && before == '=') {
			const char *close = memchr(p + 1, *p, (size_t)(end - p - 1));

			if (!close)
				return plain;
			p = close;
		}
		if (!is_blank(*p))
			before = *p;
	}
	return plain && p < end ? p : plain;
}

/* Comments, <!...> and <?...?>; NULL when p is none of them. */
static const char *skip_declaration(const char *p, const char *end)
{
	const char *after;

	if (end - p >= 4 && !memcmp(p, "<!--", 4))
		after = past(p + 4, end, "-->");
	else if (end - p >= 2 && (p[1] == '!' || p[1] == '?'))
		after = past(p + 2, end, ">");
	else
		return NULL;
	return after ? after : end;
}

static bool is_tag(const char *p, const char *end)
{
	return end - p >= 2 &&
	       (is_letter(p[1]) || (p[1] == '/' && end - p >= 3 && is_letter(p[2])));
}

/* What stands in a script or style sheet is no text of the page. */
static void skip_raw(struct html_scan *scan, const struct html_token *token)
{
	static const char *const NAMES[] = {"script", "style"};

	for (size_t i = 0; i < 2; i++)
		while (token->kind == HTML_OPEN && html_is(token, NAMES[i]) &&
			scan->p < scan->end) {
			const char *close = past(scan->p, scan->end, "</");

			scan->p = close ? close : scan->end;
			if ((size_t)(scan->end - scan->p) >= token->n &&
				!strncasecmp(scan->p, NAMES[i], token->n)) {
				scan->p -= 2;
				return;
			}
		}
}

static bool take_tag(struct html_scan *scan, struct html_token *token)
{
	const char *p = scan->p + 1;
	const char *end = tag_end(p, scan->end);

	if (!end) {
		scan->is_cut = true;
		scan->p = scan->end;
		return false;
	}
	token->kind = *p == '/' ? HTML_CLOSE : HTML_OPEN;
	p += *p == '/';
	token->text = p;
	while (p < end && !is_blank(*p) && *p != '/')
		p++;
	token->n = (size_t)(p - token->text);
	token->attributes = p;
	token->end = end;
	scan->p = end + 1;
	skip_raw(scan, token);
	return true;
}

bool html_next(struct html_scan *scan, struct html_token *token)
{
	while (scan->p < scan->end) {
		const char *start = scan->p;
		const char *next = *start == '<' ? skip_declaration(start, scan->end) : NULL;

		if (next) {
			scan->p = next;
			continue;
		}
		if (*start == '<' && is_tag(start, scan->end))
			return take_tag(scan, token);
		next = memchr(start + 1, '<', (size_t)(scan->end - start - 1));
		scan->p = next ? next : scan->end;
		*token = (struct html_token){
			.kind = HTML_TEXT, .text = start, .n = (size_t)(scan->p - start)};
		return true;
	}
	return false;
}

bool html_is(const struct html_token *token, const char *name)
{
	return token->n == strlen(name) && !strncasecmp(token->text, name, token->n);
}

unsigned html_number(const struct html_token *token, const char *name, unsigned most)
{
	size_t n = strlen(name);

	for (const char *p = token->attributes; p + n < token->end; p++) {
		unsigned number = 0;

		if (!is_blank(*p) || strncasecmp(p + 1, name, n) != 0)
			continue;
		for (p += n + 1; p < token->end && (is_blank(*p) || strchr("=\"'", *p)); p++)
			;
		for (; p < token->end && *p >= '0' && *p <= '9' && number < most; p++)
			number = number * 10 + (unsigned)(*p - '0');
		return number < 1 ? 1 : number > most ? most : number;
	}
	return 1;
}

const char *html_attribute(const struct html_token *token, const char *name, size_t *n)
{
	size_t length = strlen(name);
	const char *start;

	*n = 0;
	for (const char *p = token->attributes; p + length < token->end; p++) {
		if (!is_blank(*p) || strncasecmp(p + 1, name, length) != 0 || p[length + 1] != '=')
			continue;
		for (p += length + 1; p < token->end && strchr("=\"'", *p); p++)
			;
		for (start = p; p < token->end && !is_blank(*p) && !strchr("\"'>", *p); p++)
			;
		*n = (size_t)(p - start);
		return start;
	}
	return "";
}

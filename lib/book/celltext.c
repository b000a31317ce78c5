#include "book/celltext.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { SHEET_LONGEST = 31 };

static const char REPLACEMENT[] = "\xef\xbf\xbd";

static bool is_escape(const char *p, size_t n)
{
	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return false;
	for (int i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)p[i]))
			return false;
	return true;
}

static bool is_forbidden(uint32_t code)
{
	return (code < ' ' && code != '\n' && code != '\t') || code == 0xfffe || code == 0xffff;
}

/* The next character of text that may be damaged: its bytes and what stands for it. */
static size_t next(const char *p, size_t n, uint32_t *code)
{
	size_t look = n < 4 ? n : 4;

	if (!text_valid(p, look)) {
		*code = 0xffff;
		return 1;
	}
	return text_decode(p, n, code);
}

/* What most cells hold: nothing to cut, to mend or to escape. */
static bool is_plain(const char *text, size_t n, size_t longest)
{
	if (n > longest || strstr(text, "_x") || strstr(text, "\xef\xbf"))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ')
			return false;
	return text_valid(text, n) == n;
}

bool celltext_add(const char *text, size_t longest, struct buf *out)
{
	size_t n = strlen(text), units = 0, length;
	uint32_t code;

	if (is_plain(text, n, longest)) {
		buf_add(out, text, n);
		return false;
	}
	for (size_t i = 0; i < n; i += length) {
		length = next(text + i, n - i, &code);
		if (code == '\r' && text[i + 1] == '\n')
			continue;
		units += code > 0xffff ? 2 : 1;
		if (units > longest)
			return true;
		if (code == '\r')
			buf_add_char(out, '\n');
		else if (is_forbidden(code))
			buf_add_text(out, REPLACEMENT);
		else if (is_escape(text + i, n - i))
			buf_add_text(out, "_x005F_"); /* stands for the underscore */
		else
			buf_add(out, text + i, length);
	}
	return false;
}

static void trim_name(struct buf *name, size_t start)
{
	while (name->len > start && strchr("' ", name->data[name->len - 1]))
		name->data[--name->len] = 0;
}

/* The last place in the second half of a name where it can end with sense: before what follows a
 * comma or stands in brackets, else before a word. */
static size_t find_end(const struct buf *name)
{
	size_t word = 0;

	for (size_t i = name->len; i-- > name->len / 2;) {
		if (name->data[i] != ' ')
			continue;
		if (name->data[i - 1] == ',' || name->data[i + 1] == '(')
			return name->data[i - 1] == ',' ? i - 1 : i;
		word = word ? word : i;
	}
	return word ? word : name->len;
}

/* What a name must not have becomes a space, and several are one. */
static void add_spaced(const struct buf *name, struct buf *out)
{
	for (size_t i = 0; i < name->len; i++) {
		bool is_space = strchr(" []:*?/\\\n\t", name->data[i]) != NULL;

		if (!is_space)
			buf_add_char(out, name->data[i]);
		else if (out->len && out->data[out->len - 1] != ' ')
			buf_add_char(out, ' ');
	}
}

void celltext_sheet_name(const char *text, struct buf *out)
{
	struct buf name = {0};
	size_t start = out->len;

	while (*text == '\'' || *text == ' ')
		text++;
	if (celltext_add(text, SHEET_LONGEST, &name))
		name.data[name.len = find_end(&name)] = 0;
	add_spaced(&name, out);
	trim_name(out, start);
	if (out->len == start)
		buf_add_text(out, "Sheet");
	if (!strcasecmp(out->data + start, "History"))
		buf_add_char(out, '_'); /* Excel keeps the name for itself */
	buf_release(&name);
}

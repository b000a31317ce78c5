#include "mask/name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum { SHORTEST_PART = 2 };

/* What follows a Chinese family name, and what stands before one in letters. */
static const char *const TITLES_BEHIND[] = {"先生", "女士", "小姐", "太太", "老师", "老師", "师傅",
	"師傅", "经理", "經理", "主管", "阿姨", "大爷", "大爺", "同学", "同學", "某", NULL};
static const char *const TITLES_BEFORE[] = {"mr", "mrs", "ms", "miss", "dr", "madam", "sir", NULL};
static const char *const FAMILY_NAMES_OF_TWO[] = {"欧阳", "歐陽", "司马", "司馬", "上官", "诸葛",
	"諸葛", "司徒", "夏侯", "皇甫", "尉迟", "尉遲", "慕容", "东方", "東方", "令狐", NULL};

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool starts_with(const char *text, size_t n, const char *word)
{
	size_t length = strlen(word);

	return length <= n && !memcmp(text, word, length);
}

/* The whole name at p, whatever its case; in letters it is a word of its own. */
static bool is_whole_name(const char *start, const char *p, size_t n, const char *name)
{
	size_t length = strlen(name);

	if (length > n || strncasecmp(p, name, length) != 0)
		return false;
	return !(is_letter(*name) && p > start && is_letter(p[-1])) &&
	       !(is_letter(name[length - 1]) && length < n && is_letter(p[length]));
}

/* Bytes of the family name that begins a Chinese name; 0: it is none. */
static size_t family_name(const char *name)
{
	uint32_t code;
	size_t length = text_decode(name, strlen(name), &code);

	for (const char *const *two = FAMILY_NAMES_OF_TWO; *two; two++)
		if (starts_with(name, strlen(name), *two))
			return strlen(*two);
	return code >= 0x3400 && code <= 0x9FFF ? length : 0;
}

/* "王女士" */
static bool has_title_behind(const char *p, size_t n, const char *name, size_t family)
{
	if (!family || n < family || memcmp(p, name, family) != 0)
		return false;
	for (const char *const *title = TITLES_BEHIND; *title; title++)
		if (starts_with(p + family, n - family, *title))
			return true;
	return false;
}

/* "Mr ", "Mrs. " */
static bool has_title_before(const char *start, const char *p)
{
	const char *end = p, *word;

	while (end > start && (end[-1] == ' ' || end[-1] == '.'))
		end--;
	for (word = end; word > start && is_letter(word[-1]);)
		word--;
	for (const char *const *title = TITLES_BEFORE; end < p && *title; title++)
		if (strlen(*title) == (size_t)(end - word) &&
			!strncasecmp(word, *title, (size_t)(end - word)))
			return true;
	return false;
}

/* A part of a name in letters behind a title; its bytes, 0: none. */
static size_t titled_part(const char *start, const char *p, size_t n, const char *name)
{
	if (!is_letter(*p) || !has_title_before(start, p))
		return 0;
	for (const char *part = name; *part;) {
		size_t length = strcspn(part, " -.,");

		if (length >= SHORTEST_PART && length <= n && !strncasecmp(p, part, length) &&
			(length == n || !is_letter(p[length])))
			return length;
		part += length + strspn(part + length, " -.,");
	}
	return 0;
}

void mask_name(const char *text, size_t n, const char *name, struct buf *out)
{
	size_t length = strlen(name), family = family_name(name);
	uint32_t code;
	bool is_name = length > text_decode(name, length, &code);

	for (size_t at = 0; at < n;) {
		const char *p = text + at;
		size_t part;

		if (is_name && is_whole_name(text, p, n - at, name)) {
			buf_add_text(out, "***");
			at += length;
		} else if (is_name && has_title_behind(p, n - at, name, family)) {
			buf_add_char(out, '*');
			at += family;
		} else if (is_name && (part = titled_part(text, p, n - at, name)) > 0) {
			buf_add_text(out, "***");
			at += part;
		} else {
			part = text_decode(p, n - at, &code);
			buf_add(out, p, part);
			at += part;
		}
	}
}

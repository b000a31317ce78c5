#include "input/name.h"

#include <string.h>

#include "base/file.h"

static int is_filler(char c)
{
	return (c >= '0' && c <= '9') || strchr("-_. ()+~", c) != NULL;
}

/* Without ".csv", ".xlsx" and the like, ".gz" behind it, and ".rejects" or ".rejects-2" before it.
 */
static size_t cut_suffixes(const char *name, size_t n)
{
	enum { LONGEST = 8 };
	const char *dot, *rejects;

	if (n > 3 && !strncasecmp(name + n - 3, ".gz", 3))
		n -= 3;
	dot = memrchr(name, '.', n);
	if (dot && dot > name && n - (size_t)(dot - name) <= LONGEST)
		n = (size_t)(dot - name);
	rejects = memmem(name, n, ".rejects", 8);
	return rejects && rejects > name ? (size_t)(rejects - name) : n;
}

/* Words of dates that stand between figures: 2026年3月, 2026-W12, 2026Q1. */
static size_t date_word(const char *p, size_t n)
{
	static const char *const WORDS[] = {"年", "月", "日", "号", "至", "到"};

	for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
		if (n >= strlen(WORDS[i]) && !memcmp(p, WORDS[i], strlen(WORDS[i])))
			return strlen(WORDS[i]);
	return 0;
}

char *name_source(struct arena *arena, const char *path)
{
	const char *name = file_name(path);
	size_t n = cut_suffixes(name, strlen(name));
	char *out = arena_alloc(arena, n + 1);
	size_t length = 0;

	if (!strcmp(path, "-"))
		return arena_text(arena, "stdin", 5);
	for (size_t i = 0; i < n;) {
		size_t word = length || i ? date_word(name + i, n - i) : 0;

		if (word && name[i - 1] >= '0' && name[i - 1] <= '9') {
			i += word;
		} else if ((name[i] == 'W' || name[i] == 'Q') && i && is_filler(name[i - 1]) &&
			   i + 1 < n && name[i + 1] >= '0' && name[i + 1] <= '9') {
			i++;
		} else if (is_filler(name[i])) {
			if (length && out[length - 1] != '-')
				out[length++] = '-';
			i++;
		} else {
			out[length++] = name[i++];
		}
	}
	while (length && out[length - 1] == '-')
		length--;
	out[length] = '\0';
	return length ? out : arena_text(arena, name, strcspn(name, "."));
}

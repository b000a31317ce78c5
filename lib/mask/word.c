#include "mask/word.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

bool word_is_han(const char *p, size_t n)
{
	uint32_t code;

	return n >= HAN && text_decode(p, n, &code) == HAN && code >= 0x3400 && code <= 0x9FFF;
}

bool word_is_listed(const char *list, const char *p)
{
	for (; *list; list += HAN)
		if (!memcmp(list, p, HAN))
			return true;
	return false;
}

size_t word_starts(const char *p, size_t n, const char *const *words)
{
	for (; *words; words++) {
		size_t length = strlen(*words);

		if (length <= n && !memcmp(p, *words, length))
			return length;
	}
	return 0;
}

bool word_ends(const char *start, const char *p, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(p - start) >= n && !strncasecmp(p - n, word, n);
}

bool word_ends_any(const char *start, const char *p, const char *const *words)
{
	for (; *words; words++)
		if (word_ends(start, p, *words))
			return true;
	return false;
}

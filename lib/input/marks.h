#pragma once
/* Where a delimiter, a quote or a line end stands in a text, one after the other: 64 bytes are
 * looked at together.
 *
 *	struct marks marks = marks_of(text, n, ',');
 *	while ((p = marks_next(&marks)))
 *		... *p is one of them ... */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined __SSE2__
#include <emmintrin.h>
#endif

enum { MARKS_BLOCK = 64 };

struct marks {
	const char *block, *end; /* the block that `left` is about */
	uint64_t left;           /* bits of the bytes that are marks and were not given yet */
	char delimiter;
};

#if defined __SSE2__
static inline uint64_t marks_of_sixteen(const char *p, char delimiter)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)p);
	__m128i cut = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(delimiter)),
		_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
	__m128i end = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')),
		_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));

	return (uint64_t)_mm_movemask_epi8(_mm_or_si128(cut, end));
}

static inline uint64_t marks_in_block(const char *p, char delimiter)
{
	return marks_of_sixteen(p, delimiter) | marks_of_sixteen(p + 16, delimiter) << 16 |
	       marks_of_sixteen(p + 32, delimiter) << 32 |
	       marks_of_sixteen(p + 48, delimiter) << 48;
}
#else
static inline uint64_t marks_in_block(const char *p, char delimiter)
{
	uint64_t marks = 0;

	for (int i = 0; i < MARKS_BLOCK; i++)
		marks |=
			(uint64_t)(p[i] == delimiter || p[i] == '"' || p[i] == '\n' || p[i] == '\r')
			<< i;
	return marks;
}
#endif

static inline uint64_t marks_at(const char *p, const char *end, char delimiter)
{
	char rest[MARKS_BLOCK] = {0};

	if (end - p >= MARKS_BLOCK)
		return marks_in_block(p, delimiter);
	memcpy(rest, p, (size_t)(end - p));
	return marks_in_block(rest, delimiter) & (((uint64_t)1 << (end - p)) - 1);
}

static inline struct marks marks_of(const char *text, size_t n, char delimiter)
{
	return (struct marks){
		text, text + n, n ? marks_at(text, text + n, delimiter) : 0, delimiter};
}

/* NULL: there are no more. */
static inline const char *marks_next(struct marks *marks)
{
	const char *mark;

	while (!marks->left) {
		if (marks->end - marks->block <= MARKS_BLOCK)
			return NULL;
		marks->block += MARKS_BLOCK;
		marks->left = marks_at(marks->block, marks->end, marks->delimiter);
	}
	mark = marks->block + __builtin_ctzll(marks->left);
	marks->left &= marks->left - 1;
	return mark;
}

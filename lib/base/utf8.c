/* John Keiser, Daniel Lemire: Validating UTF-8 In Less Than One Instruction Per Byte (2021). Three
 * look-ups by half bytes give, for each pair of neighbours, the set of faults that each half
 * allows; a fault that all three allow is one. Third and fourth bytes are checked against what
 * stands two and three before them. */
#include "base/utf8.h"

#if defined __x86_64__
#include <immintrin.h>
#include <stdbool.h>

enum {
	TOO_SHORT = 1,       /* a lead byte, and no continuation */
	TOO_LONG = 2,        /* ASCII, and a continuation */
	OVERLONG_3 = 4,      /* E0 and 80..9F */
	TOO_LARGE = 8,       /* F4 and 90.., or above */
	SURROGATE = 16,      /* ED and A0.. */
	OVERLONG_2 = 32,     /* C0, C1 */
	TOO_LARGE_1000 = 64, /* F5.. and 80..8F */
	OVERLONG_4 = 64,     /* F0 and 80..8F */
	TWO_TAILS = 128,
	CARRY = TOO_SHORT | TOO_LONG | TWO_TAILS, /* whatever the first byte's lower half */
	LARGE = CARRY | TOO_LARGE | TOO_LARGE_1000,
	TAIL = TOO_LONG | OVERLONG_2 | TWO_TAILS,
};
enum { BLOCK = 32 };

#define TWICE(...) _mm256_setr_epi8(__VA_ARGS__, __VA_ARGS__)
#define AVX2       __attribute__((target("avx2"), always_inline)) static inline

AVX2 __m256i before(__m256i block, __m256i last, const int n)
{
	__m256i across = _mm256_permute2x128_si256(last, block, 0x21);

	return n == 1   ? _mm256_alignr_epi8(block, across, 15)
	       : n == 2 ? _mm256_alignr_epi8(block, across, 14)
			: _mm256_alignr_epi8(block, across, 13);
}

AVX2 __m256i upper_half(__m256i block)
{
	return _mm256_and_si256(_mm256_srli_epi16(block, 4), _mm256_set1_epi8(15));
}

AVX2 __m256i faults_of_pairs(__m256i block, __m256i first)
{
	const __m256i by_first_upper = TWICE(TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
		TOO_LONG, TOO_LONG, TOO_LONG, (char)TWO_TAILS, (char)TWO_TAILS, (char)TWO_TAILS,
		(char)TWO_TAILS, TOO_SHORT | OVERLONG_2, TOO_SHORT,
		TOO_SHORT | OVERLONG_3 | SURROGATE,
		TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4);
	const __m256i by_first_lower = TWICE((char)(CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4),
		(char)(CARRY | OVERLONG_2), (char)CARRY, (char)CARRY, (char)(CARRY | TOO_LARGE),
		(char)LARGE, (char)LARGE, (char)LARGE, (char)LARGE, (char)LARGE, (char)LARGE,
		(char)LARGE, (char)LARGE, (char)(LARGE | SURROGATE), (char)LARGE, (char)LARGE);
	const __m256i by_second_upper = TWICE(TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
		TOO_SHORT, TOO_SHORT, TOO_SHORT,
		(char)(TAIL | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4),
		(char)(TAIL | OVERLONG_3 | TOO_LARGE), (char)(TAIL | SURROGATE | TOO_LARGE),
		(char)(TAIL | SURROGATE | TOO_LARGE), TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT);
	__m256i faults = _mm256_shuffle_epi8(by_first_upper, upper_half(first));

	faults = _mm256_and_si256(faults,
		_mm256_shuffle_epi8(by_first_lower, _mm256_and_si256(first, _mm256_set1_epi8(15))));
	return _mm256_and_si256(faults, _mm256_shuffle_epi8(by_second_upper, upper_half(block)));
}

/* Two tails in a row are none where the byte two before begins three, or the one three before four;
 * and there they must be. */
AVX2 __m256i faults_of(__m256i block, __m256i last)
{
	__m256i pairs = faults_of_pairs(block, before(block, last, 1));
	__m256i third = _mm256_subs_epu8(before(block, last, 2), _mm256_set1_epi8((char)0x60));
	__m256i fourth = _mm256_subs_epu8(before(block, last, 3), _mm256_set1_epi8((char)0x70));
	__m256i tails =
		_mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO_TAILS));

	return _mm256_xor_si256(pairs, tails);
}

/* Bytes of the blocks without a fault. What the last of them leaves unfinished is not known. */
__attribute__((target("avx2"))) static size_t sound_blocks(const unsigned char *p, size_t n)
{
	__m256i last = _mm256_setzero_si256();
	bool is_ascii = true; /* the last block */
	size_t i = 0;

	for (; i + BLOCK <= n; i += BLOCK) {
		__m256i block = _mm256_loadu_si256((const __m256i *)(p + i));
		bool was_ascii = is_ascii;

		is_ascii = !_mm256_movemask_epi8(block);
		if (!(is_ascii && was_ascii)) {
			__m256i faults = faults_of(block, last);

			if (!_mm256_testz_si256(faults, faults))
				break;
		}
		last = block;
	}
	return i;
}

size_t utf8_valid_start(const unsigned char *p, size_t n)
{
	size_t sound;

	if (n < BLOCK || !__builtin_cpu_supports("avx2"))
		return 0;
	sound = sound_blocks(p, n);
	for (int i = 0; i < 3 && sound && (p[sound - 1] & 0xc0) == 0x80; i++)
		sound--;
	return sound && p[sound - 1] >= 0xc0 ? sound - 1 : sound;
}

#else

size_t utf8_valid_start(const unsigned char *p, size_t n)
{
	(void)p;
	(void)n;
	return 0;
}

#endif

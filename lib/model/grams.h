#pragma once
/* What a model sees of a text, as numbers of buckets: the one, two and three characters that follow
 * each other; of words in letters, which say more as a whole, every three characters, each word
 * and each two words that follow each other. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a longer text only so many characters are seen, so that sums of GRAM_LIMIT weights of 16 bits
 * stay in 32: a letter ends one n-gram, and what is none three, and two more behind a word. */
enum { GRAM_CHARACTERS = 20000, GRAM_LIMIT = 3 * GRAM_CHARACTERS };

enum { RUN_SEEN = 3 };

/* What an n-gram is made of. */
enum gram_kind { GRAM_ONE = 1, GRAM_TWO, GRAM_THREE, GRAM_WORD, GRAM_WORDS };

struct gram {
	uint32_t bucket;
	enum gram_kind kind;
	uint32_t from, to; /* bytes of the text */
};

/* Characters have 21 bits; what ends at one are three n-grams of characters and two of words. */
enum { CODE_BITS = 21, N_MOST = 5 };

struct grams {
	uint32_t *buckets;
	size_t n;
	uint32_t *codes; /* the characters, n_codes of them */
	size_t n_codes, capacity;
	bool has_words; /* a letter or an ideograph, not only signs and digits */
};

/* The characters of a folded text: a run of blanks is one blank and the text has one at each end
 * (the first is not among the codes); digits are all alike; of a run of anything else that is alike
 * (order numbers, !!!!!!!!) the first RUN_SEEN are seen. Sets has_words. */
void grams_read_codes(struct grams *grams, const char *folded, size_t n);

/* A walk along the characters. It begins at a blank. */
struct gram_walk {
	/* The last three, the latest in the lowest bits; 0 where there is none yet. So all of it is
	 * the key of the three, its lower parts are those of two and of one, and each is the one
	 * before it shifted. */
	uint64_t characters;
	uint64_t word, last_word; /* keys: of the word so far, or 0, and of the one before */
};

static inline struct gram_walk grams_begin(void)
{
	return (struct gram_walk){.characters = ' ', .last_word = 1};
}

static inline uint32_t grams_bucket(uint64_t key, unsigned bits)
{
	key ^= key >> 29;
	/* 2^64 / golden ratio */
	return (uint32_t)(key * 0x9e3779b97f4a7c15u >> (64 - bits));
}

enum { LETTERS_FROM = 0xc0, LETTERS_TO = 0x530 };

/* Of the Latin, Greek and Cyrillic scripts, whose words are told by blanks. */
static inline bool grams_is_letter(uint32_t code)
{
	return code < 0x80 ? (code | 0x20) - 'a' < 26 || code == '\''
			   : code - LETTERS_FROM < LETTERS_TO - LETTERS_FROM;
}

/* Roughly: what is no sign, digit or picture. */
bool grams_is_of_word(uint32_t code);

struct gram_step {
	uint32_t buckets[N_MOST];
	enum gram_kind kinds[N_MOST];
	size_t n;
};

static inline void grams_add(
	struct gram_step *step, enum gram_kind kind, uint64_t key, unsigned bits)
{
	step->buckets[step->n] = grams_bucket(key, bits);
	step->kinds[step->n++] = kind;
}

/* One character on: the n-grams that end there, or, of words, before it. */
static inline void grams_step(
	struct gram_walk *walk, uint32_t code, unsigned bits, struct gram_step *step)
{
	uint64_t three =
		(walk->characters << CODE_BITS | code) & (((uint64_t)1 << 3 * CODE_BITS) - 1);
	uint64_t two = three & (((uint64_t)1 << 2 * CODE_BITS) - 1);
	bool is_letter = grams_is_letter(code);

	step->n = 0;
	walk->characters = three;
	if (code >= LETTERS_TO && !walk->word &&
		three > two) { /* usual in Chinese: saves 1 % of a text */
		grams_add(step, GRAM_THREE, three, bits);
		grams_add(step, GRAM_TWO, two, bits);
		grams_add(step, GRAM_ONE, code, bits);
		return;
	}
	if (is_letter) {
		walk->word = (walk->word ^ code) * 0x100000001b3u; /* FNV-1a's prime */
	} else if (walk->word) {
		/* The highest bit is in no key of characters. */
		uint64_t word = walk->word | (uint64_t)1 << 63;

		grams_add(step, GRAM_WORD, word, bits);
		grams_add(step, GRAM_WORDS, word ^ walk->last_word << 1, bits);
		walk->last_word = word;
		walk->word = 0;
	}
	if (three > two) /* not at the second character, which ends none of three */
		grams_add(step, GRAM_THREE, three, bits);
	if (code >= 0x80 && !is_letter) {
		grams_add(step, GRAM_TWO, two, bits);
		grams_add(step, GRAM_ONE, code, bits);
	}
}

/* The buckets (0 .. 2^bits - 1) of a folded text, one for each place of each n-gram, repeated as
 * the text repeats them. */
void grams_read(struct grams *grams, const char *folded, size_t n, unsigned bits);
void grams_release(struct grams *grams);

/* As grams_read, each with where it stands: for explanations. The caller frees *list. */
size_t grams_locate(const char *folded, size_t n, unsigned bits, struct gram **list);

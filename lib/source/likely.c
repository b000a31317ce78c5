#include "source/likely.h"

#include <iconv.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "base/mem.h"
#include "base/text.h"
#include "source/likely_letters.h"
#include "source/likely_signs.h"

enum { UCHARDET_LIMIT = 1 << 22, PAIRS = 65536 };

static const float ASCII_SAVED = 4.1F; /* ASCII is free: what takes such a byte in pays for it */
static const float UCHARDET_SAYS = 2.0F;

/* What was likely before a byte was read; UTF-8 is what is UTF-8 to the last byte. */
static const float BEFORE[] = {
	[CHINESE] = 0, [JAPANESE] = -6.0F, [KOREAN] = -6.0F, [WESTERN] = 0, [ANY] = 3.0F};
static const float GB18030_BEFORE = 1.0F;

static const double CLEAR = 6.0; /* logarithm of the odds: 400 to 1 */
/* Mean price of a character, by language; text of another language is below. */
static const double WORST[] = {
	[CHINESE] = -12.5, [JAPANESE] = -12.5, [KOREAN] = -12.5, [WESTERN] = -8.5, [ANY] = -12.5};

enum { GB18030, BIG5, CP932, EUC_JP, CP949, CP1252, UTF8, N_CANDIDATES };

static const struct candidate {
	const char *name;
	const char *words[3];      /* what uchardet calls it */
	unsigned char first, last; /* lead bytes of the usual characters */
	int language;
} CANDIDATES[N_CANDIDATES] = {
	[GB18030] = {"GB18030", {"GB18030", "HZ-GB-2312"}, 0xb0, 0xd7, CHINESE},
	[BIG5] = {"BIG5", {"BIG5", "EUC-TW"}, 0xa4, 0xc6, CHINESE},
	[CP932] = {"CP932", {"SHIFT_JIS"}, 0x88, 0x97, JAPANESE},
	[EUC_JP] = {"EUC-JP", {"EUC-JP"}, 0xb0, 0xcf, JAPANESE},
	[CP949] = {"CP949", {"EUC-KR", "UHC"}, 0xb0, 0xc8, KOREAN},
	[CP1252] = {"CP1252", {"WINDOWS-1252", "ISO-8859-1", "ISO-8859-15"}, 0, 0, WESTERN},
	[UTF8] = {"UTF-8", {NULL}, 0, 0, ANY},
};

struct reading {
	iconv_t iconv;
	float *prices; /* by pair of bytes, for encodings of one or two bytes */
	double sum;
	uint64_t n;
};

struct likely {
	struct likely_signs signs;
	struct reading readings[N_CANDIDATES];
	iconv_t hkscs;
	uint64_t n_hkscs; /* pairs that only BIG5-HKSCS has */
	uint64_t n_euro,
		n_four; /* of GBK the byte 80, which only CP936 has; of GB18030 four bytes */
	uchardet_t detector;
	uint64_t n_asked; /* bytes given to it */
};

struct likely *likely_new(void)
{
	struct likely *likely = mem_zalloc(sizeof *likely);

	likely_signs_init(&likely->signs);
	for (size_t i = GB18030; i <= CP949; i++) {
		likely->readings[i].iconv = iconv_open("UTF-8", CANDIDATES[i].name);
		likely->readings[i].prices = mem_zalloc(PAIRS * sizeof(float));
	}
	likely->hkscs = iconv_open("UTF-8", "BIG5-HKSCS");
	likely->detector = uchardet_new();
	return likely;
}

void likely_free(struct likely *likely)
{
	if (!likely)
		return;
	for (size_t i = GB18030; i <= CP949; i++) {
		if (likely->readings[i].iconv != (iconv_t)-1)
			iconv_close(likely->readings[i].iconv);
		free(likely->readings[i].prices);
	}
	if (likely->hkscs != (iconv_t)-1)
		iconv_close(likely->hkscs);
	uchardet_delete(likely->detector);
	free(likely);
}

/* The character that n bytes are, or false. */
static bool decode(iconv_t iconv_to, const unsigned char *p, size_t n, uint32_t *code)
{
	char text[16];
	char *in = (char *)p, *out = text;
	size_t left = n, room = sizeof text;

	if (iconv_to == (iconv_t)-1)
		return false;
	iconv(iconv_to, NULL, NULL, NULL, NULL);
	if (iconv(iconv_to, &in, &left, &out, &room) == (size_t)-1)
		return false;
	iconv(iconv_to, NULL, NULL, &out, &room); /* some keep the last one back */
	return room < sizeof text && text_decode(text, sizeof text - room, code) > 0;
}

static float price_of(const struct likely *likely, size_t k, const unsigned char *p)
{
	const struct candidate *candidate = &CANDIDATES[k];
	float saved = p[1] < 0x80 ? ASCII_SAVED : 0;
	uint32_t code;

	if (!decode(likely->readings[k].iconv, p, 2, &code)) {
		if (k != BIG5 || !decode(likely->hkscs, p, 2, &code))
			return LIKELY_NONE;
		return LIKELY_RARE + saved;
	}
	if (likely_signs_has(&likely->signs.marks, code))
		return LIKELY_MARK + saved;
	if (likely_signs_has(&likely->signs.frequent[candidate->language], code))
		return LIKELY_FREQUENT + saved;
	if ((code >= 0xe000 && code <= 0xf8ff) || code >= 0x10000)
		return LIKELY_ODD + saved;
	if (p[0] >= candidate->first && p[0] <= candidate->last && (k != GB18030 || p[1] >= 0xa1))
		return LIKELY_USUAL + saved;
	return LIKELY_RARE + saved;
}

static bool is_four_bytes(const unsigned char *p, size_t n)
{
	return n >= 4 && p[0] >= 0x81 && p[0] <= 0xfe && p[1] >= '0' && p[1] <= '9' &&
	       p[2] >= 0x81 && p[2] <= 0xfe && p[3] >= '0' && p[3] <= '9';
}

/* Bytes of the character at p, and its price. */
static size_t take_pair(
	struct likely *likely, size_t k, const unsigned char *p, size_t n, float *price)
{
	size_t pair;

	if (k == GB18030 && is_four_bytes(p, n)) {
		*price = LIKELY_ODD + 2 * ASCII_SAVED;
		likely->n_four++;
		return 4;
	}
	*price = LIKELY_NONE;
	if (n < 2 || p[1] < 0x40 || p[0] == 0x80) {
		likely->n_euro += k == GB18030 && p[0] == 0x80;
		if (p[0] == 0x80)
			*price = LIKELY_ODD;
		else if (k == CP932 && p[0] >= 0xa1 && p[0] <= 0xdf)
			*price = LIKELY_RARE; /* katakana of half width */
		return 1;
	}
	pair = (size_t)p[0] << 8 | p[1];
	if (likely->readings[k].prices[pair] == 0)
		likely->readings[k].prices[pair] = price_of(likely, k, p);
	*price = likely->readings[k].prices[pair];
	return *price == LIKELY_NONE ? 1 : 2;
}

/* Words of the East seldom stand inside words of the West, single signs hardly ever. */
static void read_pairs(struct likely *likely, size_t k, const unsigned char *p, size_t n)
{
	static const float AFTER_LETTER = -2.0F, AFTER_ASCII = -0.7F, WITHIN = -4.0F;
	struct reading *reading = &likely->readings[k];
	bool is_within = false; /* behind a letter */

	for (size_t i = 0; i < n;) {
		float price;

		if (p[i] < 0x80) {
			i++;
			continue;
		}
		is_within = i && likely_is_letter(p[i - 1]);
		if (i && p[i - 1] < 0x80)
			reading->sum += is_within ? AFTER_LETTER : AFTER_ASCII;
		i += take_pair(likely, k, p + i, n - i, &price);
		reading->sum += price;
		reading->n++;
		if (i < n && likely_is_letter(p[i]))
			reading->sum += is_within ? AFTER_LETTER + WITHIN : AFTER_LETTER;
	}
}

static bool is_hkscs(struct likely *likely, const unsigned char *p)
{
	uint32_t code;

	return !decode(likely->readings[BIG5].iconv, p, 2, &code) &&
	       decode(likely->hkscs, p, 2, &code);
}

/* Pairs that tell BIG5-HKSCS from BIG5: only lead bytes outside the usual ones are asked for. */
static void count_hkscs(struct likely *likely, const unsigned char *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (p[i] < 0x80)
			continue;
		if ((p[i] < 0xa1 || p[i] >= 0xc6) && is_hkscs(likely, p + i))
			likely->n_hkscs++;
		i++;
	}
}

void likely_add(struct likely *likely, const char *line, size_t n)
{
	const unsigned char *p = (const unsigned char *)line;
	struct reading *readings = likely->readings;

	for (size_t k = GB18030; k <= CP949; k++)
		read_pairs(likely, k, p, n);
	readings[CP1252].sum += likely_western(p, n, &readings[CP1252].n);
	readings[UTF8].sum += likely_utf8(&likely->signs, p, n, &readings[UTF8].n);
	if (likely->n_hkscs < 2)
		count_hkscs(likely, p, n);
	if (likely->n_asked < UCHARDET_LIMIT) {
		uchardet_handle_data(likely->detector, line, n);
		likely->n_asked += n;
	}
}

static void hear_uchardet(struct likely *likely)
{
	const char *word;

	uchardet_data_end(likely->detector);
	word = uchardet_get_charset(likely->detector);
	for (size_t k = 0; k < N_CANDIDATES; k++)
		for (size_t i = 0; i < 3 && CANDIDATES[k].words[i]; i++)
			if (!strcasecmp(word, CANDIDATES[k].words[i]))
				likely->readings[k].sum += (double)UCHARDET_SAYS;
	for (size_t k = 0; k < N_CANDIDATES; k++)
		likely->readings[k].sum += (double)BEFORE[CANDIDATES[k].language];
	likely->readings[GB18030].sum += (double)GB18030_BEFORE;
}

/* The relative that has all the characters seen. */
static const char *exact_name(const struct likely *likely, size_t k)
{
	if (k == GB18030 && likely->n_euro && !likely->n_four)
		return "CP936";
	return k == BIG5 && likely->n_hkscs ? "BIG5-HKSCS" : CANDIDATES[k].name;
}

struct verdict likely_verdict(struct likely *likely)
{
	struct reading *readings = likely->readings;
	size_t best = 0, second = 1;
	double others = 0;

	hear_uchardet(likely);
	for (size_t k = 1; k < N_CANDIDATES; k++)
		if (readings[k].sum > readings[best].sum)
			best = k;
	second = best == 0;
	for (size_t k = 0; k < N_CANDIDATES; k++) {
		if (k != best && readings[k].sum > readings[second].sum)
			second = k;
		if (k != best)
			others += exp(readings[k].sum - readings[best].sum);
	}
	return (struct verdict){.name = exact_name(likely, best),
		.second = CANDIDATES[second].name,
		.confidence = 1 / (1 + others),
		.is_clear = readings[best].sum - readings[second].sum >= CLEAR,
		.is_text = readings[best].n && readings[best].sum / (double)readings[best].n >=
						       WORST[CANDIDATES[best].language]};
}

#include "input/encoding.h"

#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchardet/uchardet.h>

#include "base/mem.h"
#include "base/text.h"

enum { BLOCK = 1 << 20, UCHARDET_LIMIT = 1 << 22 };

/* Evidence for one encoding: characters that its texts are made of, unusual ones, impossible ones.
 */
struct tally {
	uint64_t common, rare, wrong;
	uint64_t frequent; /* of the common ones */
};

enum candidate { GB18030, BIG5, CP1252, N_CANDIDATES };
static const char *const NAMES[] = {"GB18030", "BIG5", "CP1252"};

/* Characters that most Chinese texts are full of, in both scripts: read in the wrong encoding a
 * text has hardly any of them. */
static const char FREQUENT[] = "的一是了我不在有人这這中大来來上个個国國到说說们們为為子和你地出道"
			       "也时時年得就那要下以生会會自"
			       "着去之过過家学學对對可她里裡后後小么麼心多天而能好都然没沒日于於起"
			       "还還发發成事只作当當想看文"
			       "无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩"
			       "长長知民样樣现現分将將外但"
			       "身些与與高意进進把法此实實回二理美点點月明其种種全工己话話者向情部"
			       "正名定女问問力机機给給等几"
			       "幾很业業最间間新什打便位因重被走电電四第门門相次口使再平真气氣信少"
			       "关關内內加由却卻产產入先水"
			       "万萬市体體别別处處总總才场場比住员員性通目报報立难難数數件安表原车"
			       "車应應路期常提感金何更反合"
			       "放做系计計或司利受果今务務解各任清物记記边邊接它许許特觉覺直服题題"
			       "度色字请請交让讓认認算吃怎"
			       "元结結非流每管连連资資带帶快条條变變联聯权權往该該近留决決保达達办"
			       "辦运運半完求品转轉量空程告"
			       "满滿式识識极極收钱錢未取设設双雙商容找站广廣改单單据據失网網专專包"
			       "组組造视視离離坏壞退款货貨"
			       "客诉訴态態度慢差修换換错錯送购購买買卖賣价價";

struct evidence {
	uint64_t *frequent[2]; /* a bit for each pair of bytes; GB18030 and Big5 */
	struct tally tallies[N_CANDIDATES];
	uint64_t n_lines;      /* that are not ASCII */
	uint64_t n_utf8_lines; /* of them */
	uint64_t n_asked;      /* bytes given to uchardet */
	uchardet_t detector;
};

static bool is_gb_common(unsigned char lead, unsigned char trail)
{
	return trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3));
}

static bool has_bit(const uint64_t *bits, const unsigned char *p)
{
	unsigned pair = (unsigned)p[0] << 8 | p[1];

	return bits[pair / 64] >> (pair % 64) & 1;
}

static size_t gb18030_next(
	const unsigned char *p, size_t n, const uint64_t *frequent, struct tally *tally)
{
	if (p[0] >= 0x81 && p[0] <= 0xfe && n >= 2) {
		if (p[1] >= 0x40 && p[1] != 0x7f && p[1] != 0xff) {
			tally->frequent += has_bit(frequent, p);
			if (is_gb_common(p[0], p[1]))
				tally->common++;
			else
				tally->rare++;
			return 2;
		}
		if (n >= 4 && p[1] >= '0' && p[1] <= '9' && p[2] >= 0x81 && p[3] >= '0' &&
			p[3] <= '9') {
			tally->rare++;
			return 4;
		}
	}
	tally->wrong++;
	return 1;
}

static size_t big5_next(
	const unsigned char *p, size_t n, const uint64_t *frequent, struct tally *tally)
{
	if (n < 2 || p[0] < 0xa1 || p[0] > 0xf9 || p[1] < 0x40 || p[1] == 0xff ||
		(p[1] > 0x7e && p[1] < 0xa1)) {
		tally->wrong++;
		return 1;
	}
	tally->frequent += has_bit(frequent, p);
	if (p[0] <= 0xc6)
		tally->common++;
	else
		tally->rare++;
	return 2;
}

/* Western text has single accented letters and typographic marks between ASCII; a run of three
 * bytes is none. */
static size_t cp1252_next(
	const unsigned char *p, size_t n, const uint64_t *frequent, struct tally *tally)
{
	static const char UNDEFINED[] = "\x81\x8d\x8f\x90\x9d";
	size_t run = 0;

	(void)frequent; /* of Chinese */
	while (run < n && p[run] >= 0x80)
		run++;
	if (run >= 3)
		tally->wrong += run;
	else if (strchr(UNDEFINED, p[0]))
		tally->wrong++;
	else if (p[0] >= 0xc0 || (p[0] >= 0x91 && p[0] <= 0x97) ||
		 strchr("\x80\x85\xa0\xa3\xa9\xae\xb0\xb4\xb7\xbd", p[0]))
		tally->common++;
	else
		tally->rare++;
	return run >= 3 ? run : 1;
}

typedef size_t next_character(
	const unsigned char *p, size_t n, const uint64_t *frequent, struct tally *tally);
static next_character *const NEXT[] = {gb18030_next, big5_next, cp1252_next};

static void weigh_line(struct evidence *evidence, const char *line, size_t n)
{
	const unsigned char *p = (const unsigned char *)line;
	size_t ascii = 0;

	while (ascii < n && p[ascii] < 0x80)
		ascii++;
	if (ascii == n)
		return;
	evidence->n_lines++;
	evidence->n_utf8_lines += text_valid(line, n) == n;
	for (size_t k = 0; k < N_CANDIDATES; k++)
		for (size_t i = ascii; i < n;)
			i += p[i] < 0x80 ? 1
					 : NEXT[k](p + i, n - i, evidence->frequent[k % 2],
						   &evidence->tallies[k]);
	if (evidence->n_asked < UCHARDET_LIMIT) {
		uchardet_handle_data(evidence->detector, line, n);
		evidence->n_asked += n;
	}
}

static int gather(struct evidence *evidence, const struct source *source, struct err *err)
{
	char *block = mem_alloc(BLOCK);
	uint64_t offset = 0;
	size_t carry = 0; /* start of a line that the last block cut */
	int64_t n;

	while ((n = source_read(source, offset, block + carry, BLOCK - carry, err)) > 0) {
		size_t length = carry + (size_t)n;
		size_t start = 0;

		offset += (uint64_t)n;
		for (const char *end; (end = memchr(block + start, '\n', length - start));) {
			weigh_line(evidence, block + start, (size_t)(end - block) - start);
			start = (size_t)(end - block) + 1;
		}
		if (start == 0 && length == BLOCK) { /* a line longer than the block */
			weigh_line(evidence, block, length);
			start = length;
		}
		carry = length - start;
		memmove(block, block + start, carry);
	}
	if (carry)
		weigh_line(evidence, block, carry);
	free(block);
	return n < 0 ? -1 : 0;
}

bool encoding_is_known(const char *name)
{
	iconv_t test = iconv_open("UTF-8", name);

	if (test == (iconv_t)-1)
		return false;
	iconv_close(test);
	return true;
}

static int set_name(struct encoding *encoding, const char *name, struct err *err)
{
	if (!encoding_is_known(name))
		return err_set(err, "unknown encoding '%s'", name);
	snprintf(encoding->name, sizeof encoding->name, "%s", name);
	encoding->is_utf16 = !strncasecmp(name, "UTF-16", 6) || !strncasecmp(name, "UCS-2", 5);
	return 0;
}

static double score(const struct tally *tally)
{
	double all = (double)(tally->common + tally->rare + tally->wrong);

	return all > 0 ? ((double)(tally->common + tally->frequent) - 3 * (double)tally->wrong) /
				 all
		       : 0;
}

/* The best candidate by score, unless a second one is as good. uchardet breaks ties, and speaks
 * alone where no candidate fits. */
static int choose(struct encoding *encoding, const struct evidence *evidence, const char *word,
	struct err *err)
{
	size_t best = 0, second = 1;
	double scores[N_CANDIDATES];

	for (size_t k = 0; k < N_CANDIDATES; k++)
		scores[k] = score(&evidence->tallies[k]) + (!strcasecmp(word, NAMES[k]) ? 0.1 : 0);
	if (!strcasecmp(word, "WINDOWS-1252") || !strncmp(word, "ISO-8859-1", 10))
		scores[CP1252] += 0.1;
	for (size_t k = 1; k < N_CANDIDATES; k++) {
		if (scores[k] > scores[best]) {
			second = best;
			best = k;
		} else if (scores[k] > scores[second]) {
			second = k;
		}
	}
	if (scores[best] > 0.3 && scores[best] - scores[second] >= 0.05)
		return set_name(encoding, NAMES[best], err);
	if (scores[best] > 0.3)
		return err_set(err, "the encoding may be %s or %s: say which by --encoding",
			NAMES[best], NAMES[second]);
	if (*word && set_name(encoding, word, err) == 0)
		return 0;
	return err_set(err, "the encoding is unknown: name it by --encoding");
}

/* The frequent characters as they stand in an encoding; those it lacks are left out. */
static uint64_t *frequent_pairs(const char *encoding)
{
	uint64_t *bits = mem_zalloc(65536 / 8);
	iconv_t to = iconv_open(encoding, "UTF-8");

	for (const char *p = FREQUENT; to != (iconv_t)-1 && *p; p += 3) {
		unsigned char pair[8];
		char *in = (char *)p, *out = (char *)pair;
		size_t left = 3, room = sizeof pair;

		if (iconv(to, &in, &left, &out, &room) != (size_t)-1 && room == sizeof pair - 2) {
			unsigned code = (unsigned)pair[0] << 8 | pair[1];

			bits[code / 64] |= (uint64_t)1 << (code % 64);
		}
	}
	if (to != (iconv_t)-1)
		iconv_close(to);
	return bits;
}

static int weigh(struct encoding *encoding, const struct source *source, struct err *err)
{
	struct evidence evidence = {.detector = uchardet_new(),
		.frequent = {frequent_pairs(NAMES[GB18030]), frequent_pairs(NAMES[BIG5])}};
	int status = gather(&evidence, source, err);

	uchardet_data_end(evidence.detector);
	if (status == 0 && evidence.n_utf8_lines * 10 >= evidence.n_lines * 9)
		status = set_name(encoding, "UTF-8", err);
	else if (status == 0)
		status = choose(encoding, &evidence, uchardet_get_charset(evidence.detector), err);
	uchardet_delete(evidence.detector);
	free(evidence.frequent[0]);
	free(evidence.frequent[1]);
	return status;
}

static const struct mark {
	const char *bytes;
	size_t n;
	const char *name;
} MARKS[] = {
	{"\xef\xbb\xbf", 3, "UTF-8"},
	{"\xff\xfe", 2, "UTF-16LE"},
	{"\xfe\xff", 2, "UTF-16BE"},
	{"\x84\x31\x95\x33", 4, "GB18030"},
};

/* UTF-16 without a mark: NUL at every second place of its ASCII. */
static const char *by_nuls(const unsigned char *head, size_t n)
{
	size_t even = 0, odd = 0;

	for (size_t i = 0; i < n; i++)
		if (!head[i])
			++*(i % 2 ? &odd : &even);
	if (odd * 8 > n && !even)
		return "UTF-16LE";
	return even * 8 > n && !odd ? "UTF-16BE" : NULL;
}

/* Text has hardly any control characters; random bytes have one in ten. */
static bool is_binary(const char *head, size_t n)
{
	size_t controls = 0;

	for (size_t i = 0; i < n; i++)
		controls += (unsigned char)head[i] < 0x20 &&
			    !strchr("\t\r\n\f\v", head[i] ? head[i] : 1);
	return controls * 50 > n;
}

int encoding_find(
	struct encoding *encoding, const struct source *source, const char *wanted, struct err *err)
{
	char head[4096];
	int64_t n = source_read(source, 0, head, sizeof head, err);
	const char *name = wanted;

	*encoding = (struct encoding){0};
	if (n < 0)
		return -1;
	for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
		if ((size_t)n >= MARKS[i].n && !memcmp(head, MARKS[i].bytes, MARKS[i].n)) {
			encoding->bom = MARKS[i].n;
			name = name ? name : MARKS[i].name;
		}
	if (!name && source->has_nul)
		name = by_nuls((const unsigned char *)head, (size_t)n & ~(size_t)1);
	if (!name && is_binary(head, (size_t)n))
		return err_set(err, "it is binary data, not a table");
	if (!name && !source->is_utf8)
		return weigh(encoding, source, err);
	encoding->is_sound = source->is_utf8;
	if (set_name(encoding, name ? name : "UTF-8", err) < 0)
		return -1;
	encoding->is_sound = source->is_utf8 && !strcasecmp(encoding->name, "UTF-8");
	return 0;
}

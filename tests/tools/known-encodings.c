/* Files of known encoding, made from the phrases of sample-data and read again.
 *
 *	known-encodings WORDS [SEED]
 *
 * Simplified, traditional, English and mixed text, from 20 bytes to over a megabyte, one of them
 * ASCII but for its last line. Writes one line per encoding: how many files were right (every cell
 * is what it was), refused, and wrong, which none may be; names the wrong ones on the standard
 * error. */
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/mem.h"
#include "base/text.h"
#include "input/rows.h"

enum { LATE = 0, MOST_PHRASES = 400 };
enum script { SIMPLIFIED, TRADITIONAL, ENGLISH, MIXED };

static const struct set {
	enum script script;
	const char *label, *encoding, *mark;
	size_t n_mark;
	const char *extra; /* what other encodings lack, or NULL */
	bool is_twice;
} SETS[] = {
	{SIMPLIFIED, "UTF-8", "UTF-8"},
	{SIMPLIFIED, "UTF-8 with mark", "UTF-8", "\xef\xbb\xbf", 3},
	{SIMPLIFIED, "UTF-16LE", "UTF-16LE"},
	{SIMPLIFIED, "UTF-16LE with mark", "UTF-16LE", "\xff\xfe", 2},
	{SIMPLIFIED, "UTF-16BE", "UTF-16BE"},
	{SIMPLIFIED, "UTF-16BE with mark", "UTF-16BE", "\xfe\xff", 2},
	{SIMPLIFIED, "GBK", "GBK"},
	{SIMPLIFIED, "GBK with its euro", "CP936", NULL, 0, "€"},
	{SIMPLIFIED, "GB18030 of four bytes", "GB18030", NULL, 0, "㐂𠮷"},
	{TRADITIONAL, "BIG5", "BIG5"},
	{TRADITIONAL, "BIG5-HKSCS", "BIG5-HKSCS", NULL, 0, "嘅咗唔啲"},
	{TRADITIONAL, "GBK", "GBK"},
	{TRADITIONAL, "UTF-8", "UTF-8"},
	{TRADITIONAL, "UTF-16LE", "UTF-16LE"},
	{ENGLISH, "CP1252", "CP1252"},
	{ENGLISH, "UTF-8", "UTF-8"},
	{ENGLISH, "UTF-16BE", "UTF-16BE"},
	{MIXED, "GBK", "GBK"},
	{MIXED, "UTF-8", "UTF-8"},
	{SIMPLIFIED, "UTF-8 twice", "UTF-8", NULL, 0, NULL, true},
	{ENGLISH, "UTF-8 twice", "UTF-8", NULL, 0, NULL, true},
};

static const char *const SCRIPTS[] = {"simplified", "traditional", "English", "mixed"};
static const size_t SIZES[] = {20, 24, 32, 48, 80, 200, 1000, 20000, 1200000, LATE};

struct phrases {
	const char *texts[MOST_PHRASES];
	size_t n;
};

static uint64_t state = 1;

static size_t pick(size_t n)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % n;
}

static void read_phrases(const char *folder, struct phrases phrases[3])
{
	static const char *const LANGUAGES[] = {"zh", "tw", "en"};
	char *path = mem_format("%s/phrases.tsv", folder);
	FILE *file = fopen(path, "r");
	char line[1024];

	while (file && fgets(line, sizeof line, file)) {
		char *word[4] = {strtok(line, "\t\n")};

		for (int i = 1; i < 4; i++)
			word[i] = strtok(NULL, "\t\n");
		for (size_t k = 0; word[3] && k < 3; k++)
			if (!strcmp(word[1], LANGUAGES[k]) && phrases[k].n < MOST_PHRASES)
				phrases[k].texts[phrases[k].n++] = mem_text(word[3]);
	}
	if (file)
		fclose(file);
	free(path);
}

/* Words as the West writes them. */
static void add_accents(struct buf *out)
{
	static const char *const WORDS[] = {"café ", "naïve ", "it’s ", "£20 ", "déjà vu ", "Zoë ",
		"– twice – ", "señor ", "“now” ", "à la carte ", "Müller ", "5° ", "façade "};

	buf_add_text(out, WORDS[pick(sizeof WORDS / sizeof *WORDS)]);
}

static bool is_in(const char *encoding, const char *text)
{
	iconv_t iconv_to = iconv_open(encoding, "UTF-8");
	char room[2048];
	char *in = (char *)text, *out = room;
	size_t n = strlen(text), left = sizeof room;
	bool is_done = iconv(iconv_to, &in, &n, &out, &left) != (size_t)-1;

	iconv_close(iconv_to);
	return is_done;
}

static void add_phrase(struct buf *out, const struct phrases *phrases, const struct set *set)
{
	bool is_mixed = set->script == MIXED;
	size_t k = is_mixed ? (pick(2) ? ENGLISH : SIMPLIFIED) : set->script;
	const char *text = phrases[k].texts[pick(phrases[k].n)];

	while (!is_in(set->encoding, text))
		text = phrases[k].texts[pick(phrases[k].n)];
	if (set->script == ENGLISH && pick(3) == 0)
		add_accents(out);
	if (set->extra && pick(3) == 0)
		buf_add_text(out, set->extra);
	for (const char *p = text; *p; p++)
		if (*p != ',' && *p != '"')
			buf_add_char(out, *p);
}

/* The text as UTF-8: a header and rows, as many as the size wants; the last is cut to fit. */
static void make_text(
	struct buf *out, const struct phrases *phrases, const struct set *set, size_t size)
{
	bool is_late = size == LATE;
	size_t n, least;

	buf_clear(out);
	buf_add_text(out, pick(2) || size < 40 ? "id,text\n" : "complaint,text of the customer\n");
	while (is_late && out->len < 1200000)
		buf_format(out, "%zu,plain ASCII text and nothing else\n", pick(100000));
	buf_format(out, "%zu,", pick(10));
	least = out->len;
	if (set->extra)
		buf_add_text(out, set->extra);
	if (set->script == ENGLISH)
		add_accents(out);
	if (set->script == MIXED)
		buf_add_text(out, phrases[SIMPLIFIED].texts[pick(phrases[SIMPLIFIED].n)]);
	do {
		add_phrase(out, phrases, set);
		if (pick(3) == 0)
			buf_format(out, "\n%zu,", pick(100000));
	} while (out->len < size);
	for (n = size > least + 3 ? size : least + 3; !is_late && n < out->len; n++)
		if (text_valid(out->data, n) == n)
			out->len = n;
	buf_add_char(out, '\n');
}

static void encode(struct buf *out, const struct buf *text, const char *from, const char *to)
{
	iconv_t iconv_to = iconv_open(to, from);
	char *in = text->data, *at;
	size_t left = text->len, room = text->len * 4 + 16;

	buf_reserve(out, room);
	at = out->data + out->len;
	if (iconv(iconv_to, &in, &left, &at, &room) == (size_t)-1 ||
		iconv(iconv_to, NULL, NULL, &at, &room) == (size_t)-1) {
		fprintf(stderr, "known-encodings: '%.20s' is not in %s\n", in, to);
		exit(2);
	}
	out->len = (size_t)(at - out->data);
	iconv_close(iconv_to);
}

static void encode_all(struct buf *out, const struct buf *text, const struct set *set)
{
	struct buf once = {0};

	buf_clear(out);
	if (set->n_mark)
		buf_add(out, set->mark, set->n_mark);
	if (!set->is_twice) {
		encode(out, text, "UTF-8", set->encoding);
		return;
	}
	encode(&once, text, "UTF-8", "UTF-8");
	encode(out, &once, "LATIN1", "UTF-8");
	buf_release(&once);
}

enum outcome { RIGHT, REFUSED, WRONG, N_OUTCOMES };

/* All cells of the file as one text again. */
static bool read_back(struct rows *rows, struct buf *text, struct err *err)
{
	struct arena arena = {0};
	struct row row;
	int status = rows_start(rows, 0, err) < 0 ? -1 : 1;

	buf_clear(text);
	while (status > 0 && (status = rows_next(rows, &arena, &row, err)) > 0)
		for (size_t i = 0; i < row.n; i++) {
			buf_add(text, row.cells[i].text, row.cells[i].n);
			buf_add_char(text, i + 1 < row.n ? ',' : '\n');
		}
	arena_release(&arena);
	return status == 0;
}

static enum outcome try_file(const struct buf *bytes, const struct buf *text)
{
	static const struct rows_choice CHOICE = {.delimiter = ","};
	int fd = memfd_create("known-encodings", 0);
	char path[64];
	struct rows *rows;
	struct buf again = {0};
	struct err err;
	enum outcome outcome = REFUSED;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, bytes->data, bytes->len) != (ssize_t)bytes->len)
		exit(2);
	rows = rows_open(path, &CHOICE, &err);
	if (rows) {
		bool is_same = read_back(rows, &again, &err) && again.len == text->len &&
			       !memcmp(again.data, text->data, text->len);

		outcome = is_same ? RIGHT : WRONG;
		if (!is_same)
			fprintf(stderr, "wrong: as %s: %.60s\n", rows_encoding(rows),
				text->data + (text->len > 60 ? text->len - 60 : 0));
	}
	rows_close(rows);
	close(fd);
	buf_release(&again);
	return outcome;
}

int main(int argc, char **argv)
{
	struct phrases phrases[3] = {0};
	size_t all[N_OUTCOMES] = {0};
	struct buf text = {0}, bytes = {0};

	if (argc < 2)
		return 2;
	state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	read_phrases(argv[1], phrases);
	if (!phrases[SIMPLIFIED].n || !phrases[TRADITIONAL].n || !phrases[ENGLISH].n)
		return 2;
	printf("script,encoding,files,right,refused,wrong\n");
	for (size_t i = 0; i < sizeof SETS / sizeof *SETS; i++) {
		size_t counts[N_OUTCOMES] = {0};

		for (size_t k = 0; k < sizeof SIZES / sizeof *SIZES; k++) {
			enum outcome outcome;

			make_text(&text, phrases, &SETS[i], SIZES[k]);
			encode_all(&bytes, &text, &SETS[i]);
			outcome = try_file(&bytes, &text);
			counts[outcome]++;
			all[outcome]++;
		}
		printf("%s,%s,%zu,%zu,%zu,%zu\n", SCRIPTS[SETS[i].script], SETS[i].label,
			sizeof SIZES / sizeof *SIZES, counts[RIGHT], counts[REFUSED],
			counts[WRONG]);
	}
	printf("all,,%zu,%zu,%zu,%zu\n", all[RIGHT] + all[REFUSED] + all[WRONG], all[RIGHT],
		all[REFUSED], all[WRONG]);
	buf_release(&text);
	buf_release(&bytes);
	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < phrases[k].n; i++)
			free((char *)phrases[k].texts[i]);
	return all[WRONG] != 0;
}

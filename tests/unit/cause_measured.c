/* The shipped rules on real and on hard text: floors that no change may fall below. What it needs
 * lies in ../shared, beside the project; without it these tests are skipped. */
#include <criterion/criterion.h>
#include <criterion/logging.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/text.h"
#include "cause/cause.h"

static const char TAXONOMY[] = "../shared/TAXONOMY.md";
static const char *const ROOT[] = {".", NULL};

static struct classifier *classifier;
static struct cause_scratch *scratch;

static void start(void)
{
	struct share *share = share_new(NULL, ROOT);
	struct err err;

	classifier = classifier_load(share, NULL, &err);
	share_free(share);
	cr_assert_not_null(classifier, "%s", err.text);
	scratch = cause_scratch_new(classifier);
}

static void stop(void)
{
	cause_scratch_free(scratch);
	classifier_free(classifier);
}

TestSuite(cause_measured, .init = start, .fini = stop);

/* "product", or "" where nothing is found. */
static const char *primary(const char *text, size_t n)
{
	struct cause_result result;

	cause_classify(classifier, scratch, text, n, &result, NULL);
	return result.n ? result.labels[0].cause : "";
}

/* ---- rows of the tables of TAXONOMY.md ---- */

enum { MAX_CELLS = 6 };

struct row {
	const char *cells[MAX_CELLS];
	size_t n_bytes[MAX_CELLS];
	size_t n;
};

/* "| a | b |" to its cells; false for other lines. */
static bool read_row(const char *line, size_t n, struct row *row)
{
	const char *end = line + n;

	*row = (struct row){0};
	if (n < 2 || line[0] != '|')
		return false;
	for (const char *p = line + 1; p < end && row->n < MAX_CELLS; row->n++) {
		const char *bar = memchr(p, '|', (size_t)(end - p));

		if (!bar)
			break;
		row->n_bytes[row->n] = (size_t)(bar - p);
		row->cells[row->n] = text_trim(p, &row->n_bytes[row->n]);
		p = bar + 1;
	}
	return true;
}

struct tally {
	size_t n, n_right;
};

/* Calls `use` for every row of a table between two headings. */
static void each_row(const char *from, const char *to,
	void (*use)(const struct row *row, struct tally *tally), struct tally *tally)
{
	struct buf file = {0};
	struct err err;
	const char *p, *end;

	cr_assert_eq(file_read(TAXONOMY, &file, &err), 0, "%s", err.text);
	p = strstr(file.data, from);
	end = strstr(p, to);
	while (p && p < end) {
		struct row row;
		size_t n = strcspn(p, "\n");

		if (read_row(p, n, &row))
			use(&row, tally);
		p += n + 1;
	}
	buf_release(&file);
}

/* The cause of "product:quality;attitude:rude" and of "unclassified", as primary() says it. */
static bool is_cause(const char *found, const char *expected, size_t n)
{
	size_t length = 0;

	while (length < n && expected[length] != ':' && expected[length] != ';')
		length++;
	if (text_is(expected, length, "none") || text_is(expected, length, "unclassified"))
		return !*found;
	return text_is(expected, length, found);
}

static void try_sentence(const struct row *row, struct tally *tally)
{
	if (row->n < 4 || (row->cells[0][0] != 'Z' && row->cells[0][0] != 'E'))
		return;
	tally->n++;
	tally->n_right +=
		is_cause(primary(row->cells[1], row->n_bytes[1]), row->cells[2], row->n_bytes[2]);
}

static void try_phrases(const struct row *row, struct tally *tally)
{
	static const char DOT[] = " · ";

	if (row->n < 4 || !memchr(row->cells[0], ':', row->n_bytes[0]))
		return;
	for (size_t cell = 1; cell < 4; cell++) {
		const char *p = row->cells[cell], *end = p + row->n_bytes[cell];

		while (p < end) {
			const char *dot = memmem(p, (size_t)(end - p), DOT, sizeof DOT - 1);
			const char *stop = dot ? dot : end;

			tally->n++;
			tally->n_right += is_cause(
				primary(p, (size_t)(stop - p)), row->cells[0], row->n_bytes[0]);
			p = dot ? dot + sizeof DOT - 1 : end;
		}
	}
}

static void expect_share(const char *what, const struct tally *tally, double floor)
{
	double share = (double)tally->n_right / (double)tally->n;

	cr_log_info("%s: %zu of %zu = %.3f", what, tally->n_right, tally->n, share);
	cr_expect_geq(share, floor, "%s: %zu of %zu", what, tally->n_right, tally->n);
}

Test(cause_measured, hard_sentences)
{
	struct tally tally = {0};

	if (access(TAXONOMY, R_OK) != 0)
		cr_skip_test("'%s' is not here", TAXONOMY);
	each_row("## 8. Hard sentences", "## 9. ", try_sentence, &tally);
	expect_share("hard sentences", &tally, 0.95);
}

Test(cause_measured, phrases)
{
	struct tally tally = {0};

	if (access(TAXONOMY, R_OK) != 0)
		cr_skip_test("'%s' is not here", TAXONOMY);
	each_row("## 3. Phrases", "## 4. ", try_phrases, &tally);
	expect_share("phrases", &tally, 0.98);
}

/* ---- labelled texts ---- */

enum { N_CAUSES = 3 };

static const char *const CAUSES[N_CAUSES] = {"product", "logistics", "attitude"};

static size_t number_of(const char *cause)
{
	size_t i = 0;

	while (i < N_CAUSES && strcmp(CAUSES[i], cause) != 0)
		i++;
	return i;
}

/* Mean F1 of the causes that the file has, on its rows with exactly one cause. */
static double macro_f1(const char *path)
{
	size_t right[N_CAUSES] = {0}, found[N_CAUSES + 1] = {0}, labelled[N_CAUSES + 1] = {0};
	struct err err;
	struct csv_rows *csv = csv_rows_read(path, &err);
	double sum = 0;
	size_t n = 0;

	cr_assert_not_null(csv, "%s", err.text);
	for (size_t row = 1; row < csv->n; row++) {
		const char *text = csv_cell(csv, row, csv_column(csv, "text"));
		size_t gold = number_of(csv_cell(csv, row, csv_column(csv, "causes_negative")));
		size_t machine;

		if (gold == N_CAUSES)
			continue;
		machine = number_of(primary(text, strlen(text)));
		labelled[gold]++;
		found[machine]++;
		if (machine == gold)
			right[gold]++;
	}
	for (size_t i = 0; i < N_CAUSES; i++)
		if (labelled[i]) {
			sum += 2.0 * (double)right[i] / (double)(labelled[i] + found[i]);
			n++;
		}
	csv_rows_free(csv);
	return sum / (double)n;
}

static void expect_f1(const char *path, double floor)
{
	double f1;

	if (access(path, R_OK) != 0)
		cr_skip_test("'%s' is not here", path);
	f1 = macro_f1(path);
	cr_log_info("%s: macro-F1 %.3f", path, f1);
	cr_expect_geq(f1, floor, "%s: macro-F1 %.3f", path, f1);
}

Test(cause_measured, chinese_shopping)
{
	expect_f1("../shared/data/causes/bdci2017_round1_neg.csv", 0.82);
}

Test(cause_measured, chinese_cosmetics)
{
	expect_f1("../shared/data/causes/zhijiang_round1_makeup_neg.csv", 0.76);
}

Test(cause_measured, english_restaurants)
{
	expect_f1("../shared/data/causes/mcdonalds_yelp.csv", 0.73);
}

Test(cause_measured, english_laptops)
{
	expect_f1("../shared/data/causes/semeval16_laptops_train_neg.csv", 0.55);
}

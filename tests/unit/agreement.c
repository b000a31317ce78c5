/* lib/stats agreement and calibration against tests/golden/classification.json (scikit-learn). */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/file.h"
#include "cause/labelnames.h"
#include "cause/labelset.h"
#include "stats/agreement.h"
#include "stats/calibration.h"

enum { N_CLASSES = 6, N_ROWS = 400, N_BINS = 10 };

static struct csv_rows *labels;
static struct buf expected;
static bool actual[N_ROWS * N_CLASSES], predicted[N_ROWS * N_CLASSES];
static double probability[N_ROWS * N_CLASSES];

static const char *cell(size_t row, const char *column)
{
	return csv_cell(labels, row + 1, csv_column(labels, column));
}

static size_t class_number(const char *name)
{
	return (size_t)(name[2] - '1');
}

static void start(void)
{
	struct err err;

	labels = csv_rows_read("tests/golden/labels.csv", &err);
	cr_assert(labels, "%s", err.text);
	cr_assert_eq(labels->n, N_ROWS + 1);
	cr_assert(file_read("tests/golden/classification.json", &expected, &err) == 0);
	for (size_t i = 0; i < N_ROWS; i++) {
		const char *at = cell(i, "human_multi");
		struct span label;

		while (label_next(&at, LABEL_CAUSE, &label))
			actual[i * N_CLASSES + class_number(label.text)] = true;
		for (size_t c = 0; c < N_CLASSES; c++) {
			double *p = &probability[i * N_CLASSES + c];

			*p = strtod(csv_cell(labels, i + 1, csv_column(labels, "p_C01") + c), NULL);
			predicted[i * N_CLASSES + c] = *p >= 0.5;
		}
	}
}

static void stop(void)
{
	csv_rows_free(labels);
	buf_release(&expected);
}

TestSuite(agreement, .init = start, .fini = stop);

/* The number that follows these keys, each looked for after the one before. */
static double golden(const char *const *keys)
{
	const char *at = buf_text(&expected);
	struct buf quoted = {0};

	for (; *keys; keys++) {
		buf_clear(&quoted);
		buf_format(&quoted, "\"%s\":", *keys);
		at = strstr(at, buf_text(&quoted));
		cr_assert(at, "no %s", *keys);
		at += quoted.len;
	}
	buf_release(&quoted);
	return strtod(at, NULL);
}

#define GOLDEN(...) golden((const char *const[]){__VA_ARGS__, NULL})

static void near(double ours, double theirs, const char *what)
{
	cr_expect(fabs(ours - theirs) <= 1e-9 * fabs(theirs), "%s: %.17g, expected %.17g", what,
		ours, theirs);
}

static void near_scores(
	struct class_scores ours, const char *part, const char *name, const char *f1)
{
	near(ours.precision, GOLDEN(part, name, "precision"), name);
	near(ours.recall, GOLDEN(part, name, "recall"), name);
	near(ours.f1, GOLDEN(part, name, f1), name);
}

static const char *const NAMES[] = {"C01", "C02", "C03", "C04", "C05", "C06"};

Test(agreement, several_labels)
{
	struct class_counts counts[N_CLASSES] = {0};
	struct set_scores sets = set_scores(actual, predicted, NULL, N_ROWS, N_CLASSES);

	class_counts(actual, predicted, NULL, N_ROWS, N_CLASSES, counts);
	for (size_t c = 0; c < N_CLASSES; c++) {
		near_scores(scores_of(counts[c]), "multi_label", NAMES[c], "f1");
		cr_expect_eq(counts[c].actual, GOLDEN("multi_label", NAMES[c], "support"));
	}
	near_scores(scores_micro(counts, N_CLASSES), "multi_label", "micro", "f1");
	near_scores(scores_macro(counts, N_CLASSES), "multi_label", "macro", "f1");
	near_scores(scores_weighted(counts, N_CLASSES), "multi_label", "weighted", "f1");
	near_scores(sets.samples, "multi_label", "samples", "f1");
	near(sets.exact, GOLDEN("subset_accuracy"), "subset accuracy");
	near(sets.hamming, GOLDEN("hamming_loss"), "hamming");
	near(sets.jaccard, GOLDEN("jaccard_samples"), "jaccard");
}

static size_t most_probable(size_t row)
{
	const double *p = &probability[row * N_CLASSES];
	size_t best = 0;

	for (size_t c = 1; c < N_CLASSES; c++)
		if (p[c] > p[best])
			best = c;
	return best;
}

Test(agreement, one_label)
{
	double matrix[N_CLASSES * N_CLASSES] = {0}, raters[N_CLASSES * N_CLASSES] = {0};
	struct class_counts counts[N_CLASSES] = {0};
	const char *report = "report";

	for (size_t i = 0; i < N_ROWS; i++) {
		size_t human = class_number(cell(i, "human1")), said = most_probable(i);

		matrix[human * N_CLASSES + said]++;
		raters[human * N_CLASSES + class_number(cell(i, "human2"))]++;
		counts[human].actual++;
		counts[said].predicted++;
		counts[said].hits += human == said;
	}
	for (size_t c = 0; c < N_CLASSES; c++)
		near_scores(scores_of(counts[c]), report, NAMES[c], "f1-score");
	near_scores(scores_macro(counts, N_CLASSES), report, "macro avg", "f1-score");
	near_scores(scores_weighted(counts, N_CLASSES), report, "weighted avg", "f1-score");
	near(scores_micro(counts, N_CLASSES).f1, GOLDEN("accuracy"), "accuracy");
	near(confusion_kappa(matrix, N_CLASSES), GOLDEN("kappa_model_vs_human1"), "kappa");
	near(confusion_kappa(raters, N_CLASSES), GOLDEN("kappa_human1_vs_human2"), "raters");
	near(confusion_mcc(matrix, N_CLASSES), GOLDEN("mcc"), "mcc");
}

Test(agreement, calibration)
{
	struct calibration_bin pooled[N_BINS] = {0}, top[N_BINS] = {0};

	for (size_t i = 0; i < N_ROWS; i++) {
		size_t said = most_probable(i);

		for (size_t c = 0; c < N_CLASSES; c++)
			calibration_add(pooled, N_BINS, probability[i * N_CLASSES + c],
				actual[i * N_CLASSES + c]);
		calibration_add(top, N_BINS, probability[i * N_CLASSES + said],
			said == class_number(cell(i, "human1")));
	}
	near(calibration_error(pooled, N_BINS), GOLDEN("ece10_pooled"), "ece pooled");
	near(calibration_error(top, N_BINS), GOLDEN("ece10_top1"), "ece top");
	near(calibration_brier(pooled, N_BINS), GOLDEN("brier_pooled"), "brier");
	cr_expect_eq(pooled[0].n, 1106);
	near(pooled[0].confidence / 1106, GOLDEN("bins", "mean_conf"), "first bin");
}

Test(agreement, limits_belong_below)
{
	struct calibration_bin bins[N_BINS] = {0};

	for (size_t b = 0; b <= N_BINS; b++)
		calibration_add(bins, N_BINS, (double)b / N_BINS, false);
	cr_expect_eq(bins[0].n, 2); /* 0 and 0.1 */
	for (size_t b = 1; b < N_BINS; b++)
		cr_expect_eq(bins[b].n, 1);
}

Test(agreement, nothing_over_nothing_is_undefined)
{
	struct class_counts counts[2] = {{.hits = 0, .predicted = 0, .actual = 3}, {0}};
	const bool none[2] = {false, false};
	struct set_scores sets = set_scores(none, none, NULL, 1, 2);
	const double one_class[4] = {5, 0, 0, 0};
	struct calibration_bin bins[N_BINS] = {0};

	cr_expect(isnan(scores_of(counts[0]).precision));
	cr_expect_eq(scores_of(counts[0]).recall, 0);
	cr_expect_eq(scores_of(counts[0]).f1, 0);
	cr_expect(isnan(scores_of(counts[1]).f1));
	cr_expect(isnan(scores_macro(counts, 2).precision));
	cr_expect_eq(scores_macro(counts, 2).f1, 0);
	cr_expect(isnan(sets.jaccard));
	cr_expect(isnan(sets.samples.f1));
	cr_expect_eq(sets.exact, 1);
	cr_expect(isnan(confusion_kappa(one_class, 2)));
	cr_expect(isnan(confusion_mcc(one_class, 2)));
	cr_expect(isnan(calibration_error(bins, N_BINS)));
}

Test(agreement, label_sets)
{
	struct labelset *set = labelset_new();
	const char *at = " product:quality ;| attitude;";
	struct span label;

	labelset_collect(set, at, LABEL_CAUSE);
	labelset_collect(set, "product:price|other", LABEL_CAUSE);
	labelset_close(set);
	cr_assert_eq(labelset_count(set), 3);
	cr_expect_str_eq(labelset_name(set, 0), "attitude");
	cr_expect_eq(labelset_find(set, "product", 7), 2);
	cr_expect_eq(labelset_find(set, "quality", 7), SIZE_MAX);
	cr_assert(label_next(&at, LABEL_SUBCAUSE, &label));
	cr_expect_eq(label.n, strlen("product:quality"));
	cr_assert(label_next(&at, LABEL_SUBCAUSE, &label));
	cr_expect_eq(label.n, strlen("attitude"));
	cr_expect_not(label_next(&at, LABEL_SUBCAUSE, &label));
	labelset_free(set);
}

Test(agreement, labels_are_joined_in_full_width_too)
{
	const char *at = "a；b ｜ c、d；";
	const char *const expected_labels[] = {"a", "b", "c、d"};
	struct span label;

	for (size_t i = 0; i < 3; i++) {
		cr_assert(label_next(&at, LABEL_CAUSE, &label));
		cr_expect_eq(label.n, strlen(expected_labels[i]));
		cr_expect_eq(memcmp(label.text, expected_labels[i], label.n), 0);
	}
	cr_expect_not(label_next(&at, LABEL_CAUSE, &label));
}

Test(agreement, names_of_causes_are_codes)
{
	static const struct {
		const char *cell, *codes; /* NULL: nobody has judged */
	} CASES[] = {
		{"", NULL},
		{" ;　| ", NULL},
		{"none", ""},
		{"Unclassified", ""},
		{"（未归类）", ""},
		{"none 不是投诉", ""},
		{"product;none", "product"},
		{"产品；物流", "product;logistics"},
		{"產品｜態度", "product;attitude"},
		{"PRODUCT", "product"},
		{"ＰＲＯＤＵＣＴ", "product"},
		{"服务态度", "attitude"},
		{"产品:质量差", "product:quality"},
		{"产品：质量差", "product:quality"},
		{"product:Poor Quality", "product:quality"},
		{"product : quality", "product:quality"},
		{"product:quality 质量差", "product:quality"},
		{"product　产品", "product"},
		{"产品、物流", "product;logistics"},
		{"物流：丢件、未收到、产品", "logistics:lost;product"},
		{"产品：质量差、物流", "product:quality;logistics"},
		{"产品:外观", "product:外观"},
		{"产品：外观、颜色", "product:外观、颜色"},
		/* labels of one's own */
		{"service", "service"},
		{"service:refund;Delivery", "service:refund;Delivery"},
		{"物流、配件", "物流、配件"},
		{"价格、贵", "价格、贵"},
		{"价格：高", "价格：高"},
		{"product issue", "product issue"},
		{"product quality", "product quality"},
		{"none of these", "none of these"},
		{"C01", "C01"},
	};
	const char *folders[] = {".", NULL};
	struct share *share = share_new(NULL, folders);
	struct err err;
	struct labels *names = labels_load(share, "en", &err);

	cr_assert_not_null(names, "%s", err.text);
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct buf codes = {0};
		bool is_judged = label_codes(names, CASES[i].cell, &codes);

		cr_expect_eq(is_judged, CASES[i].codes != NULL, "%s", CASES[i].cell);
		cr_expect_str_eq(buf_text(&codes), CASES[i].codes ? CASES[i].codes : "", "%s",
			CASES[i].cell);
		buf_release(&codes);
	}
	labels_free(names);
	share_free(share);
}

Test(agreement, a_list_names_labels)
{
	const char *folders[] = {".", NULL};
	struct share *share = share_new(NULL, folders);
	struct labelset *set = labelset_new();
	struct err err;
	struct labels *names = labels_load(share, "en", &err);

	cr_assert_not_null(names, "%s", err.text);
	label_codes_listed(names, "产品，logistics, price;", set);
	labelset_close(set);
	cr_assert_eq(labelset_count(set), 3);
	cr_expect_str_eq(labelset_name(set, 0), "logistics");
	cr_expect_str_eq(labelset_name(set, 1), "price");
	cr_expect_str_eq(labelset_name(set, 2), "product");
	labelset_free(set);
	labels_free(names);
	share_free(share);
}

Test(agreement, a_weight_is_as_many_rows)
{
	/* row 0 stands three times in the second set of rows */
	const bool is[] = {1, 0, 1, 1}, said[] = {1, 0, 0, 1};
	const bool whole[] = {1, 0, 1, 0, 1, 0, 1, 1}, said_of_whole[] = {1, 0, 1, 0, 1, 0, 0, 1};
	const double weight[] = {3, 1};
	struct class_counts a[2] = {0}, b[2] = {0};
	struct set_scores x = set_scores(is, said, weight, 2, 2);
	struct set_scores y = set_scores(whole, said_of_whole, NULL, 4, 2);

	class_counts(is, said, weight, 2, 2, a);
	class_counts(whole, said_of_whole, NULL, 4, 2, b);
	for (size_t c = 0; c < 2; c++) {
		cr_assert_eq(a[c].hits, b[c].hits);
		cr_assert_eq(a[c].predicted, b[c].predicted);
		cr_assert_eq(a[c].actual, b[c].actual);
	}
	cr_assert_float_eq(x.exact, y.exact, 1e-12);
	cr_assert_float_eq(x.hamming, y.hamming, 1e-12);
	cr_assert_float_eq(x.jaccard, y.jaccard, 1e-12);
	cr_assert_float_eq(x.samples.f1, y.samples.f1, 1e-12);
}

/* The model: n-grams, sigmoids, training, its file, and rules and model together. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cause/cause.h"
#include "cause/classifier.h"
#include "model/contrast.h"
#include "model/grams.h"
#include "cause/learn.h"
#include "model/sigmoid.h"

static const char RULES[] = "cause,subcause,family,kind,pattern,not,weight,note\n"
			    "logistics,late,logistics,cause,太慢,,0.8,\n"
			    "product,safety,product,cause,冒烟,,0.9,\n"
			    "other,,other,cause,多扣钱,,0.8,\n";

static void write_temporary(char *path, const void *bytes, size_t n)
{
	struct err err;

	close(mkstemp(path));
	cr_assert_eq(file_write(path, bytes, n, &err), 0);
}

static struct classifier *load_rules(void)
{
	char path[] = "/tmp/kesu-rules-XXXXXX";
	struct classifier *c;
	struct err err;

	write_temporary(path, RULES, sizeof RULES - 1);
	c = classifier_load(NULL, path, &err);
	unlink(path);
	cr_assert_not_null(c, "%s", err.text);
	return c;
}

static const char *const CLASSES[] = {"attitude", "logistics", "product"};

static const char *const SENTENCES[] = {"客服骂人态度恶劣", "快递太慢等了好久", "质量很差用坏了"};

/* Thirty texts of each class, all different. */
static struct cause_model *train(const struct classifier *classifier)
{
	struct learner *learner = learner_new(classifier, CLASSES, 3);
	struct cause_model *model;
	struct buf text = {0};

	for (int i = 0; i < 90; i++) {
		bool is_class[3] = {i % 3 == 0, i % 3 == 1, i % 3 == 2};

		buf_clear(&text);
		buf_format(&text, "%s%c", SENTENCES[i % 3], 'a' + i / 3);
		learner_add(learner, buf_text(&text), text.len, is_class);
	}
	model = learner_train(learner);
	memset(model->data_hash, 'd', DIGEST_TEXT - 1);
	buf_release(&text);
	learner_free(learner);
	return model;
}

/* A classifier with a model trained for it; the bytes of the model's file too. */
static struct classifier *with_model(struct buf *file)
{
	struct classifier *c = load_rules();
	struct cause_model *model = train(c);
	char path[] = "/tmp/kesu-model-XXXXXX";
	struct err err;

	close(mkstemp(path));
	cr_assert_eq(model_save(model, path, &err), 0);
	cr_assert_eq(file_read(path, file, &err), 0);
	cr_assert_eq(classifier_add_model(c, path, &err), 0);
	cr_assert_str_eq(classifier_model_hash(c), model->hash);
	cr_assert(classifier_fits_model(c));
	unlink(path);
	model_free(model);
	return c;
}

static size_t count_grams(struct grams *grams, const char *text)
{
	grams_read(grams, text, strlen(text), MODEL_BITS);
	return grams->n;
}

Test(cause_model, grams_are_one_to_three_characters)
{
	struct grams a = {0}, b = {0};

	cr_expect_eq(count_grams(&a, "慢"), 3); /* _慢, 慢, _慢_ */
	cr_assert_eq(count_grams(&b, "\t慢\n "), 3);
	cr_expect_eq(memcmp(a.buckets, b.buckets, 3 * sizeof *a.buckets), 0);
	cr_expect_eq(count_grams(&a, "太慢"), 6); /* _太, 太, _太慢, 太慢, 慢, 太慢_ */
	cr_assert_eq(count_grams(&a, "a12"), count_grams(&b, "a95"));
	cr_expect_eq(memcmp(a.buckets, b.buckets, a.n * sizeof *a.buckets), 0);
	cr_expect(a.has_words);
	count_grams(&a, "12!。");
	cr_expect_not(a.has_words);
	cr_expect_eq(count_grams(&a, ""), 0);
	grams_release(&a);
	grams_release(&b);
}

/* A number of 20 digits, or as many stars, is not to outweigh what is said. */
Test(cause_model, grams_see_three_of_a_run)
{
	struct grams a = {0}, b = {0};
	const char *const texts[] = {"慢20260506000818962", "慢！！！！！！快", "慢   快", "yesss"};
	const char *const seen[] = {"慢123", "慢！！！快", "慢 快", "yesss"};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct gram *list;
		size_t n = grams_locate(texts[i], strlen(texts[i]), MODEL_BITS, &list);

		cr_assert_eq(count_grams(&a, texts[i]), count_grams(&b, seen[i]));
		cr_expect_eq(memcmp(a.buckets, b.buckets, a.n * sizeof *a.buckets), 0);
		cr_expect_eq(n, a.n);
		free(list);
	}
	grams_release(&a);
	grams_release(&b);
}

static bool has_bucket(const struct grams *grams, uint32_t bucket)
{
	for (size_t i = 0; i < grams->n; i++)
		if (grams->buckets[i] == bucket)
			return true;
	return false;
}

/* After the first two characters each ends three of them; behind a word stand it and, with the one
 * before, a pair. */
Test(cause_model, grams_are_words_and_pairs_of_words)
{
	struct grams a = {0}, b = {0};

	cr_expect_eq(count_grams(&a, "so rude"), 6 + 1 + 4);
	cr_expect_eq(count_grams(&b, "rude"), 4 + 2);
	/* The word is the same one, the pair is not: that of a first word has none before it. */
	cr_expect(has_bucket(&a, b.buckets[3]));
	cr_expect_not(has_bucket(&a, b.buckets[4]));
	/* So are words beside signs and ideographs, and those with an apostrophe. */
	count_grams(&a, "客服rude!");
	cr_expect(has_bucket(&a, b.buckets[3]));
	cr_expect_eq(count_grams(&a, "didn't"), 6 + 2);
	cr_expect_eq(count_grams(&a, "d\303\251j\303\240"), 4 + 2);
	grams_release(&a);
	grams_release(&b);
}

Test(cause_model, grams_know_their_places)
{
	const char text[] = "物流 a1慢，慢";
	struct grams grams = {0};
	struct gram *list;
	size_t n = grams_locate(text, sizeof text - 1, MODEL_BITS, &list);

	grams_read(&grams, text, sizeof text - 1, MODEL_BITS);
	cr_assert_eq(n, grams.n);
	for (size_t i = 0; i < n; i++) {
		cr_expect_eq(list[i].bucket, grams.buckets[i]);
		cr_expect_leq(list[i].from, list[i].to);
		cr_expect_leq(list[i].to, sizeof text - 1);
	}
	cr_expect_eq(list[3].from, 0); /* 物流 */
	cr_expect_eq(list[3].to, 6);
	free(list);
	grams_release(&grams);
}

Test(cause_model, grams_of_words_know_their_places)
{
	const char text[] = "so, rude 慢";
	struct gram *list;
	size_t n = grams_locate(text, sizeof text - 1, MODEL_BITS, &list), at = 0;

	for (; at < n && !(list[at].from == 4 && list[at].to == 8); at++)
		;
	cr_assert_lt(at + 1, n);
	cr_expect_eq(list[at + 1].from, 0); /* so, rude */
	cr_expect_eq(list[at + 1].to, 8);
	free(list);
}

Test(cause_model, grams_of_a_run_of_blanks_begin_where_it_ends)
{
	const char text[] = "慢  快";
	struct gram *list;
	size_t n = grams_locate(text, sizeof text - 1, MODEL_BITS, &list);

	/* _慢, 慢, _慢_, then 慢_快, _快, 快, and 快_ with the blank before it. */
	cr_assert_eq(n, 7);
	cr_expect_eq(list[2].from, 0);
	cr_expect_eq(list[2].to, 4);
	cr_expect_eq(list[5].from, 4);
	cr_expect_eq(list[5].to, 8);
	free(list);
}

Test(cause_model, a_long_text_is_bounded)
{
	static const char *const PARTS[] = {"慢快", "x慢", "x "};
	struct grams grams = {0};

	for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
		struct buf text = {0};

		while (text.len < 1 << 20)
			buf_add_text(&text, PARTS[i]);
		grams_read(&grams, text.data, text.len, MODEL_BITS);
		cr_expect_leq(grams.n, GRAM_LIMIT);
		cr_expect_gt(grams.n, GRAM_CHARACTERS);
		buf_release(&text);
	}
	grams_release(&grams);
}

/* At each of two values the fitted probability is the mean target there (Platt's targets for 200
 * true and 200 false: 201/202 and 1/202). */
Test(cause_model, sigmoid_is_the_maximum_likelihood)
{
	double values[400], expected = (150 * 201.0 / 202 + 50 / 202.0) / 200;
	bool is_true[400];
	struct sigmoid s;

	for (size_t i = 0; i < 400; i++) {
		values[i] = i < 200 ? 1 : -1;
		is_true[i] = i < 200 ? i < 150 : i < 250;
	}
	s = sigmoid_fit(values, is_true, 400);
	cr_expect_float_eq(sigmoid_probability(s, 1), expected, 1e-6);
	cr_expect_float_eq(sigmoid_probability(s, -1), 1 - expected, 1e-6);
	cr_expect_eq(sigmoid_probability((struct sigmoid){-1, 0}, 1e6), 1);
	cr_expect_eq(sigmoid_probability((struct sigmoid){-1, 0}, -1e6), 0);
}

static void expect_primary(struct classifier *c, const char *text, const char *cause,
	const char *subcause, bool by_model)
{
	struct cause_scratch *s = cause_scratch_new(c);
	struct cause_result result;

	cause_classify(c, s, text, strlen(text), &result, NULL);
	cr_assert_gt(result.n, 0, "%s", text);
	cr_expect_str_eq(result.labels[0].cause, cause, "%s", text);
	cr_expect_str_eq(result.labels[0].subcause, subcause, "%s", text);
	cr_expect_eq(result.by_model, by_model, "%s", text);
	cause_scratch_free(s);
}

Test(cause_model, rules_and_model_decide_together)
{
	struct buf file = {0};
	struct classifier *c = with_model(&file);

	expect_primary(c, "态度很恶劣，骂人", "attitude", "", true);
	expect_primary(c, "快递太慢", "logistics", "late", true);
	/* R12: what the rules say of safety stands. */
	expect_primary(c, "质量很差，冒烟", "product", "safety", false);
	/* A cause that the model does not know stands alone, not beside one that it knows. */
	expect_primary(c, "快递太慢，多扣钱", "logistics", "late", true);
	classifier_free(c);
	buf_release(&file);
}

/* What comes of logistics:late by the rules and the model's probabilities of attitude, logistics
 * and product. */
static const struct {
	bool prefers_rules;
	double probability[3];
	const char *primary;
	bool by_model;
} DOUBTS[] = {
	{false, {0.95, 0.79, 0}, "attitude", true},
	{false, {0.95, 0.8, 0}, "logistics", true},
	{true, {0.95, 0.5, 0}, "logistics", true},
	{true, {0.71, 0.49, 0}, "attitude", true},
	{true, {0.69, 0.49, 0}, "logistics", false},
	{false, {0.51, 0.49, 0}, "attitude", true},
	{false, {0.1, 0.04, 0}, "logistics", false},
};

Test(cause_model, in_doubt_rules_or_model)
{
	struct classifier *c = load_rules();
	struct cause_model *model = train(c);
	struct combiner *combiner = combiner_new(model, c->grammar);

	for (size_t i = 0; i < sizeof DOUBTS / sizeof *DOUBTS; i++) {
		struct judgement judgement = {.knows = true};
		struct cause_result result = {.labels = {{"logistics", "late", 0.8, 0}}, .n = 1};

		model->prefers_rules = DOUBTS[i].prefers_rules;
		memcpy(judgement.probability, DOUBTS[i].probability, sizeof DOUBTS[i].probability);
		combiner_decide(combiner, &judgement, &result);
		cr_expect_str_eq(result.labels[0].cause, DOUBTS[i].primary, "doubt %zu", i);
		cr_expect_eq(result.by_model, DOUBTS[i].by_model, "doubt %zu", i);
	}
	combiner_free(combiner);
	classifier_free(c);
}

Test(cause_model, knows_nothing_of_signs_alone)
{
	struct buf file = {0}, evidence = {0};
	struct classifier *c = with_model(&file);
	struct cause_scratch *s = cause_scratch_new(c);
	struct cause_result result;

	cause_classify(c, s, "!!! 123", 7, &result, NULL);
	cr_expect_eq(result.n, 0);
	cause_classify(c, s, "", 0, &result, NULL);
	cr_expect_eq(result.n, 0);
	/* Nor of parts of words that it has seen. */
	cause_classify(c, s, "aaaaaa", 6, &result, NULL);
	cr_expect_eq(result.n, 0);
	/* Without a finding of the rules the words that spoke most are the evidence. */
	cause_classify(c, s, "客服骂人", 12, &result, &evidence);
	cr_assert_eq(result.n, 1);
	cr_expect_gt(evidence.len, 0);
	cause_scratch_free(s);
	classifier_free(c);
	buf_release(&file);
	buf_release(&evidence);
}

Test(cause_model, training_again_gives_the_same_bytes)
{
	struct buf a = {0}, b = {0};

	classifier_free(with_model(&a));
	classifier_free(with_model(&b));
	cr_assert_eq(a.len, b.len);
	cr_expect_eq(memcmp(a.data, b.data, a.len), 0);
	buf_release(&a);
	buf_release(&b);
}

static void expect_refused(const void *bytes, size_t n, const char *reason)
{
	char path[] = "/tmp/kesu-model-XXXXXX";
	struct cause_model *model;
	struct err err = {""};

	write_temporary(path, bytes, n);
	model = model_load(path, &err);
	unlink(path);
	cr_expect_null(model);
	cr_expect(strstr(err.text, reason), "%s", err.text);
	model_free(model);
}

Test(cause_model, a_damaged_file_is_refused)
{
	struct buf file = {0};
	char *copy;

	classifier_free(with_model(&file));
	expect_refused("text,cause\n", 11, "is no model");
	expect_refused("", 0, "is no model");
	expect_refused("kesu-model 1\nsha256 ", 20, "of another version");
	for (size_t n = 13; n < file.len; n += n < 2000 ? 7 : file.len / 50)
		expect_refused(file.data, n, "damaged or incomplete");
	copy = mem_copy(file.data, file.len);
	copy[file.len / 2] ^= 1;
	expect_refused(copy, file.len, "damaged or incomplete");
	free(copy);
	buf_release(&file);
}

Test(cause_model, scores_are_cross_validated)
{
	struct classifier *c = load_rules();
	struct cause_model *model = train(c);

	cr_expect_eq(model->n_rows, 90);
	cr_expect_float_eq(model->macro_f1, 1, 1e-12);
	for (size_t i = 0; i < 3; i++) {
		cr_expect_eq(model->classes[i].n_rows, 30);
		cr_expect_str_eq(model->classes[i].name, CLASSES[i]);
	}
	model_free(model);
	classifier_free(c);
}

/* The roots of ln((2/3) / (1/8)) and ln((7/8) / (1/6)) by hand; what stands above the last has
 * none. */
Test(cause_model, contrast_is_the_root_of_how_far_the_shares_are_apart)
{
	static const struct node A[] = {{1, 0.5}, {3, 1}, {-1, 0}}, B[] = {{1, 1}, {-1, 0}},
				 C[] = {{2, 1}, {3, 1}, {-1, 0}};
	const struct node *rows[] = {A, B, C, C, C};
	const double sides[] = {1, 1, -1, -1, -1};
	double *contrast = contrasts(rows, sides, 5, 3, 2);

	cr_expect_float_eq(contrast[0], sqrt(1.6739764335716716), 1e-12);
	cr_expect_float_eq(contrast[1], sqrt(1.6582280766035324), 1e-12);
	cr_expect_float_eq(contrast[2], 1, 1e-12);
	free(contrast);
}

/* Of a text without an end that is seen, no characters stand in another one. */
Test(cause_model, a_text_unlike_all_others_is_learned_from)
{
	static const bool IS_CLASS[][3] = {{true, false, false}, {false, true, false}};
	struct classifier *c = load_rules();
	struct learner *learner = learner_new(c, CLASSES, 3);
	struct cause_model *model;
	struct buf odd = {0};

	for (int i = 0; i <= GRAM_CHARACTERS; i++)
		buf_add_text(&odd, "龘");
	for (int i = 0; i < 20; i++)
		learner_add(learner, SENTENCES[i % 2], strlen(SENTENCES[i % 2]), IS_CLASS[i % 2]);
	learner_add(learner, buf_text(&odd), odd.len, IS_CLASS[0]);
	model = learner_train(learner);
	for (size_t i = 0; i < 2; i++) {
		cr_expect(isfinite(model->classes[i].bias));
		cr_expect(isfinite(model->classes[i].sigmoid.slope));
	}
	model_free(model);
	learner_free(learner);
	buf_release(&odd);
	classifier_free(c);
}

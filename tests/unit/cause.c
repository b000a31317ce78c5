#include "cause/cause.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "cause_kit.h"

Test(cause, rules_decide_clause_by_clause)
{
	struct err err;
	struct classifier *c = cause_kit_load(NULL, &err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "物流很快，但质量差", "product:quality");
	cause_kit_expect(c, "fast delivery but rude agent", "attitude:rude");
	cause_kit_expect(c, "物流慢", "logistics:late");
	cause_kit_expect(c, "退款太慢", "attitude:refund-slow");
	cause_kit_expect(c, "太慢了", "");
	cause_kit_expect(c, "没有破损", "");
	cause_kit_expect(c, "我要退货", "");
	cause_kit_expect(c, "不是質量問題，是你們發錯貨", "logistics:wrong-item");
	cause_kit_expect(c, "", "");
	cause_kit_expect(c, "，。！？……", "");
	classifier_free(c);
}

Test(cause, only_the_customer_is_read)
{
	struct err err;
	struct classifier *c = cause_kit_load(NULL, &err);

	cause_kit_expect(
		c, "少发了一件\n【客服】亲，是不是物流慢，质量差", "logistics:missing-item");
	cause_kit_expect(c, "少发了一件\n客服回复：亲，质量差可以退", "logistics:missing-item");
	cause_kit_expect(c, "客服回复很慢", "attitude:slow-answer");
	cause_kit_expect(c, "少发了一件【客服】物流慢，质量差", "logistics:missing-item");
	cause_kit_expect(c, "少发了一件。处理结果：物流慢，质量差", "logistics:missing-item");
	cause_kit_expect(c, "【客服】质量差【客户】少发了一件", "logistics:missing-item");
	classifier_free(c);
}

Test(cause, tags_and_brackets_end_a_clause)
{
	struct err err;
	struct classifier *c = cause_kit_load(NULL, &err);

	cause_kit_expect(c, "一个字差</br>快递慢", "logistics:late;attitude:rude");
	cause_kit_expect(c, "质量差[追评]快递也慢", "product:quality;logistics:late");
	classifier_free(c);
}

/* 质量就是差: what stands right before a contrast word is what the clause speaks of. */
Test(cause, an_object_before_a_contrast_word_is_its_subject)
{
	struct err err;
	struct classifier *c = cause_kit_load(",goods,,object,质量,,,\n,poor,,word,差,,,\n"
					      "product,quality,product,cause,<goods>…<poor>,,0.7,\n"
					      ",,,contrast,就是,,,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "质量就是差", "product:quality");
	cause_kit_expect(c, "质量挺好就是差", "");
	classifier_free(c);
}

/* Hits stand in the clause that they end in, or right behind; a text of marks alone has none. What
 * a part needs counts where it comes before, and not where it comes again. */
Test(cause, every_hit_has_its_clause)
{
	struct err err;
	struct classifier *c = cause_kit_load(",goods,,object,质量,,,\n,poor,,word,差,,,\n"
					      "product,quality,product,cause,<goods>…<poor>,,0.7,\n"
					      "product,safety,product,cause,着火…赔|！！,,0.7,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "！！", "");
	cause_kit_expect(c, "。！！。", "");
	cause_kit_expect(c, "没有！！", "product:safety");
	cause_kit_expect(c, "！！没有", "product:safety");
	cause_kit_expect(c, "差，质量", "");
	cause_kit_expect(c, "差，质量差，质量", "product:quality");
	cause_kit_expect(c, "赔。着火。赔", "");
	cause_kit_expect(c, "着火。着火了赔。着火", "product:safety");
	classifier_free(c);
}

/* What is only mentioned is a cause where nothing else is told, however often it is. */
Test(cause, a_mention_is_named_alone)
{
	struct err err;
	struct classifier *c = cause_kit_load("product,experience,product,cause,laptop,,0.36,\n"
					      "attitude,cold,attitude,cause,no help,,0.4,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "my laptop", "product:experience");
	cause_kit_expect(c, "my laptop. the laptop. no help. a laptop", "attitude:cold");
	classifier_free(c);
}

/* 快递员态度差 covers 态度差; what a loose rule finds from one end of the clause to the other does
 * not cover what a sure one finds between. */
Test(cause, a_loose_finding_covers_no_sure_one)
{
	struct err err;
	struct classifier *c =
		cause_kit_load("product,experience,product,cause,screen…noise,,0.42,\n"
			       "product,quality,product,cause,poor casing,,0.6,\n"
			       "product,defect,product,cause,casing,,0.7,\n"
			       "attitude,rude,attitude,cause,laughed,,0.66,\n",
			&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(
		c, "the screen came and they laughed at noise", "attitude:rude;product:experience");
	cause_kit_expect(c, "a poor casing", "product:quality");
	classifier_free(c);
}

/* 要的A，给的B: what was asked for stands in the clause, or in one of the two before it. */
Test(cause, parts_may_stand_in_two_clauses)
{
	struct err err;
	struct classifier *c =
		cause_kit_load("logistics,wrong-item,logistics,cause,要的，给的,一样,0.7,\n", &err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "要的微辣给的特辣", "logistics:wrong-item");
	cause_kit_expect(c, "要的微辣，给的特辣", "logistics:wrong-item");
	cause_kit_expect(c, "要的微辣，备注了，给的特辣", "logistics:wrong-item");
	cause_kit_expect(c, "要的微辣，备注了，催了，给的特辣", "");
	cause_kit_expect(c, "要的微辣，给的一样", "");
	cause_kit_expect(c, "给的特辣，要的微辣", "");
	cause_kit_expect(c, "给的特辣", "");
	classifier_free(c);
	cr_expect_null(cause_kit_load("product,,product,cause,甲，乙，丙,,0.7,\n", &err));
	cr_expect_not_null(strstr(err.text, "one & or ， only"));
}

/* "old age": nothing is said of the food that comes later in the clause. */
Test(cause, parts_may_have_to_touch)
{
	struct err err;
	struct classifier *c = cause_kit_load("product,experience,product,cause,"
					      "(old|cold)~<food>|<food>…was~(old|cold),,0.6,\n"
					      ",food,,word,fries|soup,,,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "they gave me old fries", "product:experience");
	cause_kit_expect(c, "fries they gave me was cold", "product:experience");
	cause_kit_expect(c, "old men ate fries", "");
	cause_kit_expect(c, "fries were great and the day cold", "");
	classifier_free(c);
}

Test(cause, sentences_joined_without_a_space_are_clauses)
{
	struct err err;
	struct classifier *c = cause_kit_load("product,experience,product,cause,soup…bad,,0.6,\n"
					      "attitude,rude,attitude,cause,bad…shop,,0.6,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "we had soup.Bad day", "");
	cause_kit_expect(c, "bad day at soup.com shop", "attitude:rude");
	cause_kit_expect(c, "soup at 5 p.m.was bad", "product:experience");
	classifier_free(c);
}

/* A person reads and changes the shipped file: no cell is longer than a few lines. */
Test(cause, cells_of_the_shipped_rules_are_short)
{
	enum { LONGEST = 200 };
	struct err err;
	struct csv_rows *csv = csv_rows_read("rules/causes.csv", &err);

	cr_assert_not_null(csv, "%s", err.text);
	for (size_t row = 1; row < csv->n; row++)
		for (size_t column = 0; column < csv->rows[0].n; column++) {
			const char *cell = csv_cell(csv, row, column);
			size_t n = text_count(cell, strlen(cell));

			cr_expect_leq(n, LONGEST, "line %zu: %zu characters: %.40s...",
				(size_t)csv->rows[row].line, n, cell);
		}
	csv_rows_free(csv);
}

Test(cause, the_nearest_object_decides)
{
	struct err err;
	struct classifier *c =
		cause_kit_load(",van,,object,车,,,\n,till,,object,柜台,,,\n,slow,,word,慢,,,\n"
			       "logistics,late,,cause,<van>…<slow>,,,\n"
			       "attitude,waiting,,cause,<till>…<slow>,,,\n",
			&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "车很慢", "logistics:late");
	cause_kit_expect(c, "车上的柜台很慢", "attitude:waiting");
	cause_kit_expect(c, "柜台呢，真的慢", "attitude:waiting");
	cause_kit_expect(c, "慢", "");
	classifier_free(c);
}

Test(cause, evidence_is_the_original_text)
{
	struct err err;
	struct classifier *c = cause_kit_load(NULL, &err);
	struct cause_scratch *s = cause_scratch_new(c);
	struct cause_result result;
	struct buf evidence = {0};
	const char *text = "ＡＡ店，質量太差";

	cause_classify(c, s, text, strlen(text), &result, &evidence);
	cr_assert_str_eq(buf_text(&evidence), "質量太差");
	buf_release(&evidence);
	cause_scratch_free(s);
	classifier_free(c);
}

static void expect_fault(const char *rows, const char *message)
{
	struct err err;

	cr_assert_null(cause_kit_load(rows, &err), "%s", rows);
	cr_assert_not_null(strstr(err.text, message), "%s", err.text);
}

Test(cause, a_bad_row_is_named)
{
	expect_fault(
		"product,a,,cause,坏,,,\nproduct,a,,cause,(坏,,,\n", "line 3, column pattern: ");
	expect_fault("product,a,,cause,坏,[,,\n", "line 2, column not: ");
	expect_fault("product,a,,cause,<none>…坏,,,\n", "defined by no rule");
	expect_fault("product,a,,cause,坏,,2,\n", "column weight: not a number from 0 to 1");
	expect_fault("goods,a,,cause,坏,,,\n", "column cause: ");
	expect_fault("product,a,,reason,坏,,,\n", "column kind: unknown kind of rule");
	expect_fault("product,a,,cause,坏||破,,,\n", "is blank");
	expect_fault("product,a,,cause,a*,,,\n", "line 2, column pattern: ");
	expect_fault(
		"product,a,,cause,\"((a{1,40}b){2,40}c){30}\",,,\n", "its repetitions multiply");
	expect_fault("", "has no rules");
}

/* Work grows with the text, not with its square; what it says again and again is no longer
 * evidence. */
Test(cause, long_texts_end)
{
	static const char *const PIECES[] = {
		"物流慢没有差", "没有餐厅电池坏", "电池坏", "天没人理等了"};
	struct err err;
	struct classifier *c = cause_kit_load(NULL, &err);
	struct cause_scratch *s = cause_scratch_new(c);

	for (size_t k = 0; k < sizeof PIECES / sizeof *PIECES; k++) {
		struct cause_result result;
		struct buf text = {0}, evidence = {0};

		for (size_t i = 0; i < 30000; i++)
			buf_format(&text, "%s%zu", PIECES[k], i);
		buf_add_text(&text, "没有餐厅");
		cause_classify(c, s, text.data, text.len, &result, &evidence);
		cr_expect_gt(result.n, 0, "%s", PIECES[k]);
		cr_expect_lt(evidence.len, 5000, "%s", PIECES[k]);
		buf_release(&text);
		buf_release(&evidence);
	}
	cause_scratch_free(s);
	classifier_free(c);
}

/* Expressions that made the engine overrun, or that repeat repetitions, in texts of any length. */
Test(cause, expressions_that_explode_end)
{
	static const char *const PATTERNS[] = {"a+b", "(a|aa)+b", "(ab)+", "(a+)+b", "(a*)*b",
		"[^a]*[^b]*[^c]*ab", "(a|b|ab)+(a|b|ab)+ab"};
	struct buf text = {0};

	for (size_t i = 0; i < 3000; i++)
		buf_add_char(&text, i % 1000 == 998 ? 'a' : i % 1000 == 999 ? 'b' : 'x');
	for (size_t i = 0; i < sizeof PATTERNS / sizeof *PATTERNS; i++) {
		struct buf row = {0};
		struct err err = {""};
		struct classifier *c;
		struct cause_scratch *s;
		struct cause_result result;

		buf_format(&row, "product,a,,cause,xxx%s|%s,,,\n", PATTERNS[i], PATTERNS[i]);
		c = cause_kit_load(buf_text(&row), &err);
		cr_assert_not_null(c, "%s: %s", PATTERNS[i], err.text);
		s = cause_scratch_new(c);
		for (size_t n = 0; n <= text.len; n += 125)
			cause_classify(c, s, text.data, n, &result, NULL);
		cause_scratch_free(s);
		classifier_free(c);
		buf_release(&row);
	}
	buf_release(&text);
}

/* The engine by itself misses some of these behind the 57th byte. */
Test(cause, an_expression_is_found_wherever_it_stands)
{
	static const char ROW[] =
		"logistics,late,,cause,\"(sat|sitting|stood|standing|wait|waited|waiting) (there |"
		"here |in (the )?(line|drive thru|car) )?(for )?(\\d+|ten|fifteen|twenty|thirty|"
		"forty|over|about|almost)\",,,\n";
	struct err err;
	struct classifier *c = cause_kit_load(ROW, &err);
	char text[400];

	cr_assert_not_null(c, "%s", err.text);
	for (size_t n = 0; n < 300; n++) {
		memset(text, 'x', n);
		for (size_t i = 9; i < n; i += 10)
			text[i] = ' ';
		strcpy(text + n, " i had to wait 5-7 min");
		cause_kit_expect(c, text, "logistics:late");
	}
	classifier_free(c);
}

Test(cause, a_batch_is_filled_and_people_are_respected)
{
	struct err err;
	struct classifier *c = cause_kit_load(NULL, &err);
	struct cause_scratch *s = cause_scratch_new(c);
	struct batch *b = batch_new();
	struct span demand;
	const char *const texts[] = {"质量差，要求退款，不然投诉到12315", "就这样吧", "物流慢"};

	b->n = 3;
	batch_add_column(b, FIELD_TEXT);
	batch_add_column(b, FIELD_CAUSE_BY);
	for (size_t i = 0; i < 3; i++)
		b->text[FIELD_TEXT][i] = (struct span){texts[i], (uint32_t)strlen(texts[i])};
	b->text[FIELD_CAUSE_BY][2] = (struct span){"human", 5};
	cause_batch(c, s, b);
	cr_assert(batch_text(b, FIELD_CAUSES, 0).n == strlen("product:quality"));
	cr_assert_gt(batch_number(b, FIELD_CAUSE_SCORE, 0), 5000);
	demand = batch_text(b, FIELD_DEMAND_CLASS, 0);
	cr_assert(text_is(demand.text, demand.n, "refund"));
	cr_assert_eq(batch_number(b, FIELD_ESCALATION_INTENT, 0), 1);
	cr_assert_eq(batch_number(b, FIELD_ESCALATION_INTENT, 1), 0);
	cr_assert_eq(batch_text(b, FIELD_CAUSES, 1).n, 0);
	cr_assert_eq(batch_number(b, FIELD_CAUSE_SCORE, 1), NUMBER_NONE);
	cr_assert_eq(batch_text(b, FIELD_CAUSES, 2).n, 0);
	batch_free(b);
	cause_scratch_free(s);
	classifier_free(c);
}

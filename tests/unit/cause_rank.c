/* What takes a finding back, and what comes before it: rules R3, R11, R14, R15. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cause/cause.h"

static struct classifier *load(const char *rows, struct err *err)
{
	struct classifier *c;
	char path[] = "/tmp/kesu-rules-XXXXXX";
	struct buf text = {0};

	close(mkstemp(path));
	buf_format(&text, "cause,subcause,family,kind,pattern,not,weight,note\n%s", rows);
	cr_assert_eq(file_write(path, text.data, text.len, err), 0);
	buf_release(&text);
	c = classifier_load(NULL, path, err);
	unlink(path);
	return c;
}

static void expect(struct classifier *c, const char *text, const char *causes)
{
	struct cause_scratch *s = cause_scratch_new(c);
	struct cause_result result;
	struct buf out = {0};

	cause_classify(c, s, text, strlen(text), &result, NULL);
	for (size_t i = 0; i < result.n; i++)
		buf_format(&out, "%s%s%s%s", i ? ";" : "", result.labels[i].cause,
			*result.labels[i].subcause ? ":" : "", result.labels[i].subcause);
	cr_expect_str_eq(buf_text(&out), causes, "'%s' gives '%s'", text, buf_text(&out));
	buf_release(&out);
	cause_scratch_free(s);
}

/* 不 at the end of a word is a negation of what follows, 不 at its beginning is part of it. */
Test(cause_rank, a_word_that_ends_in_a_negator_negates)
{
	struct err err;
	struct classifier *c = load("product,experience,product,cause,油腻|不值,,0.7,\n"
				    "product,quality,product,cause,并不&好用,,0.7,\n"
				    ",,,negator,不,,1,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	expect(c, "油腻", "product:experience");
	expect(c, "并不油腻", "");
	expect(c, "并不好用", "product:quality");
	expect(c, "不值", "product:experience");
	classifier_free(c);
}

/* Beside a fault a change of mind, a question or a wish is never primary. */
Test(cause_rank, a_fault_comes_before_a_wish)
{
	struct err err;
	struct classifier *c = load("product,experience,product,cause,声音大,,0.5,\n"
				    "other,customer-change-mind,customer,cause,不想要,,0.8,\n"
				    "other,customer-misuse,customer,cause,忘了充电,,0.8,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	expect(c, "不想要了", "other:customer-change-mind");
	expect(c, "声音大，不想要了", "product:experience;other:customer-change-mind");
	expect(c, "声音大，是我忘了充电", "other:customer-misuse;product:experience");
	classifier_free(c);
}

/* R15: who is outside depends on what the text is about. */
Test(cause_rank, an_outside_party_may_be_the_one_complained_of)
{
	struct err err;
	struct classifier *c = load(",estate,,word,业主,,,\n"
				    "attitude,rude,attitude,cause,骂人,,0.7,\n"
				    ",,,outside,物业,…<estate>,,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	expect(c, "快递放门口，物业骂人", "other");
	expect(c, "物业骂人，业主都知道", "attitude:rude");
	classifier_free(c);
}

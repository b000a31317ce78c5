/* What takes a finding back, and what comes before it: rules R3, R11, R14, R15. */
#include "cause_kit.h"

/* 不 at the end of a word is a negation of what follows, 不 at its beginning is part of it. */
Test(cause_rank, a_word_that_ends_in_a_negator_negates)
{
	struct err err;
	struct classifier *c = cause_kit_load("product,experience,product,cause,油腻|不值,,0.7,\n"
					      "product,quality,product,cause,并不&好用,,0.7,\n"
					      ",,,negator,不,,1,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "油腻", "product:experience");
	cause_kit_expect(c, "并不油腻", "");
	cause_kit_expect(c, "并不好用", "product:quality");
	cause_kit_expect(c, "不值", "product:experience");
	classifier_free(c);
}

/* Beside a fault a change of mind, a question or a wish is never primary. */
Test(cause_rank, a_fault_comes_before_a_wish)
{
	struct err err;
	struct classifier *c =
		cause_kit_load("product,experience,product,cause,声音大,,0.5,\n"
			       "other,customer-change-mind,customer,cause,不想要,,0.8,\n"
			       "other,customer-misuse,customer,cause,忘了充电,,0.8,\n",
			&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "不想要了", "other:customer-change-mind");
	cause_kit_expect(c, "声音大，不想要了", "product:experience;other:customer-change-mind");
	cause_kit_expect(c, "声音大，是我忘了充电", "other:customer-misuse;product:experience");
	classifier_free(c);
}

/* R15: who is outside depends on what the text is about. */
Test(cause_rank, an_outside_party_may_be_the_one_complained_of)
{
	struct err err;
	struct classifier *c = cause_kit_load(",estate,,word,业主,,,\n"
					      "attitude,rude,attitude,cause,骂人,,0.7,\n"
					      ",,,outside,物业,…<estate>,,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "快递放门口，物业骂人", "other");
	cause_kit_expect(c, "物业骂人，业主都知道", "attitude:rude");
	classifier_free(c);
}

/* R11: who answers badly for a late parcel is second, however surely; not where he comes first, or
 * where goods are only spoken of. */
Test(cause_rank, an_event_comes_before_the_reaction_to_it)
{
	struct err err;
	struct classifier *c = cause_kit_load("logistics,late,logistics,cause,晚到,,0.6,\n"
					      "logistics,delivery,logistics,cause,驿站,,0.5,\n"
					      "product,quality,product,cause,质量差,,0.6,\n"
					      "attitude,rude,attitude,cause,骂人,,0.75,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "晚到，骂人", "logistics:late;attitude:rude");
	cause_kit_expect(c, "骂人，晚到", "attitude:rude;logistics:late");
	cause_kit_expect(c, "晚到还骂人", "attitude:rude;logistics:late");
	cause_kit_expect(c, "驿站，骂人", "attitude:rude;logistics:delivery");
	cause_kit_expect(c, "质量差，骂人", "attitude:rude;product:quality");
	classifier_free(c);
}

/* Goods are an event before how the customer was answered, once he tells of that. */
Test(cause_rank, goods_come_before_the_answer)
{
	struct err err;
	struct classifier *c = cause_kit_load("product,quality,product,cause,质量差,,0.6,\n"
					      "product,design,product,cause,说明书,,0.4,\n"
					      "attitude,rude,attitude,cause,骂人,,0.75,\n"
					      ",,,answer,找客服,,,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "质量差，骂人", "attitude:rude;product:quality");
	cause_kit_expect(c, "质量差，找客服，骂人", "product:quality;attitude:rude");
	cause_kit_expect(c, "质量差，找客服骂人", "product:quality;attitude:rude");
	cause_kit_expect(c, "质量差，骂人，找客服", "attitude:rude;product:quality");
	cause_kit_expect(c, "找客服，骂人，质量差", "attitude:rude;product:quality");
	cause_kit_expect(c, "说明书，找客服，骂人", "attitude:rude;product:design");
	classifier_free(c);
}

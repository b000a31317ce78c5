/* What is found, and does not count after all (R3, R4). */
#include "cause_kit.h"

/* A negator between the parts takes the last one back; one that a finding begins with is its own.
 */
Test(cause_taken_back, a_finding_that_begins_with_a_negator_stands)
{
	struct err err;
	struct classifier *c = cause_kit_load("product,labelling,product,cause,没有…说明书,,0.7,\n"
					      "logistics,damaged,logistics,cause,包装…破损,,0.7,\n"
					      ",,,negator,没有,,6,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "没有中文说明书", "product:labelling");
	cause_kit_expect(c, "包装没有破损", "");
	cause_kit_expect(c, "包装破损", "logistics:damaged");
	classifier_free(c);
}

/* The words of a rule's `not` are read for that rule alone: a negator in them stays one. */
Test(cause_taken_back, an_exclusion_hides_no_negator)
{
	struct err err;
	struct classifier *c = cause_kit_load("product,quality,product,cause,掉色,,0.7,\n"
					      "product,experience,product,cause,难闻,不掉色,0.7,\n"
					      ",,,negator,不,,1,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "掉色", "product:quality");
	cause_kit_expect(c, "不掉色", "");
	cause_kit_expect(c, "不掉色难闻", "");
	classifier_free(c);
}

/* So are those of a class that no pattern has. */
Test(cause_taken_back, a_class_that_only_excludes_hides_no_negator)
{
	struct err err;
	struct classifier *c = cause_kit_load(",kind,,word,不啰嗦,,,\n"
					      "attitude,wording,attitude,cause,啰嗦,,0.7,\n"
					      "attitude,cold,attitude,cause,客服,…<kind>,0.36,\n"
					      ",,,negator,不,,1,\n",
		&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "客服", "attitude:cold");
	cause_kit_expect(c, "客服啰嗦", "attitude:wording");
	cause_kit_expect(c, "客服不啰嗦", "");
	classifier_free(c);
}

Test(cause_taken_back, denied_praise_excludes_nothing)
{
	struct err err;
	struct classifier *c =
		cause_kit_load("product,experience,product,cause,laptop,…<nice>,0.6,\n"
			       ",nice,,word,good|recommend,,,\n,,,negator,not|wouldn't,,5,\n",
			&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "a laptop which I recommend", "");
	cause_kit_expect(c, "I wouldn't recommend this laptop", "product:experience");
	cause_kit_expect(c, "I would not buy it, a laptop so good", "");
	classifier_free(c);
}

/* R4 */
Test(cause_taken_back, a_question_that_mentions_a_thing_says_nothing_of_it)
{
	struct err err;
	struct classifier *c =
		cause_kit_load("product,experience,product,cause,battery,,0.36,\n"
			       "product,malfunction,product,cause,battery died,,0.7,\n",
			&err);

	cr_assert_not_null(c, "%s", err.text);
	cause_kit_expect(c, "the battery", "product:experience");
	cause_kit_expect(c, "is it the battery?", "");
	cause_kit_expect(c, "is it the battery？", "");
	cause_kit_expect(c, "is it the battery? it is the battery", "product:experience");
	cause_kit_expect(c, "my battery died, why?", "product:malfunction");
	cause_kit_expect(c, "has your battery died?", "product:malfunction");
	classifier_free(c);
}

#include "base/fold.h"

#include <criterion/criterion.h>
#include <string.h>

static struct fold *load(void)
{
	struct err err;
	struct fold *fold = fold_new(&err);

	cr_assert_not_null(fold, "%s", err.text);
	return fold;
}

static void expect(const struct fold *fold, const char *text, const char *folded)
{
	char out[256] = {0};
	size_t n = fold_text(fold, text, strlen(text), out);

	out[n] = '\0';
	cr_assert_str_eq(out, folded, "'%s' folds to '%s'", text, out);
	cr_assert_eq(n, strlen(folded));
}

Test(fold, one_spelling)
{
	struct fold *fold = load();

	expect(fold, "", "");
	expect(fold, "質量差，客服態度惡劣", "质量差，客服态度恶劣");
	expect(fold, "出貨快、包裝好", "出货快、包装好");
	expect(fold, "ＡＢＣ１２３　ok", "abc123 ok");
	expect(fold, "Didn’t WORK", "didn't work");
	expect(fold, "喺度🙂é", "喺度🙂é");
	expect(fold, "@AZ[`az{ ABCDEFGHIJKLMNOPQRSTUVWXYZ éÀ慢Z",
		"@az[`az{ abcdefghijklmnopqrstuvwxyz éÀ慢z");
	expect(fold, "出貨 SLOW，Ｂ態度差 BAD 質量ＯＫ", "出货 slow，b态度差 bad 质量ok");
	fold_free(fold);
}

Test(fold, a_folded_offset_has_its_origin)
{
	struct fold *fold = load();
	const char *text = "Ａ差 Ｂ慢";
	char out[64];
	size_t n = fold_text(fold, text, strlen(text), out);

	cr_assert_eq(n, strlen("a差 b慢"));
	cr_assert_eq(fold_origin(fold, text, strlen(text), 0), 0);
	cr_assert_eq(fold_origin(fold, text, strlen(text), 1), 3);
	cr_assert_eq(fold_origin(fold, text, strlen(text), 6), 10);
	cr_assert_eq(fold_origin(fold, text, strlen(text), n), strlen(text));
	fold_free(fold);
}

Test(fold, patterns_keep_their_escapes)
{
	struct fold *fold = load();
	struct buf out = {0};

	fold_pattern(fold, "\\S+貨\\D\\", strlen("\\S+貨\\D\\"), &out);
	cr_assert_str_eq(buf_text(&out), "\\S+货\\D\\");
	buf_release(&out);
	fold_free(fold);
}

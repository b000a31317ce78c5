/* Nobody can be told from a document: what is masked in texts, what people are called. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "mask/mask.h"
#include "mask/name.h"
#include "report/privacy.h"

static void check_mask(const char *text, const char *expected)
{
	struct buf out = {0};

	mask_text(text, strlen(text), &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

Test(mask, telephones)
{
	check_mask("打13812345678没人接", "打138****5678没人接");
	check_mask("138-1234-5678、138 1234 5678", "138-****-5678、138 **** 5678");
	check_mask("+86 13812345678 8613912345678", "+86 1******5678 861******5678");
	check_mask("１３８１２３４５６７８", "１３８****５６７８");
	check_mask("0912-345-678 010-62345678", "091*-**5-678 010-******78");
	check_mask("电话62345678，call tel 6234 5678", "电话623***78，call tel 623* **78");
	check_mask("我的号码是13812345678，13912345678", "我的号码是138****5678，139****5678");
}

Test(mask, other_numbers_of_people)
{
	check_mask("身份证11010519491231002X。", "身份证110***************。");
	check_mask("卡号4111 1111 1111 1111", "卡号**** **** **** 1111");
	check_mask("写信到zhang.san@example.com.cn，谢谢", "写信到z****@example.com.cn，谢谢");
	check_mask("加QQ 12345678，微信号：wx_abc123", "加QQ ****，微信号：****");
	check_mask("住中山路12号3栋2单元501室", "住中山路****号****栋****单元****室");
}

Test(mask, what_stays)
{
	check_mask("订单20240718324340363，8月21日付了1299元",
		"订单20240718324340363，8月21日付了1299元");
	check_mask("WS261001360 于 2026-10-31 12:30:00 关闭",
		"WS261001360 于 2026-10-31 12:30:00 关闭");
	check_mask("12号到货，型号A5-2000 @ 3.5", "12号到货，型号A5-2000 @ 3.5");
	check_mask("等了3天，打了20次电话，说48小时", "等了3天，打了20次电话，说48小时");
	check_mask("", "");
}

static void check_free(const char *text, const char *expected)
{
	struct buf out = {0};

	mask_free(text, strlen(text), &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

Test(mask, orders_and_parcels)
{
	check_free("订单20240718324340363，8月21日付了1299元", "订单****0363，8月21日付了1299元");
	check_free("訂單編號：2024071832 還沒到", "訂單編號：****1832 還沒到");
	check_free("运单号SF1234567890123，快递 YT88123", "运单号****0123，快递 ****23");
	check_free("Order no. 403-1234567-1234567 is late", "Order no. ****4567 is late");
	check_free("tracking number is 1Z999AA10123456784", "tracking number is ****6784");
	check_free("order #88123, paid 12999 on 2026-10-31",
		"order #****23, paid 12999 on 2026-10-31");
	check_free("订单 2026-10-31 下的", "订单 2026-10-31 下的");
	check_free("WS261001360 于 2026-10-31 12:30:00 关闭，型号A5-2000，F520冰箱",
		"WS261001360 于 2026-10-31 12:30:00 关闭，型号A5-2000，F520冰箱");
}

Test(mask, papers_plates_and_houses)
{
	check_free("身分證A123456789，护照E12345678", "身分證****，护照****");
	check_free("车牌京A12345，快来", "车牌京****，快来");
}

Test(mask, streets_and_houses)
{
	check_free("住在中山路12号，打13812345678", "住在****，打138****5678");
	check_free("住张江路12弄3号501", "住****");
	check_free("送到浦东新区张江路12弄3号501，没人收", "送到浦东新区****，没人收");
	check_free("我家朝阳区建国路88号院3号楼2单元1202室漏水", "我家朝阳区****漏水");
	check_free("幸福小区3栋2单元501室的冰箱，中山一路十二号也是", "****的冰箱，****也是");
	check_free("寄到信義路五段7號3樓之1，再寄忠孝東路四段12巷5號", "寄到****，再寄****");
	check_free("地址：北京市朝阳区望京街道A座，电话没人接", "地址：****，电话没人接");
	check_free("收貨地址: 台北市大安區和平東路 12 號", "收貨地址: ****");
	check_free("南京西路１２号", "****");
}

Test(mask, streets_in_english)
{
	check_free("I live at 12 High Street, Flat 3B", "I live at ****");
	check_free("12 Baker Street, Apt 3, London", "****, London");
	check_free("sent to Flat 3B, 221B Baker Street.", "sent to Flat ****, ****.");
	check_free("my address is 12 baker street, come", "my address is ****, come");
	check_free("Deliver to 4 Old Mill Lane Unit 7 today", "Deliver to **** today");
}

Test(mask, what_is_no_address)
{
	static const char *const texts[] = {"路上堵了3小时，一路12号才到", "地铁5号线坐到3号口",
		"8号下单，12号到货，号码不对", "网路12号才通，線路12號檢修", "不知道12号能到吗",
		"这条路12号才修好", "地址写错了", "地址：不对", "中山路门店态度差",
		"8路公交，3路车", "waited 12 days at the store", "12 Pro Max",
		"paid 12 at Long Street shop", ""};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		check_free(texts[i], texts[i]);
}

Test(mask, names_that_are_said)
{
	check_free("你好，我叫王小明，冰箱坏了", "你好，我叫***，冰箱坏了");
	check_free("姓名：欧阳娜；联系人:李雷", "姓名：***；联系人:***");
	check_free("聯絡人：陳大文，我叫張三", "聯絡人：***，我叫***");
	check_free("张建国女士和王先生，李师傅没来", "***女士和*先生，*师傅没来");
	check_free(
		"My name is John O'Neill and Mrs. Jones came", "My name is *** and Mrs. *** came");
	check_free("Contact: Jane Doe, Dr Smith-Brown", "Contact: ***, Dr ***");
}

Test(mask, words_that_are_no_names)
{
	check_free("我叫客服来，联系人没有接电话", "我叫客服来，联系人没有接电话");
	check_free(
		"谢谢先生，安装师傅没来，维修师傅也没来", "谢谢先生，安装师傅没来，维修师傅也没来");
	check_free("王牌冰箱，姓名写错了，本人于10月3日购买",
		"王牌冰箱，姓名写错了，本人于10月3日购买");
	check_free("", "");
	check_free("我叫", "我叫");
	check_free("Mr ", "Mr ");
}

static void check_name(const char *name, const char *text, const char *expected)
{
	struct buf out = {0};

	mask_name(text, strlen(text), name, &out);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)expected));
	buf_release(&out);
}

Test(mask, names_of_the_row)
{
	check_name("王小明", "客户王小明来电，王先生很生气，老王不在",
		"客户***来电，*先生很生气，老王不在");
	check_name("欧阳娜", "欧阳女士说欧阳娜来过，欧洲货", "*女士说***来过，欧洲货");
	check_name("John Smith", "I am john smith, Mr. Smith to you; a blacksmith, Mrs Jones",
		"I am ***, Mr. *** to you; a blacksmith, Mrs Jones");
	check_name("Ann", "Annual fee, said ANN", "Annual fee, said ***");
	check_name("王", "王先生", "王先生");
	check_name("王小明", "", "");
}

/* RFC 4231, test cases 1 and 2. */
Test(privacy, hmac)
{
	char out[DIGEST_TEXT];
	char key[20];

	memset(key, 0x0b, sizeof key);
	hash_hmac(key, sizeof key, "Hi There", 8, out);
	cr_expect(eq(str, out,
		(char *)"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
	hash_hmac("Jefe", 4, "what do ya want for nothing?", 28, out);
	cr_expect(eq(str, out,
		(char *)"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
}

static struct table *people(void)
{
	static const char *const rows[][5] = {
		{"web/u9", "打13812345678", "WS13812345678", "张三", "孙丽"},
		{"web/u1", "再打", "WS1", "李四", "(unassigned)"},
		{"web/u9", "又打", "WS2", "张三", "孙丽"},
	};
	static const char *const names[] = {
		"customer", "text", "complaint_id", "extra.联系人", "handler"};
	struct table *table = table_new("people");

	for (size_t i = 0; i < 5; i++)
		table_add_column(table, names[i], CELL_TEXT, i == 2 || !i ? "id" : "text");
	for (size_t row = 0; row < 3; row++) {
		table_add_row(table);
		for (size_t i = 0; i < 5; i++)
			table_set_text(table, row, i, rows[row][i]);
	}
	return table;
}

static const char *text_at(const struct table *table, size_t row, size_t column)
{
	return table_cell(table, row, column)->text;
}

Test(privacy, people_are_numbered)
{
	struct privacy *privacy = privacy_new(NULL, 0);
	struct table *table = people();
	struct err err;

	cr_assert_eq(privacy_apply(privacy, "zh-CN", table, NULL, NULL, &err), 0);
	cr_expect_str_eq(text_at(table, 0, 0), "客户 1");
	cr_expect_str_eq(text_at(table, 1, 0), "客户 2");
	cr_expect_str_eq(text_at(table, 2, 0), "客户 1");
	cr_expect_str_eq(text_at(table, 0, 1), "打138****5678");
	cr_expect_str_eq(text_at(table, 0, 2), "WS13812345678");
	cr_expect_str_eq(text_at(table, 0, 3), "***");
	cr_expect_str_eq(text_at(table, 0, 4), "经办人 1");
	cr_expect_str_eq(text_at(table, 1, 4), "(unassigned)");
	table_free(table);
	privacy_free(privacy);
}

Test(privacy, keyed_names_stay)
{
	static const char *const keys[] = {
		"a secret of sixteen", "a secret of sixteen", "another of sixteen"};
	char seen[3][32];

	for (size_t i = 0; i < 3; i++) {
		struct privacy *privacy = privacy_new(keys[i], strlen(keys[i]));
		struct table *table = people();
		struct err err;

		cr_assert_eq(privacy_apply(privacy, "en", table, NULL, NULL, &err), 0);
		snprintf(seen[i], sizeof seen[i], "%s", text_at(table, 0, 0));
		cr_expect_str_eq(text_at(table, 2, 0), seen[i]);
		cr_expect_str_neq(text_at(table, 1, 0), seen[i]);
		table_free(table);
		privacy_free(privacy);
	}
	cr_expect_str_eq(seen[0], seen[1]);
	cr_expect_str_neq(seen[0], seen[2]);
	cr_expect_eq(strlen(seen[0]), strlen("Customer 0123456789"));
}

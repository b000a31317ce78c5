#include <criterion/criterion.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/file.h"
#include "input/columns.h"
#include "input/duration.h"
#include "input/moment.h"
#include "input/name.h"
#include "input/order.h"
#include "input/rows.h"
#include "input/value.h"
#include "record/canonical.h"

static const struct date_orders DMY = {
	{ORDER_DMY, ORDER_DMY, ORDER_DMY, ORDER_DMY, ORDER_DMY, ORDER_DMY, ORDER_DMY, ORDER_DMY}};
static const struct date_orders NO_ORDERS;

static char *read_as(const char *text, const struct date_orders *orders)
{
	static char out[DATE_TEXT + 8];
	struct moment moment;

	switch (moment_read(text, strlen(text), orders, &moment)) {
	case MOMENT_NONE:
		return strcpy(out, "none");
	case MOMENT_ORDER:
		return strcpy(out, "order");
	case MOMENT_READ:
		break;
	}
	if (moment.has_date) {
		instant_write(out, moment.seconds, moment.has_time);
		return moment.is_utc ? strcat(out, "Z") : out;
	}
	instant_write(out, moment.seconds, true);
	return out + 11;
}

Test(input, dates_as_exports_write_them)
{
	static const struct {
		const char *text, *expected;
	} CASES[] = {
		{"2026-10-01", "2026-10-01"},
		{"2026-10-01 08:30:00", "2026-10-01 08:30:00"},
		{"2026-10-01T08:30:00", "2026-10-01 08:30:00"},
		{"2026-10-01T08:30:00.123", "2026-10-01 08:30:00"},
		{"2026-10-01T08:30:00Z", "2026-10-01 08:30:00Z"},
		{"2026-10-01T23:30:00+08:00", "2026-10-01 15:30:00Z"},
		{"2026-10-01 23:30:00 +0000", "2026-10-01 23:30:00Z"},
		{"2026/10/1 8:05", "2026-10-01 08:05:00"},
		{"2026.10.1", "2026-10-01"},
		{"2026年10月1日", "2026-10-01"},
		{"2026年3月1日 下午3:05", "2026-03-01 15:05:00"},
		{"2026年3月1日 上午12:05", "2026-03-01 00:05:00"},
		{"2026年3月1日15时5分20秒", "2026-03-01 15:05:20"},
		{"2026年3月1日 星期日 9点05分", "2026-03-01 09:05:00"},
		{"２０２６－１０－０１", "2026-10-01"},
		{"20261001", "2026-10-01"},
		{"20261001083000", "2026-10-01 08:30:00"},
		{"46296", "2026-10-01"},
		{"46296.5", "2026-10-01 12:00:00"},
		{"1790843400", "2026-10-01 08:30:00Z"},
		{"1790843400123", "2026-10-01 08:30:00Z"},
		{"22-Apr-15", "2015-04-22"},
		{"22 April 2015", "2015-04-22"},
		{"Apr 22, 2015 3:53 PM", "2015-04-22 15:53:00"},
		{"Wed, 22 Apr 2015 15:53:50 GMT", "2015-04-22 15:53:50Z"},
		{"3:53:50 PM", "15:53:50"},
		{"12:00:01 AM", "00:00:01"},
		{"15:53", "15:53:00"},
		{"2026/3/1 下午 03:05:06", "2026-03-01 15:05:06"},
		{"2026/3/1 上午 12:00:00", "2026-03-01 00:00:00"},
		{"2026-03-01 03:05 p.m.", "2026-03-01 15:05:00"},
		{"2026-03-01 0:30 PM", "2026-03-01 12:30:00"},
		{"2026-03-01 中午11:50", "2026-03-01 11:50:00"},
		{"2026-03-01 中午1点", "2026-03-01 13:00:00"},
		{"2026-03-01 晚上8点30分", "2026-03-01 20:30:00"},
		{"2026-03-01 晚上12:00", "2026-03-02 00:00:00"},
		{"2026-03-01 24:00:00", "2026-03-02 00:00:00"},
		{"2026-03-01 晚上2:00", "none"},
		{"2026-03-01 14:00 am", "none"},
		{"2026-03-01 24:01", "none"},
		{"01/02/2026", "order"},
		{"22-04-15", "order"},
		{"13/13/2026 25:00", "none"},
		{"2026-02-30", "none"},
		{"2026-13-45", "none"},
		{"2026-10", "none"},
		{"26:00", "none"},
		{"0026-10-01", "none"},
		{"soon", "none"},
		{"138****5678", "none"},
		{"1小时38分钟", "none"},
		{"12", "none"},
		{"", "none"},
	};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		const char *got = read_as(CASES[i].text, &NO_ORDERS);

		cr_expect_str_eq(got, CASES[i].expected, "'%s' gives %s, not %s", CASES[i].text,
			got, CASES[i].expected);
	}
	cr_expect_str_eq(read_as("01/02/2026 10:00", &DMY), "2026-02-01 10:00:00");
	cr_expect_str_eq(read_as("22-04-15", &DMY), "2015-04-22");
}

Test(input, dates_that_stand_for_nothing)
{
	cr_expect(moment_is_placeholder("1970-01-01 00:00:00", 19));
	cr_expect(moment_is_placeholder("0000-00-00", 10));
	cr_expect(moment_is_placeholder("1900-01-00", 10));
	cr_expect_not(moment_is_placeholder("1970-01-010", 11));
	cr_expect_not(moment_is_placeholder("2026-10-01", 10));
}

Test(input, durations)
{
	static const struct {
		const char *text;
		enum duration_unit unit;
		int64_t seconds; /* -1: none */
	} CASES[] = {
		{"1小时38分钟", DURATION_WRITTEN, 5880},
		{"2天3小时", DURATION_WRITTEN, 183600},
		{"0:05:12", DURATION_WRITTEN, 312},
		{"26:15", DURATION_WRITTEN, 94500},
		{"2h 5m", DURATION_WRITTEN, 7500},
		{"1.5", DURATION_HOURS, 5400},
		{"90", DURATION_MINUTES, 5400},
		{"90", DURATION_SECONDS, 90},
		{"90", DURATION_WRITTEN, -1},
		{"-3", DURATION_HOURS, -1},
		{"soon", DURATION_HOURS, -1},
		{"1:75", DURATION_WRITTEN, -1},
		{"１小时３８分钟", DURATION_WRITTEN, 5880},
		{"1天 02:03:04", DURATION_WRITTEN, 93784},
		{"1 day, 2:03:04", DURATION_WRITTEN, 93784},
		{"P1DT2H", DURATION_WRITTEN, 93600},
		{"P2M", DURATION_WRITTEN, -1},
		{"半小时", DURATION_WRITTEN, 1800},
		{"1个半小时", DURATION_WRITTEN, 5400},
		{"3个工作日", DURATION_WRITTEN, -1},
		{"0:00:01.5", DURATION_WRITTEN, 2},
		{"1,204", DURATION_MINUTES, 72240},
		{"1e3", DURATION_SECONDS, -1},
		{"0x10", DURATION_SECONDS, -1},
		{"inf", DURATION_HOURS, -1},
	};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		int64_t seconds = -1;

		if (!duration_read(CASES[i].text, strlen(CASES[i].text), CASES[i].unit, &seconds))
			seconds = -1;
		cr_expect_eq(seconds, CASES[i].seconds, "%s", CASES[i].text);
	}
}

static int decide(const char *const *texts, struct date_orders *orders)
{
	struct order_evidence *evidence = order_new();
	struct err err;
	int status;

	for (; *texts; texts++)
		order_add(evidence, *texts, strlen(*texts));
	*orders = NO_ORDERS;
	status = order_decide(evidence, orders, &err);
	order_free(evidence);
	return status;
}

Test(input, the_column_proves_the_order)
{
	static const char *const BY_DAY[] = {"01/02/2026", "13/02/2026", NULL};
	static const char *const BY_MONTH[] = {"01/02/2026", "01/13/2026", NULL};
	static const char *const NEITHER[] = {"01/02/2026", "03/04/2026", NULL};
	static const char *const SAME[] = {"03/03/2026", "05/05/2026", NULL};
	static const char *const MIXED[] = {"13/02/2026", "02/13/2026", NULL};
	static const char *const WITH_ISO[] = {"22-04-15", "04-05-15", "2015-04-08", NULL};
	static const char *const YEAR_FIRST[] = {"26-10-01", "26-10-15", "26-11-03", NULL};
	/* 4/8/2015 lies among the sure dates only as 8 April */
	static const char *const NEIGHBOURS[] = {
		"22-04-15", "28-06-15", "4/8/2015", "5/7/2015", "6/9/2015", "4/1/2015", NULL};
	struct date_orders orders;

	cr_assert_eq(decide(BY_DAY, &orders), 0);
	cr_expect_str_eq(read_as("01/02/2026", &orders), "2026-02-01");
	cr_assert_eq(decide(BY_MONTH, &orders), 0);
	cr_expect_str_eq(read_as("01/02/2026", &orders), "2026-01-02");
	cr_expect_lt(decide(NEITHER, &orders), 0);
	cr_expect_lt(decide(MIXED, &orders), 0);
	cr_assert_eq(decide(SAME, &orders), 0);
	cr_expect_str_eq(read_as("05/05/2026", &orders), "2026-05-05");
	cr_assert_eq(decide(WITH_ISO, &orders), 0);
	cr_expect_str_eq(read_as("04-05-15", &orders), "2015-05-04");
	cr_assert_eq(decide(YEAR_FIRST, &orders), 0);
	cr_expect_str_eq(read_as("26-10-01", &orders), "2026-10-01");
	cr_assert_eq(decide(NEIGHBOURS, &orders), 0);
	cr_expect_str_eq(read_as("22-04-15", &orders), "2015-04-22");
	cr_expect_str_eq(read_as("4/8/2015", &orders), "2015-04-08");
}

static struct span span(const char *text)
{
	return (struct span){text, (uint32_t)strlen(text)};
}

static void expect_span(struct span got, const char *expected)
{
	cr_expect(got.n == strlen(expected) && !memcmp(got.text, expected, got.n),
		"'%.*s', not '%s'", (int)got.n, got.text, expected);
}

Test(input, cells_that_say_nothing)
{
	static const char *const NOTHING[] = {
		"", " ", "-", "--", "/", "无", "空", "NULL", "N/A", "#N/A", "　", "\t—\t"};

	for (size_t i = 0; i < sizeof NOTHING / sizeof *NOTHING; i++)
		cr_expect_eq(value_trim(span(NOTHING[i])).n, 0, "%s", NOTHING[i]);
	expect_span(value_trim(span(" 无效 ")), "无效");
	expect_span(value_trim(span("-5")), "-5");
	expect_span(value_trim(span("　全角　")), "全角");
}

Test(input, identifiers_behind_the_back_of_excel)
{
	struct arena arena = {0};
	bool is_damaged;

	expect_span(
		value_identifier(span("=\"230511889900\""), &arena, &is_damaged), "230511889900");
	expect_span(value_identifier(span("'00123"), &arena, &is_damaged), "00123");
	expect_span(value_identifier(span("\t00123"), &arena, &is_damaged), "00123");
	expect_span(value_identifier(span("１３８－Ａ"), &arena, &is_damaged), "138-A");
	cr_expect_not(is_damaged);
	value_identifier(span("2.02207E+18"), &arena, &is_damaged);
	cr_expect(is_damaged);
	value_identifier(span("2E5"), &arena, &is_damaged);
	cr_expect_not(is_damaged);
	arena_release(&arena);
}

Test(input, money_and_counts)
{
	static const struct {
		const char *text;
		int64_t fen; /* -1: none */
	} CASES[] = {{"500-1000", -1}, {"1,5", -1}, {"1.234,50", -1}, {"1万2", -1},
		{"12元5角", 1250}, {"3分", 3}, {"(3.50)", -350}, {"2千元", 200000},
		{"１２３.4万元", 123400000}, {"1 234.50", 123450}, {"-¥5", -500}, {"¥-5", -500},
		{"0.145", 15}, {"US$30", 3000}, {"12,34,567", -1}, {"约100元", -1}, {"5-", -1},
		{"100元整", 10000}, {"99999999999999999", -1}, {"¥1,234.50", 123450},
		{"１２元", 1200}, {"1.2万", 1200000}, {"0", 0}, {"-3.5", -350}, {"12.345", 1235},
		{"abc", -1}, {"", -1}, {"元", -1}, {"1e5", -1}};
	int64_t number;

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		if (!value_money(span(CASES[i].text), &number))
			number = -1;
		cr_expect_eq(number, CASES[i].fen, "%s", CASES[i].text);
	}
	cr_expect(value_count(span("3次"), &number) && number == 3);
	cr_expect(value_count(span("3.0"), &number) && number == 3);
	cr_expect_not(value_count(span("3.5"), &number));
}

Test(input, sources_by_the_names_of_files)
{
	static const struct {
		const char *path, *source;
	} CASES[] = {{"exports/hotline-2026-03.csv", "hotline"}, {"hotline.csv", "hotline"},
		{"客诉明细_20260301(1).xlsx", "客诉明细"}, {"客诉明细2026年3月.csv", "客诉明细"},
		{"hotline-2026-03.rejects.csv", "hotline"},
		{"hotline-2026-03.rejects-2.csv", "hotline"}, {"shop-2026-W12.csv", "shop"},
		{"-", "stdin"}, {"2026.csv", "2026"}};
	struct arena arena = {0};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
		cr_expect_str_eq(name_source(&arena, CASES[i].path), CASES[i].source);
	arena_release(&arena);
}

Test(input, headers_are_found_by_their_rules)
{
	static const struct {
		const char *header;
		enum field field;
	} CASES[] = {{"投诉时间", FIELD_RECEIVED_AT}, {" 投訴時間：", FIELD_RECEIVED_AT},
		{"Ticket #", FIELD_COMPLAINT_ID}, {"TICKET_ID", FIELD_COMPLAINT_ID},
		{"赔付金额（元）", FIELD_COMPENSATION}, {"办结时间.1", FIELD_CLOSED_AT},
		{"First response time (in hrs)", FIELD_FIRST_RESPONSE_AT}};
	const char *folders[] = {".", NULL};
	struct share *share = share_new(NULL, folders);
	struct err err;
	struct columns *columns = columns_load(share, &err);

	cr_assert_not_null(columns, "%s", err.text);
	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		const struct column_rule *rule = columns_find(columns, span(CASES[i].header));

		cr_assert_not_null(rule, "%s", CASES[i].header);
		cr_expect_eq(rule->field, CASES[i].field, "%s", CASES[i].header);
	}
	cr_expect_eq(columns_find(columns, span("订单付款时间"))->field, N_FIELDS);
	cr_expect_eq(columns_find(columns, span("卖家手机"))->field, N_FIELDS);
	cr_expect_null(columns_find(columns, span("天气")));
	columns_free(columns);
	share_free(share);
}

/* What rows_open() finds for a text written in an encoding; "?" with the message when refused. */
static void expect_encoding(const char *text, const char *encoding, const char *expected)
{
	char path[] = "/tmp/kesu-unit-XXXXXX";
	int fd = mkstemp(path);
	size_t left = strlen(text), room = left * 4 + 16;
	char *in = (char *)text, *bytes = malloc(room), *out = bytes;
	iconv_t to = iconv_open(encoding, "UTF-8");
	struct rows_choice choice = {0};
	struct rows *rows;
	struct err err;

	cr_assert_neq(iconv(to, &in, &left, &out, &room), (size_t)-1);
	iconv_close(to);
	cr_assert_eq(write(fd, bytes, (size_t)(out - bytes)), out - bytes);
	close(fd);
	rows = rows_open(path, &choice, &err);
	unlink(path);
	cr_assert_not_null(rows, "%s: %s", encoding, err.text);
	cr_expect_str_eq(rows_encoding(rows), expected, "%s", text);
	rows_close(rows);
	free(bytes);
}

Test(input, encodings_by_evidence)
{
	expect_encoding("id,text\n1,客服\n", "GBK", "GB18030");
	expect_encoding("编号,内容\n1,物流太慢，等了十天还没有到\n", "GB18030", "GB18030");
	expect_encoding("編號,內容\n1,物流太慢，等了兩個禮拜還沒有到貨\n", "BIG5", "BIG5");
	expect_encoding("編號,內容\n1,物流太慢，等了兩個禮拜還沒有到貨\n", "GBK", "GB18030");
	expect_encoding("id,text\n1,caf\xc3\xa9 was cold\n", "CP1252", "CP1252");
	expect_encoding("id,text\n1,it\xe2\x80\x99s late\n", "CP1252", "CP1252");
	expect_encoding("id,text\n1,客服\n", "UTF-8", "UTF-8");
	expect_encoding("id,text\n1,客服\n", "UTF-16", "UTF-16LE");
	expect_encoding("id,text\n1,a客服 and some more ASCII\n", "UTF-16BE", "UTF-16BE");
	expect_encoding("id,text\n1,plain\n", "UTF-8", "UTF-8");
}

Test(input, bytes_and_lines_of_rows)
{
	char path[] = "/tmp/kesu-unit-XXXXXX";
	static const char TEXT[] = "id,text\r\n1,\"two\r\nlines\"\r\n\r\n2,\xff\n";
	int fd = mkstemp(path);
	struct rows_choice choice = {.encoding = "UTF-8"};
	struct arena arena = {0};
	struct rows *rows;
	struct row row;
	struct rows_mark mark;
	struct err err;

	cr_assert_eq(write(fd, TEXT, sizeof TEXT - 1), (ssize_t)sizeof TEXT - 1);
	close(fd);
	rows = rows_open(path, &choice, &err);
	unlink(path);
	cr_assert_not_null(rows);
	cr_assert_eq(rows_start(rows, 0, &err), 0);
	cr_assert_eq(rows_next(rows, &arena, &row, &err), 1);
	mark = rows_tell(rows);
	cr_assert_eq(rows_next(rows, &arena, &row, &err), 1);
	cr_expect(row.line == 2 && row.byte == 9 && row.n == 2);
	cr_assert_eq(rows_next(rows, &arena, &row, &err), 1);
	cr_expect(row.line == 4 && row.n == 1 && row.cells[0].n == 0);
	cr_assert_eq(rows_next(rows, &arena, &row, &err), 1);
	cr_expect(row.line == 5 && row.is_bad && row.bad_byte == 29);
	expect_span(row.cells[1], "\\xFF");
	cr_assert_eq(rows_next(rows, &arena, &row, &err), 0);
	cr_assert_eq(rows_return(rows, &mark, &err), 0);
	cr_assert_eq(rows_next(rows, &arena, &row, &err), 1);
	cr_expect_eq(row.line, 2);
	rows_close(rows);
	arena_release(&arena);
}

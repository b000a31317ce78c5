#include <criterion/criterion.h>
#include <string.h>

#include "base/map.h"
#include "record/batch.h"
#include "record/canonical.h"
#include "record/key.h"
#include "record/labels.h"

Test(record, every_field_is_found_by_its_name)
{
	for (enum field field = 0; field < N_FIELDS; field++)
		cr_expect_eq(field_find(FIELDS[field].name, strlen(FIELDS[field].name)), field);
	cr_assert_eq(field_find("received", 8), N_FIELDS);
}

Test(record, a_new_column_is_blank)
{
	struct batch *batch = batch_new();

	batch_add_column(batch, FIELD_AMOUNT);
	batch_add_column(batch, FIELD_TEXT);
	cr_assert_eq(batch_number(batch, FIELD_AMOUNT, 3), NUMBER_NONE);
	cr_assert_eq(batch_text(batch, FIELD_TEXT, 3).n, 0);
	cr_assert_eq(batch_number(batch, FIELD_SEVERITY, 0), NUMBER_NONE);
	batch->number[FIELD_AMOUNT][0] = 5;
	batch_clear(batch);
	cr_assert_not(batch->has[FIELD_AMOUNT]);
	batch_add_column(batch, FIELD_AMOUNT);
	cr_assert_eq(batch_number(batch, FIELD_AMOUNT, 0), NUMBER_NONE);
	batch_free(batch);
}

Test(record, canonical_numbers_round_trip)
{
	static const struct {
		enum field field;
		const char *text;
		int64_t number;
	} CASES[] = {
		{FIELD_AMOUNT, "12.5", 1250},
		{FIELD_AMOUNT, "-0.05", -5},
		{FIELD_AMOUNT, "100", 10000},
		{FIELD_CAUSE_SCORE, "0.8731", 8731},
		{FIELD_SEVERITY, "3", 3},
		{FIELD_ESCALATED, "1", 1},
		{FIELD_RECEIVED_AT, "1970-01-02", 86400 * 2},
		{FIELD_RECEIVED_AT, "1970-01-01 00:00:10", 21},
	};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		struct buf out = {0};
		struct err err;
		int64_t number;

		canonical_write_number(&out, CASES[i].field, CASES[i].number);
		cr_expect_str_eq(buf_text(&out), CASES[i].text);
		cr_expect_eq(canonical_read_number(CASES[i].field, CASES[i].text,
				     strlen(CASES[i].text), &number, &err),
			0);
		cr_expect_eq(number, CASES[i].number);
		buf_release(&out);
	}
}

Test(record, what_is_no_canonical_number)
{
	static const char *const WRONG[] = {
		"1.", ".5", "1.234", "x", "-", "1e3", "99999999999999999999"};
	struct err err;
	int64_t number;

	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		cr_expect_lt(canonical_read_number(
				     FIELD_AMOUNT, WRONG[i], strlen(WRONG[i]), &number, &err),
			0, "%s", WRONG[i]);
	cr_expect_lt(canonical_read_number(FIELD_ESCALATED, "2", 1, &number, &err), 0);
	cr_expect_lt(canonical_read_number(FIELD_CLOSED_AT, "2026-02-30", 10, &number, &err), 0);
	cr_expect_eq(canonical_read_number(FIELD_AMOUNT, "", 0, &number, &err), 0);
	cr_expect_eq(number, NUMBER_NONE);
}

Test(record, canonical_csv)
{
	struct batch *batch = batch_new();
	bool has[N_FIELDS] = {
		[FIELD_RECEIVED_AT] = true, [FIELD_PHONE] = true, [FIELD_TEXT] = true};
	struct buf out = {0};

	batch_add_column(batch, FIELD_RECEIVED_AT);
	batch_add_column(batch, FIELD_TEXT);
	batch->number[FIELD_RECEIVED_AT][0] = instant_pack(86400, false);
	batch->text[FIELD_TEXT][0] = (struct span){"a,b", 3};
	batch->n = 2;
	canonical_write_header(&out, has);
	canonical_write_rows(&out, has, batch);
	cr_assert_str_eq(buf_text(&out), "received_at,phone,text\n1970-01-02,,\"a,b\"\n,,\n");
	buf_release(&out);
	batch_free(batch);
}

Test(record, keys_ignore_width_case_and_blanks)
{
	static const struct {
		const char *text, *key;
	} CASES[] = {
		{"Ticket Number", "ticketnumber"},
		{"ticket_number:", "ticketnumber"},
		{"ＴＩＣＫＥＴ　ＮＵＭＢＥＲ：", "ticketnumber"},
		{"投诉 时间*", "投诉时间"},
		{"（元）", "(元)"},
		{"--", ""},
	};

	for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
		char out[100];
		size_t n = key_fold(out, CASES[i].text, strlen(CASES[i].text));

		cr_expect_eq(n, strlen(CASES[i].key), "%s", CASES[i].text);
		cr_expect_eq(memcmp(out, CASES[i].key, n), 0, "%s", CASES[i].text);
	}
}

Test(record, labels_name_codes_and_read_aliases)
{
	const char *folders[] = {".", NULL};
	struct share *share = share_new(NULL, folders);
	struct err err;
	struct labels *labels = labels_load(share, "zh-TW", &err);

	cr_assert_not_null(labels, "%s", err.text);
	cr_assert_str_eq(labels_text(labels, "status", "closed"), "已結案");
	cr_assert_str_eq(labels_text(labels, "status", "strange"), "strange");
	cr_assert_str_eq(labels_text(NULL, "status", "closed"), "closed");
	cr_assert_str_eq(labels_code(labels, "status", "On Hold", 7), "open");
	cr_assert_str_eq(labels_code(labels, "severity", "Ｐ１", 6), "4");
	cr_assert_str_eq(labels_code(labels, "status", "已办结", 9), "closed");
	cr_assert_null(labels_code(labels, "status", "strange", 7));
	cr_assert_null(labels_code(labels, "status", "", 0));
	labels_free(labels);
	share_free(share);
}

Test(map, holds_many_keys)
{
	struct map *map = map_new();
	static int values[1000];

	for (int i = 0; i < 1000; i++)
		cr_assert_null(map_put(map, &i, sizeof i, &values[i]));
	for (int i = 0; i < 1000; i++)
		cr_assert_eq(map_get(map, &i, sizeof i), &values[i]);
	cr_assert_eq(map_put(map, &values[0], sizeof values[0], "again"), &values[0]);
	cr_assert_eq(map_count(map), 1000);
	cr_assert_null(map_get(map, "no", 2));
	map_free(map);
}

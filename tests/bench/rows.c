/* rows N WORDS [FIRST]: writes N invented complaints as CSV on stdout, by time, 70 % of them in
 * Chinese; or of these only those from number FIRST on.
 * The last column, `truth`, is the cause that the text was made from. Headers are those of the
 * canonical CSV, so that any program can load the file. The same bytes on every machine. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "sample-data/complaint.h"

enum { SEED = 7, DAYS = 791, MINUTE = 60 };

static const char *const CHANNELS[] = {"hotline", "web", "app", "store", "email"};

static int random_cause(const struct shop *shop, size_t product, struct random *random)
{
	const char *category = shop->products.rows[product][PRODUCT_CATEGORY];
	uint32_t i;

	do {
		i = random_below(random, (uint32_t)shop->causes.n);
	} while (!list_has(shop->causes.rows[i][CAUSE_CATEGORIES], category));
	return (int)i;
}

static enum language random_language(struct random *random)
{
	static const uint32_t WEIGHTS[] = {64, 6, 30};

	return (enum language)random_weighted(random, WEIGHTS, 3);
}

static void put_text(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}

static void put_row(
	const struct shop *shop, struct complaint *complaint, uint64_t i, struct random *random)
{
	char received[DATE_TEXT], first[DATE_TEXT], closed[DATE_TEXT];
	int64_t first_at = complaint->received + random_below(random, 600) * MINUTE;
	int64_t closed_at = first_at + random_below(random, 20000) * MINUTE;

	printf("C%08llu,%s,%s,%s,U%06u,%s,%s,%s,%s,%d,", (unsigned long long)i,
		instant_write(received, complaint->received, true),
		instant_write(first, first_at, true), instant_write(closed, closed_at, true),
		random_below(random, 400000), CHANNELS[random_below(random, 5)],
		shop->regions.rows[random_below(random, (uint32_t)shop->regions.n)][0],
		shop->departments.rows[random_below(random, (uint32_t)shop->departments.n)][0],
		shop->products.rows[complaint->product][PRODUCT_NAME],
		random_between(random, 1, 4));
	put_text(complaint->text);
	printf(",%s\n", shop->causes.rows[complaint->causes[0]][CAUSE_NAME]);
}

static void put_rows(const struct shop *shop, uint64_t n, uint64_t from, struct random *random)
{
	int64_t first = (int64_t)date_day(2024, 9, 1) * DAY_SECONDS;

	puts("complaint_id,received_at,first_response_at,closed_at,customer_id,channel,region,"
	     "department,product,severity,text,truth");
	for (uint64_t i = 0; i < n; i++) {
		struct complaint complaint = {.other = NO_CAUSE};

		complaint.received = first + (int64_t)((double)i / (double)n * DAYS * DAY_SECONDS);
		complaint.product = random_below(random, N_PRODUCTS);
		complaint.customer = random_below(random, N_CUSTOMERS);
		complaint.merchant = random_below(random, (uint32_t)shop->merchants.n);
		complaint.order = 20260000000000000 + random_below(random, 1000000000);
		complaint.language = random_language(random);
		complaint.causes[0] = random_cause(shop, complaint.product, random);
		complaint.causes[1] = random_chance(random, 20)
					      ? random_cause(shop, complaint.product, random)
					      : NO_CAUSE;
		complaint.causes[2] = NO_CAUSE;
		complaint_word(&complaint, shop, random);
		if (i + 1 >= from)
			put_row(shop, &complaint, i + 1, random);
		free(complaint.text);
	}
}

int main(int argc, char **argv)
{
	struct random random = {SEED};
	struct shop *shop = mem_zalloc(sizeof *shop);
	struct err err;

	if (argc != 3 && argc != 4) {
		fprintf(stderr, "usage: %s N WORDS [FIRST]\n", argv[0]);
		return 2;
	}
	if (shop_open(shop, argv[2], &random, &err) < 0) {
		fprintf(stderr, "rows: %s\n", err.text);
		return 1;
	}
	put_rows(shop, strtoull(argv[1], NULL, 10), argc == 4 ? strtoull(argv[3], NULL, 10) : 1,
		&random);
	shop_release(shop);
	free(shop);
	return fflush(stdout) || ferror(stdout);
}

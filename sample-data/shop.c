#include "sample-data/shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Percent of an average month, January first: the sales of June 18 and November 11 stand out. */
static const uint32_t SEASON[12] = {92, 68, 88, 90, 104, 152, 108, 102, 94, 97, 192, 113};
static const uint32_t SEASON_AIR[12] = {38, 35, 66, 112, 172, 224, 208, 152, 74, 44, 60, 40};

int month_year(int month)
{
	return FIRST_YEAR + (FIRST_MONTH - 1 + month) / 12;
}

int month_of_year(int month)
{
	return (FIRST_MONTH - 1 + month) % 12 + 1;
}

bool list_has(const char *list, const char *word)
{
	size_t n = strlen(word);

	if (!strcmp(list, "*"))
		return true;
	for (const char *p = list; (p = strstr(p, word)); p += n)
		if ((p == list || p[-1] == ',') && (p[n] == ',' || !p[n]))
			return true;
	return false;
}

static size_t weighted_row(const struct words *words, int column, struct random *random)
{
	uint32_t weights[64];

	for (size_t i = 0; i < words->n; i++)
		weights[i] = (uint32_t)atoi(words->rows[i][column]);
	return random_weighted(random, weights, words->n);
}

static void invent_customer(struct shop *shop, size_t i, struct random *random)
{
	struct customer *customer = &shop->customers[i];
	const char *surname =
		shop->surnames.rows[random_below(random, (uint32_t)shop->surnames.n)][0];
	const char *given =
		shop->given_names.rows[random_below(random, (uint32_t)shop->given_names.n)][0];
	const char *cities;

	customer->name = mem_format("%s%s", surname, given);
	/* 7 has no divisor in common with 10,000: no number comes twice. */
	snprintf(customer->phone, sizeof customer->phone, "1990000%04zu", (i * 7 + 1234) % 10000);
	customer->region = weighted_row(&shop->regions, 1, random);
	cities = shop->regions.rows[customer->region][2];
	customer->city = word_part(cities, random_below(random, word_parts(cities)));
}

static uint32_t orders_of(const char *const *product, int month, struct random *random)
{
	const uint32_t *season = strcmp(product[PRODUCT_CATEGORY], "空调") ? SEASON : SEASON_AIR;
	int launched = atoi(product[PRODUCT_LAUNCHED]);
	int now = month_year(month) * 100 + month_of_year(month);
	uint64_t orders = (uint64_t)atoi(product[PRODUCT_ORDERS]);

	if (now < launched)
		return 0;
	orders = orders * season[month_of_year(month) - 1] * (uint64_t)(100 + month) / 10000;
	return (uint32_t)(orders * (uint64_t)random_between(random, 95, 105) / 100);
}

static void invent_orders(struct shop *shop, struct random *random)
{
	for (size_t p = 0; p < N_PRODUCTS; p++) {
		const char *const *product = shop->products.rows[p];
		uint32_t users = atoi(product[PRODUCT_LAUNCHED]) < 202409
					 ? (uint32_t)atoi(product[PRODUCT_ORDERS]) * 14
					 : 0;

		for (int month = 0; month < N_MONTHS; month++) {
			shop->orders[month][p] = orders_of(product, month, random);
			users += shop->orders[month][p] * 9 / 10;
			shop->users[month][p] = users;
		}
	}
}

int shop_open(struct shop *shop, const char *folder, struct random *random, struct err *err)
{
	const struct {
		struct words *words;
		const char *name;
	} tables[] = {
		{&shop->products, "products"},
		{&shop->merchants, "merchants"},
		{&shop->regions, "regions"},
		{&shop->departments, "departments"},
		{&shop->causes, "causes"},
		{&shop->phrases, "phrases"},
		{&shop->pieces, "pieces"},
		{&shop->demands, "demands"},
		{&shop->others, "others"},
		{&shop->surnames, "surnames"},
		{&shop->given_names, "given-names"},
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (words_read(tables[i].words, folder, tables[i].name, err) < 0)
			return -1;
	if (shop->products.n != N_PRODUCTS)
		return err_set(err, "products.tsv must have %d products", N_PRODUCTS);
	for (size_t i = 0; i < N_CUSTOMERS; i++)
		invent_customer(shop, i, random);
	invent_orders(shop, random);
	return 0;
}

void shop_release(struct shop *shop)
{
	struct words *tables[] = {&shop->products, &shop->merchants, &shop->regions,
		&shop->departments, &shop->causes, &shop->phrases, &shop->pieces, &shop->demands,
		&shop->others, &shop->surnames, &shop->given_names};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		words_release(tables[i]);
	for (size_t i = 0; i < N_CUSTOMERS; i++) {
		free(shop->customers[i].name);
		free(shop->customers[i].city);
	}
}

#pragma once
/* The invented shop: what it sells, where, who works there and who buys. */
#include "base/err.h"
#include "sample-data/random.h"
#include "sample-data/words.h"

enum { FIRST_YEAR = 2024, FIRST_MONTH = 9, N_MONTHS = 26, N_PRODUCTS = 8 };
enum { N_ONLINE = 2500, N_CUSTOMERS = 2900 }; /* the first buy online, the rest in stores */

enum product_column {
	PRODUCT_NAME,
	PRODUCT_CATEGORY,
	PRODUCT_PRICE,
	PRODUCT_ORDERS,
	PRODUCT_RATE,
	PRODUCT_LAUNCHED,
	PRODUCT_ZH,
	PRODUCT_TW,
	PRODUCT_EN
};
enum cause_column {
	CAUSE_NAME,
	CAUSE_WEIGHT,
	CAUSE_DEPARTMENT,
	CAUSE_SEVERITY,
	CAUSE_CATEGORIES,
	CAUSE_SECOND
};

struct customer {
	char *name;
	char phone[12]; /* 199 0000 xxxx: no network has these */
	size_t region;
	char *city;
};

struct shop {
	struct words products, merchants, regions, departments, causes, phrases, pieces, demands,
		others, surnames, given_names;
	struct customer customers[N_CUSTOMERS];
	uint32_t orders[N_MONTHS][N_PRODUCTS], users[N_MONTHS][N_PRODUCTS];
};

int shop_open(struct shop *shop, const char *folder, struct random *random, struct err *err);
void shop_release(struct shop *shop);

/* Months count from 0, which is FIRST_YEAR-FIRST_MONTH. */
int month_year(int month);
int month_of_year(int month); /* 1..12 */

/* "a,b" or "*" holds `word`. */
bool list_has(const char *list, const char *word);

#pragma once
/* The invented complaints, before any system exports them. */
#include <stdint.h>

#include "sample-data/shop.h"

enum system { SYSTEM_HOTLINE, SYSTEM_WEB, SYSTEM_STORE };
enum language { LANGUAGE_ZH, LANGUAGE_TW, LANGUAGE_EN };
enum { MAX_CAUSES = 3, NO_CAUSE = -1 };
#define NEVER INT64_MIN

struct complaint {
	int64_t received, first, closed, followed; /* local civil seconds; NEVER */
	enum system system;
	enum language language;
	size_t customer, product, merchant, department;
	int causes[MAX_CAUSES]; /* rows of causes.tsv, the first one the main one; NO_CAUSE */
	int other;              /* row of others.tsv when it is no complaint, else NO_CAUSE */
	bool is_again;          /* it says that it comes back */
	uint64_t order;
	char *text, *handler;
	const char *demand; /* "" none */
	int severity;       /* 1..4 */
	int satisfaction;   /* 1..5, 0 unknown */
	int reopened;
	int refund, compensation; /* yuan */
	bool is_escalated, is_withdrawn, is_masked;
	const char *outcome; /* "" none */
};

struct complaints {
	struct complaint *rows;
	size_t n, capacity;
};

/* All of them, by time. The instants after `exported` have not happened yet. */
void complaints_invent(struct complaints *complaints, const struct shop *shop,
	struct random *random, int64_t exported);
void complaints_release(struct complaints *complaints);

/* handling.c: who handled it, when, with what result. Needs the causes and the text. */
void complaint_handle(struct complaint *complaint, const struct shop *shop, struct random *random,
	int64_t exported);
/* wording.c: text and demand. Needs all but the handling. */
void complaint_word(struct complaint *complaint, const struct shop *shop, struct random *random);

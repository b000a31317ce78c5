#pragma once
/* Do several groups differ in how soon events come (METRICS 4.3)? The log-rank test.
 *
 *	struct logrank *test = logrank_new();
 *	logrank_add(test, group, days, was_repeated);   // group 0, 1, ...
 *	double p = logrank_result(test).p;
 *	logrank_free(test);
 * Source: Mantel, Cancer Chemotherapy Reports 50 (1966); Peto & Peto, JRSS A 135 (1972). */
#include <stdbool.h>
#include <stddef.h>

enum { LOGRANK_MOST = 17 };

struct logrank;

struct logrank_result {
	size_t degrees;       /* groups less 1 */
	double chi_square, p; /* NAN with one group, too many, or without events */
	double observed[LOGRANK_MOST], expected[LOGRANK_MOST];
};

struct logrank *logrank_new(void);
void logrank_free(struct logrank *logrank);
/* Groups from LOGRANK_MOST on make the result undefined. */
void logrank_add(struct logrank *logrank, size_t group, double time, bool is_event);
struct logrank_result logrank_result(struct logrank *logrank);

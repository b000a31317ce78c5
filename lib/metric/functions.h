#pragma once
/* lib/stats as SQL functions of query files. A NULL or text argument, or an undefined answer, is
 * NULL.
 *
 *	metric_register(store_sql(store), &err);
 *	SELECT poisson_low(n, 0.95) / e FROM ... */
#include <stdbool.h>

#include "base/err.h"
#include "sql/sql.h"

/* What a query may call, and its documentation. A table ends with {0}. */
struct metric_function {
	struct sql_function function;
	const char *arguments; /* "n, level" */
	const char *meaning;   /* one line, lower case, no full stop */
	const char *source;    /* of the formula */
};

/* All tables, ended by NULL: one per file function_*.c. */
extern const struct metric_function *const METRIC_FUNCTIONS[];
extern const struct metric_function INTERVAL_FUNCTIONS[];
extern const struct metric_function VALUES_FUNCTIONS[];
extern const struct metric_function PERCENTILE_FUNCTIONS[];
extern const struct metric_function FAMILY_FUNCTIONS[];
extern const struct metric_function SURVIVAL_FUNCTIONS[];
extern const struct metric_function SHARES_FUNCTIONS[];
extern const struct metric_function EPISODE_FUNCTIONS[];
extern const struct metric_function TEXT_FUNCTIONS[];
extern const struct metric_function SERIES_FUNCTIONS[];
extern const struct metric_function SIGNAL_FUNCTIONS[];
extern const struct metric_function RATING_FUNCTIONS[];
extern const struct metric_function ALARM_FUNCTIONS[];
extern const struct metric_function TYPICAL_FUNCTIONS[];
extern const struct metric_function LOGLINEAR_FUNCTIONS[];

/* SELECT `call` answers `rows`, joined by blanks, NULL as "-". The table ends with {0}. */
struct metric_example {
	const char *name, *call, *rows;
};

extern const struct metric_example METRIC_EXAMPLES[];
/* NULL: there is none. */
const struct metric_example *metric_example(const char *name);

int metric_register(struct sql *sql, struct err *err);

/* Arguments as numbers; false when one is NULL or text. */
bool arguments_read(int n, struct sql_value **arguments, double *numbers);

/* The function NAME(a[0], a[1], ...) as SQL calls it, of numbers to a number. */
enum { SCALAR_ARGUMENTS = 6 };
#define FUNCTION_SCALAR(name, formula)                                                             \
	static void name(struct sql_result *result, int n, struct sql_value **arguments)           \
	{                                                                                          \
		double a[SCALAR_ARGUMENTS];                                                        \
                                                                                                   \
		if (arguments_read(n, arguments, a))                                               \
			result_real(result, formula);                                              \
	}

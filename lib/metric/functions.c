#include "metric/functions.h"

const struct metric_function *const METRIC_FUNCTIONS[] = {INTERVAL_FUNCTIONS, VALUES_FUNCTIONS,
	PERCENTILE_FUNCTIONS, FAMILY_FUNCTIONS, SURVIVAL_FUNCTIONS, SHARES_FUNCTIONS,
	EPISODE_FUNCTIONS, TEXT_FUNCTIONS, SERIES_FUNCTIONS, SIGNAL_FUNCTIONS, RATING_FUNCTIONS,
	ALARM_FUNCTIONS, TYPICAL_FUNCTIONS, LOGLINEAR_FUNCTIONS, NULL};

int metric_register(struct sql *sql, struct err *err)
{
	for (size_t i = 0; METRIC_FUNCTIONS[i]; i++)
		for (const struct metric_function *f = METRIC_FUNCTIONS[i]; f->function.name; f++)
			if (sql_register(sql, &f->function, 1, err) < 0)
				return err_prefix(err, "function '%s'", f->function.name);
	return 0;
}

bool arguments_read(int n, struct sql_value **arguments, double *numbers)
{
	for (int i = 0; i < n; i++) {
		enum sql_type type = value_type(arguments[i]);

		if (type != SQL_INTEGER && type != SQL_REAL)
			return false;
		numbers[i] = value_real(arguments[i]);
	}
	return true;
}

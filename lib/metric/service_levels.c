/* rules/service-levels.csv, read and checked, and the limit of every channel and severity. */
#include "metric/service_levels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

const char *const SERVICE_MEASURES[N_SERVICE_MEASURES] = {
	"first_response", "resolution", "follow_up"};
static const char *const UNITS[] = {
	[SERVICE_HOURS] = "hours", [SERVICE_DAYS] = "days", [SERVICE_WORKDAYS] = "workdays"};
static const char *const COLUMNS[] = {"measure", "channel", "severity", "limit", "unit"};
enum { N_UNITS = sizeof UNITS / sizeof *UNITS, N_COLUMNS = sizeof COLUMNS / sizeof *COLUMNS };
enum { ANY_SEVERITY = 0 };

struct level {
	size_t measure, unit;
	const char *channel; /* "": any */
	int severity;        /* or ANY_SEVERITY */
	double limit;
};

struct service_levels {
	struct csv_rows *csv; /* owns the texts */
	struct level *levels;
	size_t n;
};

static size_t find_word(const char *const *words, size_t n, const char *word)
{
	size_t i = 0;

	while (i < n && strcmp(words[i], word) != 0)
		i++;
	return i;
}

static int read_limit(const char *text, double *limit, struct err *err)
{
	char *end;

	*limit = strtod(text, &end);
	if (end == text || *end || !isfinite(*limit) || *limit < 0)
		return err_set(err, "the limit '%s' is no number from 0", text);
	return 0;
}

static int read_level(const char *const *cells, struct level *level, struct err *err)
{
	const char *severity = cells[2];

	level->measure = find_word(SERVICE_MEASURES, N_SERVICE_MEASURES, cells[0]);
	level->channel = cells[1];
	level->unit = find_word(UNITS, N_UNITS, cells[4]);
	if (level->measure == N_SERVICE_MEASURES)
		return err_set(err,
			"the measure '%s' is not first_response, resolution or follow_up",
			cells[0]);
	if (*severity && (strlen(severity) != 1 || *severity < '1' || *severity > '4'))
		return err_set(err, "the severity '%s' is not 1, 2, 3, 4 or blank", severity);
	level->severity = *severity ? *severity - '0' : ANY_SEVERITY;
	if (level->unit == N_UNITS)
		return err_set(err, "the unit '%s' is not hours, days or workdays", cells[4]);
	return read_limit(cells[3], &level->limit, err);
}

static bool is_same(const struct level *a, const struct level *b)
{
	return a->measure == b->measure && a->severity == b->severity &&
	       !strcmp(a->channel, b->channel);
}

static int add_level(struct service_levels *levels, const struct level *level, struct err *err)
{
	for (size_t i = 0; i < levels->n; i++)
		if (is_same(&levels->levels[i], level))
			return err_set(err, "a second limit for the same complaints");
	levels->levels[levels->n++] = *level;
	return 0;
}

static int read_rows(struct service_levels *levels, struct err *err)
{
	const struct csv_rows *csv = levels->csv;

	for (size_t i = 0; i < N_COLUMNS; i++)
		if (csv_column(csv, COLUMNS[i]) == SIZE_MAX)
			return err_set(err, "1: the header has no '%s'", COLUMNS[i]);
	levels->levels = mem_alloc(csv->n * sizeof *levels->levels);
	for (size_t row = 1; row < csv->n; row++) {
		const char *cells[N_COLUMNS];
		struct level level;

		for (size_t i = 0; i < N_COLUMNS; i++)
			cells[i] = csv_cell(csv, row, csv_column(csv, COLUMNS[i]));
		if (read_level(cells, &level, err) < 0 || add_level(levels, &level, err) < 0)
			return err_prefix(err, "%zu", csv->rows[row].line);
	}
	return 0;
}

static int load_file(struct service_levels *levels, const char *path, struct err *err)
{
	levels->csv = csv_rows_read(path, err);
	if (!levels->csv)
		return -1;
	if (levels->csv->n && read_rows(levels, err) < 0)
		return err_prefix(err, "%s", path);
	return 0;
}

struct service_levels *service_levels_load(const struct share *share, struct err *err)
{
	struct service_levels *levels = mem_zalloc(sizeof *levels);
	char *path = share_find(share, "rules", "service-levels.csv");

	if (path && load_file(levels, path, err) < 0) {
		service_levels_free(levels);
		levels = NULL;
	}
	free(path);
	return levels;
}

void service_levels_free(struct service_levels *levels)
{
	if (!levels)
		return;
	csv_rows_free(levels->csv);
	free(levels->levels);
	free(levels);
}

/* --- the limit of every channel and severity --- */

/* A name stands for its code on both sides: the file's "热线" is the store's "hotline". */
static bool is_channel(const struct labels *labels, const char *wanted, const char *channel)
{
	const char *a = labels_code(labels, "channel", wanted, strlen(wanted));
	const char *b = labels_code(labels, "channel", channel, strlen(channel));

	return !strcmp(a ? a : wanted, b ? b : channel);
}

static const struct level *find_level(const struct service_levels *levels,
	const struct labels *labels, size_t measure, const char *channel, int severity)
{
	const struct level *best = NULL;
	int best_rank = -1;

	for (size_t i = 0; i < levels->n; i++) {
		const struct level *level = &levels->levels[i];
		int rank = 2 * (*level->channel != '\0') + (level->severity != ANY_SEVERITY);

		if (level->measure != measure || rank <= best_rank ||
			(level->severity != ANY_SEVERITY && level->severity != severity) ||
			(*level->channel && !is_channel(labels, level->channel, channel)))
			continue;
		best = level;
		best_rank = rank;
	}
	return best;
}

struct service_limits {
	struct service_limit *limits; /* by channel, severity, measure */
	int64_t n_channels;           /* one more than the greatest id */
};

static struct service_limit *limit_at(
	const struct service_limits *limits, size_t measure, int64_t channel, int64_t severity)
{
	return &limits->limits[(channel * SERVICE_SEVERITIES + severity) * N_SERVICE_MEASURES +
			       (int64_t)measure];
}

static void add_channel(struct service_limits *limits, const struct relations *relations,
	int64_t channel, const char *name)
{
	for (int i = 0; i < N_SERVICE_MEASURES * SERVICE_SEVERITIES; i++) {
		size_t measure = (size_t)i % N_SERVICE_MEASURES;
		int severity = i / N_SERVICE_MEASURES;
		const struct level *level =
			find_level(relations->levels, relations->labels, measure, name, severity);

		*limit_at(limits, measure, channel, severity) =
			level ? (struct service_limit){level->limit, level->unit}
			      : (struct service_limit){NAN, SERVICE_HOURS};
	}
}

/* Channels with the greatest id first, 0 (unassigned) last. Ids of terms have no gaps: one past
 * their number is of a damaged store. */
struct service_limits *service_limits_new(const struct relations *relations, struct err *err)
{
	struct service_limits *limits = mem_zalloc(sizeof *limits);
	struct stmt *stmt = stmt_prepare(relations->sql,
		"SELECT id, text FROM main.term WHERE dim = 'channel'"
		" AND id BETWEEN 1 AND (SELECT count(*) FROM main.term)"
		" UNION ALL SELECT 0, '' ORDER BY 1 DESC",
		err);
	int status = stmt ? 0 : -1;

	while (stmt && (status = stmt_step(stmt, err)) > 0) {
		int64_t channel = stmt_integer(stmt, 0);

		if (!limits->limits) {
			limits->n_channels = channel + 1;
			limits->limits =
				mem_zalloc((size_t)limits->n_channels * SERVICE_SEVERITIES *
					   N_SERVICE_MEASURES * sizeof *limits->limits);
		}
		add_channel(limits, relations, channel, stmt_text(stmt, 1, NULL));
	}
	stmt_free(stmt);
	if (status == 0)
		return limits;
	service_limits_free(limits);
	return NULL;
}

void service_limits_free(struct service_limits *limits)
{
	if (!limits)
		return;
	free(limits->limits);
	free(limits);
}

struct service_limit service_limit(
	const struct service_limits *limits, size_t measure, int64_t channel, int64_t severity)
{
	bool has_channel = channel >= 0 && channel < limits->n_channels;
	bool has_severity = severity > 0 && severity < SERVICE_SEVERITIES;

	return *limit_at(
		limits, measure, has_channel ? channel : 0, has_severity ? severity : ANY_SEVERITY);
}

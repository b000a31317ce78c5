#include "cmd/report_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "metric/metric.h"
#include "sql/sql.h"
#include "store/ledger.h"

enum { MAX_LINE_WORDS = 64, SHORTEST_KEY = 16 };

const char *const REPORT_RULES[] = {
	"calendar-cn.csv", "labels.csv", "launches.csv", "service-levels.csv", NULL};

const struct opt PRIVACY_OPTIONS[] = {
	{"key-file", 0, OPT_TEXT, "FILE",
		"customers by names made with this secret: the same in every report"},
	{"unmask", 0, OPT_FLAG, NULL, "tell names, telephones and addresses; the ledger notes it"},
	{0},
};

static const char *const LANGS[MAX_LANGS] = {"zh-CN", "zh-TW", "en"};

/* Words of a query line, as a shell splits them: blanks, '...' and "...". In place. */
static int split_line(char *line, char **words, struct err *err)
{
	char *out = line;
	int n = 0;

	for (char *p = line; *p;) {
		char quote = 0;

		p += strspn(p, " \t");
		if (!*p)
			break;
		if (n == MAX_LINE_WORDS)
			return err_set(err, "too many words");
		words[n++] = out;
		for (; *p && (quote || (*p != ' ' && *p != '\t')); p++) {
			if (quote ? *p == quote : *p == '\'' || *p == '"')
				quote = quote ? 0 : *p;
			else
				*out++ = *p;
		}
		if (quote)
			return err_set(err, "a quote is never closed");
		p += *p != '\0';
		*out++ = '\0';
	}
	return n ? n : err_set(err, "a query's name is missing");
}

/* A query of single complaints and what was written: then the names in it must be known. */
static bool tells_texts(const struct query *query)
{
	for (size_t i = 0; i < query_columns(query); i++)
		if (!strcmp(query_column(query, i)->name, "text"))
			return true;
	return false;
}

/* The customer's and the handler's name of the complaint, which --ids gave the number of. */
static int tell_names(void *context, const char *ids, void (*tell)(void *to, const char *name),
	void *to, struct err *err)
{
	struct report_run *report = context;
	int status;

	if (!report->names)
		report->names = stmt_prepare(store_sql(report->store),
			"SELECT n.customer_name, h.text FROM complaint c "
			"JOIN narrative n ON n.complaint = c.id JOIN term h ON h.id = c.handler "
			"WHERE c.id = ?",
			err);
	if (!report->names)
		return -1;
	stmt_bind_integer(report->names, 1, strtoll(ids, NULL, 10));
	status = stmt_step(report->names, err);
	for (int i = 0; status > 0 && i < 2; i++) {
		size_t n;
		const char *name = stmt_text(report->names, i, &n);

		if (name)
			tell(to, name);
	}
	stmt_reset(report->names);
	return status < 0 ? -1 : 0;
}

/* The report's period bounds a query that says no bounds of its own; its group every one. */
static int add_bounds(const struct report_run *report, const struct query *query,
	const struct opts *opts, char **words, int n, bool is_whole, struct arena *arena)
{
	char day[DATE_TEXT];

	if (!opts_is_set(opts, "from"))
		words[n++] = arena_format(arena, "--from=%s", date_write(day, report->first_day));
	if (!opts_is_set(opts, "to"))
		words[n++] = arena_format(arena, "--to=%s", date_write(day, report->last_day));
	if (report->each && report->value && !is_whole)
		words[n++] = arena_format(arena, "--where=%s=%s", report->each, report->value);
	if (report->privacy && tells_texts(query))
		words[n++] = arena_format(arena, "--ids");
	return n;
}

static struct table *run_words(struct report_run *report, struct query *query, char **words, int n,
	bool is_whole, struct arena *arena, struct err *err)
{
	const struct opt *const tables[] = {METRIC_OPTIONS, query_options(query), NULL};
	struct metric_context context = {.share = report->run->share,
		.labels = cmd_labels(report->run),
		.shared = report->shared,
		.lang = report->lang,
		.as_of = report->as_of,
		.has_row_ids = true};
	struct opts *opts = opts_parse(tables, n, words, err);
	struct table *table = NULL;
	const char *const *operands;

	if (!opts)
		return NULL;
	n = add_bounds(report, query, opts, words, n, is_whole, arena);
	opts_free(opts);
	opts = opts_parse(tables, n, words, err);
	if (!opts)
		return NULL;
	if (opts_operands(opts, &operands))
		err_set(err, "unexpected '%s'", operands[0]);
	else
		table = query_run(query, report->store, opts, &context, err);
	opts_free(opts);
	return table;
}

static void note_query(struct report_run *report, const char *name)
{
	char *file = mem_format("%s.sql", name);
	char *path = share_find(report->run->share, "queries", file);

	if (path)
		report_run_take_input(report, path);
	free(file);
}

struct table *report_run_query(
	void *context, const char *command_line, bool is_whole, struct err *err)
{
	struct report_run *report = context;
	char *line = mem_text(command_line);
	char *words[MAX_LINE_WORDS + 4];
	int n = split_line(line, words, err);
	struct query *query = n < 0 ? NULL : query_find(report->run->share, words[0], err);
	struct arena arena = {0};
	struct table *table = NULL;

	if (query)
		note_query(report, words[0]);
	if (query)
		table = run_words(report, query, words, n, is_whole, &arena, err);
	query_free(query);
	arena_release(&arena);
	free(line);
	return table;
}

static const struct labels *run_labels(void *context, const char *lang, struct err *err)
{
	struct report_run *report = context;

	report->lang = lang;
	for (size_t i = 0; i < MAX_LANGS; i++) {
		if (strcmp(LANGS[i], lang) != 0)
			continue;
		if (!report->labels[i])
			report->labels[i] = labels_load(report->run->share, lang, err);
		return report->labels[i];
	}
	err_set(err, "lang: zh-CN, zh-TW or en, not '%s'", lang);
	return NULL;
}

/* Twelve digits, as the ledger has them. */
static void add_basis(struct report_run *report, const char *name, const char *version)
{
	if (report->n_basis < MAX_BASIS)
		report->basis[report->n_basis++] =
			(struct basis){name, arena_format(&report->arena, "%.12s", version)};
}

static void add_rules(struct report_run *report, const char *name)
{
	char *path = share_find(report->run->share, "rules", name);
	struct buf bytes = {0};
	char version[DIGEST_TEXT];
	struct err ignored;

	if (path && file_read(path, &bytes, &ignored) == 0) {
		struct digest *digest = digest_new();

		digest_add(digest, buf_text(&bytes), bytes.len);
		digest_finish(digest, version);
		add_basis(report, arena_format(&report->arena, "rules/%s", name), version);
	}
	buf_release(&bytes);
	free(path);
}

/* Causes are what the newest classification made of them, whatever the rules are by now. */
static void add_classifier(struct report_run *report, const char *column, const char *name)
{
	struct err ignored;
	struct table *runs = report->store ? store_runs(report->store, &ignored) : NULL;
	size_t at = runs ? table_find(runs, column) : SIZE_MAX;

	for (size_t row = runs && at != SIZE_MAX ? table_rows(runs) : 0; row-- > 0;) {
		const struct cell *cell = table_cell(runs, row, at);

		if (cell->type != CELL_TEXT || !*cell->text)
			continue;
		add_basis(report, name, cell->text);
		break;
	}
	table_free(runs);
}

static void find_basis(struct report_run *report)
{
	if (report->n_basis || report->is_check)
		return;
	add_classifier(report, "rules", "rules/causes.csv");
	add_classifier(report, "model", "--model");
	for (size_t i = 0; REPORT_RULES[i]; i++)
		add_rules(report, REPORT_RULES[i]);
}

void report_run_source(struct report_run *report, struct report_source *source)
{
	find_basis(report);
	*source = (struct report_source){
		.run = report->run_query ? report->run_query : report_run_query,
		.context = report,
		.share = report->run->share,
		.labels = run_labels,
		.basis = report->basis,
		.n_basis = report->n_basis,
		.privacy = report->privacy,
		.names = tell_names,
		.period = report->period,
		.as_of = date_write(report->as_of_text, report->as_of),
		.is_check = report->is_check};
	if (opts_has(report->run->opts, "set"))
		source->n_set = opts_texts(report->run->opts, "set", &source->set);
}

/* The bytes of the file, but for the line end that an editor puts there. */
static int read_key(struct report_run *report, const char *path)
{
	struct err *err = &report->run->err;

	if (file_read(path, &report->key, err) < 0)
		return -1;
	while (report->key.len && strchr("\r\n", report->key.data[report->key.len - 1]))
		report->key.len--;
	if (report->key.len < SHORTEST_KEY)
		return err_set(err, "'%s' is too short for a secret: at least %d bytes", path,
			SHORTEST_KEY);
	return 0;
}

int report_run_init(struct report_run *report, struct run *run)
{
	const char *path = opts_text(run->opts, "key-file");

	*report = (struct report_run){.run = run, .shared = metric_shared_new(run->share)};
	if (opts_flag(run->opts, "unmask")) {
		if (path)
			return err_set(&run->err, "--key-file and --unmask exclude each other");
		if (!opts_is_set(run->opts, "db"))
			return err_set(
				&run->err, "--unmask writes to the ledger: name the store by -d");
		return 0;
	}
	if (path && read_key(report, path) < 0)
		return -1;
	report->privacy = privacy_new(report->key.len ? report->key.data : NULL, report->key.len);
	return 0;
}

void report_run_release(struct report_run *report)
{
	stmt_free(report->names);
	arena_release(&report->arena);
	store_close(report->store);
	for (size_t i = 0; i < MAX_LANGS; i++)
		labels_free(report->labels[i]);
	metric_shared_free(report->shared);
	privacy_free(report->privacy);
	buf_release(&report->key);
	for (size_t i = 0; i < report->n_inputs; i++)
		free(report->inputs[i]);
	free(report->inputs);
}

void report_run_take_input(struct report_run *report, char *path)
{
	for (size_t i = 0; i < report->n_inputs; i++)
		if (!strcmp(report->inputs[i], path)) {
			free(path);
			return;
		}
	report->inputs = mem_grow(
		report->inputs, report->n_inputs, &report->input_capacity, sizeof(*report->inputs));
	report->inputs[report->n_inputs++] = path;
}

int report_run_note(struct report_run *report, struct err *err)
{
	struct store *store;
	char *options;
	int status;

	if (report->privacy)
		return 0;
	store = store_open(report->run->db, STORE_WRITE, err);
	if (!store)
		return -1;
	options = cmd_line(report->run);
	status = store_add_run(store,
		&(struct run_info){
			.command = report->run->name, .options = options, .started_at = cmd_now()},
		err);
	free(options);
	store_close(store);
	return status;
}

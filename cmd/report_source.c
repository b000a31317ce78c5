#include "cmd/report_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "cmd/report_ahead.h"
#include "cmd/report_query.h"
#include "metric/metric.h"
#include "sql/sql.h"
#include "store/ledger.h"

enum { SHORTEST_KEY = 16 };

const char *const REPORT_RULES[] = {
	"calendar-cn.csv", "labels.csv", "launches.csv", "service-levels.csv", NULL};

const struct opt PRIVACY_OPTIONS[] = {
	{"key-file", 0, OPT_TEXT, "FILE",
		"customers by names made with this secret: the same in every report"},
	{"unmask", 0, OPT_FLAG, NULL, "tell names, telephones and addresses; the ledger notes it"},
	{0},
};

static const char *const LANGS[MAX_LANGS] = {"zh-CN", "zh-TW", "en"};

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
	add_classifier(report, "model", "model");
	for (size_t i = 0; REPORT_RULES[i]; i++)
		add_rules(report, REPORT_RULES[i]);
}

void report_run_source(struct report_run *report, struct report_source *source)
{
	find_basis(report);
	*source = (struct report_source){.prepare = report->twin ? report_find_ahead : NULL,
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
	ahead_free(report->ahead);
	store_close(report->twin);
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

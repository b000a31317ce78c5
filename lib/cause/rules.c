#include "cause/rules.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"

enum column { CAUSE, SUBCAUSE, FAMILY, KIND, PATTERN, EXCLUSION, WEIGHT, NOTE, N_COLUMNS };

static const char *const COLUMNS[N_COLUMNS] = {
	"cause", "subcause", "family", "kind", "pattern", "not", "weight", "note"};

const char *const RULE_KIND_WORDS[N_RULE_KINDS] = {
	[RULE_CAUSE] = "cause",
	[RULE_OBJECT] = "object",
	[RULE_WORD] = "word",
	[RULE_MASK] = "mask",
	[RULE_PRAISE] = "praise",
	[RULE_NEGATOR] = "negator",
	[RULE_AFFIRM] = "affirm",
	[RULE_CONTRAST] = "contrast",
	[RULE_ASIDE] = "aside",
	[RULE_HYPOTHESIS] = "hypothesis",
	[RULE_OTHERS] = "others",
	[RULE_SOLVED] = "solved",
	[RULE_PAST] = "past",
	[RULE_STILL] = "still",
	[RULE_OUTSIDE] = "outside",
	[RULE_DEMAND] = "demand",
	[RULE_INTENT] = "intent",
	[RULE_STAFF] = "staff",
	[RULE_CUSTOMER] = "customer",
};

static const char *const CAUSES[] = {"product", "logistics", "attitude", "other"};

/* Weights where the cell is blank. */
#define PRESET_WEIGHT 0.7
#define PRESET_REACH  4.0

/* Reads along the file's text and writes each cell, NUL-terminated, over a second copy of it. */
struct reader {
	const char *p, *end;
	char *out;
	uint64_t line;
	const char *cells[N_COLUMNS];
	size_t n_cells;
};

/* A quoted cell; the reader stands behind its opening quote. False when it is never closed. */
static bool read_quoted(struct reader *r)
{
	for (; r->p < r->end; r->p++) {
		if (*r->p == '"' && (r->p + 1 == r->end || r->p[1] != '"'))
			return r->p++, true;
		if (*r->p == '"')
			r->p++;
		if (*r->p == '\n')
			r->line++;
		*r->out++ = *r->p;
	}
	return false;
}

static bool read_cell(struct reader *r, const char **cell)
{
	size_t n;

	*cell = r->out;
	if (r->p < r->end && *r->p == '"') {
		r->p++;
		if (!read_quoted(r))
			return false;
	}
	while (r->p < r->end && *r->p != ',' && *r->p != '\n' && *r->p != '\r')
		*r->out++ = *r->p++;
	n = (size_t)(r->out - *cell);
	*cell = text_trim(*cell, &n);
	r->out = (char *)*cell + n;
	*r->out++ = '\0';
	return true;
}

/* The next line's cells; those after the last column are counted and dropped. */
static bool read_line(struct reader *r)
{
	r->n_cells = 0;
	for (;;) {
		const char *cell;

		if (!read_cell(r, &cell))
			return false;
		if (r->n_cells < N_COLUMNS)
			r->cells[r->n_cells] = cell;
		r->n_cells++;
		if (r->p == r->end || *r->p != ',')
			break;
		r->p++;
	}
	for (size_t i = r->n_cells; i < N_COLUMNS; i++)
		r->cells[i] = "";
	if (r->p < r->end && *r->p == '\r')
		r->p++;
	if (r->p < r->end && *r->p == '\n')
		r->p++;
	r->line++;
	return true;
}

int rules_fault(const struct rules *rules, const struct rule *rule, const char *column,
	const char *reason, struct err *err)
{
	return err_set(err, "'%s', line %llu, column %s: %s", rules->path,
		(unsigned long long)rule->line, column, reason);
}

static int read_kind(const struct rules *rules, struct rule *rule, const char *word,
	struct err *err)
{
	for (enum rule_kind kind = 0; kind < N_RULE_KINDS; kind++)
		if (strcmp(word, RULE_KIND_WORDS[kind]) == 0) {
			rule->kind = kind;
			return 0;
		}
	return rules_fault(rules, rule, "kind", "unknown kind of rule", err);
}

static int read_weight(const struct rules *rules, struct rule *rule, const char *word,
	struct err *err)
{
	double high = rule->kind == RULE_NEGATOR ? 100 : 1;
	char *end;

	rule->weight = rule->kind == RULE_NEGATOR ? PRESET_REACH : PRESET_WEIGHT;
	if (!*word)
		return 0;
	rule->weight = strtod(word, &end);
	if (*end || !(rule->weight >= 0 && rule->weight <= high))
		return rules_fault(rules, rule, "weight",
			high > 1 ? "not a number from 0 to 100" : "not a number from 0 to 1", err);
	return 0;
}

static bool is_cause(const char *word)
{
	for (size_t i = 0; i < sizeof CAUSES / sizeof *CAUSES; i++)
		if (strcmp(word, CAUSES[i]) == 0)
			return true;
	return false;
}

static bool needs_subcause(enum rule_kind kind)
{
	return kind == RULE_OBJECT || kind == RULE_WORD || kind == RULE_DEMAND ||
		kind == RULE_INTENT;
}

static int check_rule(const struct rules *rules, const struct rule *rule, struct err *err)
{
	if (!*rule->pattern)
		return rules_fault(rules, rule, "pattern", "it is blank", err);
	if (rule->kind == RULE_CAUSE && !is_cause(rule->cause))
		return rules_fault(rules, rule, "cause",
			"not one of product, logistics, attitude, other", err);
	if (needs_subcause(rule->kind) && !*rule->subcause)
		return rules_fault(rules, rule, "subcause", "this kind of rule needs a name", err);
	return 0;
}

static int add_rule(struct rules *rules, const struct reader *r, uint64_t line, struct err *err)
{
	struct rule rule = {.line = line,
		.cause = r->cells[CAUSE],
		.subcause = r->cells[SUBCAUSE],
		.family = r->cells[FAMILY],
		.pattern = r->cells[PATTERN],
		.exclusion = r->cells[EXCLUSION],
		.note = r->cells[NOTE]};

	if (r->n_cells == 1 && !*r->cells[0])
		return 0;
	if (r->n_cells > N_COLUMNS)
		return rules_fault(rules, &rule, "note", "the row has more than 8 cells", err);
	if (read_kind(rules, &rule, r->cells[KIND], err) < 0 ||
		read_weight(rules, &rule, r->cells[WEIGHT], err) < 0 ||
		check_rule(rules, &rule, err) < 0)
		return -1;
	rules->items = mem_grow(rules->items, rules->n, &rules->capacity, sizeof *rules->items);
	rules->items[rules->n++] = rule;
	return 0;
}

static int check_header(const struct rules *rules, const struct reader *r, struct err *err)
{
	for (size_t i = 0; i < N_COLUMNS; i++)
		if (strcmp(r->cells[i], COLUMNS[i]) != 0)
			return err_set(err, "'%s', line 1: column %zu must be '%s'", rules->path,
				i + 1, COLUMNS[i]);
	return 0;
}

static int read_rules(struct rules *rules, struct err *err)
{
	struct reader r = {.p = buf_text(&rules->bytes), .line = 1};

	r.end = r.p + rules->bytes.len;
	if (text_valid(r.p, rules->bytes.len) < rules->bytes.len)
		return err_set(err, "'%s' is not UTF-8 text", rules->path);
	if (rules->bytes.len >= 3 && memcmp(r.p, "\xef\xbb\xbf", 3) == 0)
		r.p += 3;
	/* Every cell ends with a NUL where its separator stood; the last may have had none. */
	rules->cells = r.out = mem_alloc(rules->bytes.len + N_COLUMNS + 1);
	for (bool is_header = true; is_header || r.p < r.end; is_header = false) {
		struct rule at = {.line = r.line};

		if (!read_line(&r))
			return rules_fault(rules, &at, "pattern", "a quote is never closed", err);
		if ((is_header ? check_header(rules, &r, err)
			       : add_rule(rules, &r, at.line, err)) < 0)
			return -1;
	}
	return 0;
}

struct rules *rules_read(const char *path, struct err *err)
{
	struct rules *rules = mem_zalloc(sizeof *rules);

	rules->path = mem_text(path);
	if (file_read(path, &rules->bytes, err) < 0 || read_rules(rules, err) < 0) {
		rules_free(rules);
		return NULL;
	}
	return rules;
}

void rules_free(struct rules *rules)
{
	if (!rules)
		return;
	buf_release(&rules->bytes);
	free(rules->cells);
	free(rules->items);
	free(rules->path);
	free(rules);
}

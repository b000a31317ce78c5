#include "cause/rules.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
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
	[RULE_SEVERITY] = "severity",
	[RULE_BEHAVIOUR] = "behaviour",
	[RULE_ANSWER] = "answer",
	[RULE_STAFF] = "staff",
	[RULE_CUSTOMER] = "customer",
};

static const char *const CAUSES[] = {"product", "logistics", "attitude", "other"};

/* Weights where the cell is blank. */
#define PRESET_WEIGHT 0.7
#define PRESET_REACH  4.0

int rules_fault(const struct rules *rules, const struct rule *rule, const char *column,
	const char *reason, struct err *err)
{
	return err_set(err, "'%s', line %llu, column %s: %s", rules->path,
		(unsigned long long)rule->line, column, reason);
}

static int read_kind(
	const struct rules *rules, struct rule *rule, const char *word, struct err *err)
{
	for (enum rule_kind kind = 0; kind < N_RULE_KINDS; kind++)
		if (strcmp(word, RULE_KIND_WORDS[kind]) == 0) {
			rule->kind = kind;
			return 0;
		}
	return rules_fault(rules, rule, "kind", "unknown kind of rule", err);
}

static int read_weight(
	const struct rules *rules, struct rule *rule, const char *word, struct err *err)
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
	       kind == RULE_INTENT || kind == RULE_SEVERITY || kind == RULE_BEHAVIOUR;
}

/* Labels and classes are written into cells of several, and into patterns, by these signs. */
static int check_name(const struct rules *rules, const struct rule *rule, struct err *err)
{
	if (rule->subcause[strcspn(rule->subcause, ";:|<>\r\n")])
		return rules_fault(
			rules, rule, "subcause", "a name holds no ; : | < > or line break", err);
	return 0;
}

static int check_pattern(const struct rules *rules, const struct rule *rule, struct err *err)
{
	if (!*rule->pattern)
		return rules_fault(rules, rule, "pattern", "it is blank", err);
	if (strstr(rule->pattern, "｜"))
		return rules_fault(
			rules, rule, "pattern", "alternatives are joined by |, not by ｜", err);
	return 0;
}

static int check_rule(const struct rules *rules, const struct rule *rule, struct err *err)
{
	if (check_pattern(rules, rule, err) < 0 || check_name(rules, rule, err) < 0)
		return -1;
	if (rule->kind == RULE_CAUSE && !is_cause(rule->cause))
		return rules_fault(rules, rule, "cause",
			"not one of product, logistics, attitude, other", err);
	if (needs_subcause(rule->kind) && !*rule->subcause)
		return rules_fault(rules, rule, "subcause", "this kind of rule needs a name", err);
	return 0;
}

static int add_rule(struct rules *rules, size_t row, const size_t columns[], struct err *err)
{
	const struct csv_rows *csv = rules->csv;
	struct rule rule = {.line = csv->rows[row].line,
		.cause = csv_cell(csv, row, columns[CAUSE]),
		.subcause = csv_cell(csv, row, columns[SUBCAUSE]),
		.family = csv_cell(csv, row, columns[FAMILY]),
		.pattern = csv_cell(csv, row, columns[PATTERN]),
		.exclusion = csv_cell(csv, row, columns[EXCLUSION]),
		.note = csv_cell(csv, row, columns[NOTE])};

	if (csv->rows[row].n > csv->rows[0].n)
		return rules_fault(
			rules, &rule, "note", "the row has more cells than the header", err);
	if (read_kind(rules, &rule, csv_cell(csv, row, columns[KIND]), err) < 0 ||
		read_weight(rules, &rule, csv_cell(csv, row, columns[WEIGHT]), err) < 0 ||
		check_rule(rules, &rule, err) < 0)
		return -1;
	rules->items = mem_grow(rules->items, rules->n, &rules->capacity, sizeof *rules->items);
	rules->items[rules->n++] = rule;
	return 0;
}

static int find_columns(const struct rules *rules, size_t columns[], struct err *err)
{
	for (size_t i = 0; i < N_COLUMNS; i++) {
		columns[i] = csv_column(rules->csv, COLUMNS[i]);
		if (columns[i] == SIZE_MAX)
			return err_set(err, "'%s' has no column '%s'", rules->path, COLUMNS[i]);
		for (size_t c = columns[i] + 1; c < rules->csv->rows[0].n; c++)
			if (!strcmp(rules->csv->rows[0].cells[c], COLUMNS[i]))
				return err_set(
					err, "'%s' has two columns '%s'", rules->path, COLUMNS[i]);
	}
	return 0;
}

static int read_rules(struct rules *rules, struct err *err)
{
	const char *text = buf_text(&rules->bytes);
	size_t columns[N_COLUMNS], n = rules->bytes.len;

	if (text_valid(text, n) < n)
		return err_set(err, "'%s' is not UTF-8 text", rules->path);
	rules->csv = csv_rows_parse(text, n, err);
	if (!rules->csv)
		return err_prefix(err, "'%s'", rules->path);
	if (rules->csv->n == 0)
		return err_set(err, "'%s' is empty", rules->path);
	if (find_columns(rules, columns, err) < 0)
		return -1;
	for (size_t row = 1; row < rules->csv->n; row++)
		if (add_rule(rules, row, columns, err) < 0)
			return -1;
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
	csv_rows_free(rules->csv);
	free(rules->items);
	free(rules->path);
	free(rules);
}

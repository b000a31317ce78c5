/* patterns RULES.csv ROWS.csv: the patterns of a rule file as one SQL statement for DuckDB, which
 * counts for every cause the texts in which one of its rules finds something: what a spreadsheet or
 * a database does in place of clauses, negation and weights. Cues are left out, a class becomes its
 * words, the parts of a pattern stand anywhere behind each other. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "cause/rules.h"
#include "cause/vocabulary.h"

static bool is_class(const struct rule *rule)
{
	return rule->kind == RULE_OBJECT || rule->kind == RULE_WORD;
}

static const char *class_words(const struct rules *rules, const char *name, size_t n)
{
	for (size_t i = 0; i < rules->n; i++)
		if (is_class(&rules->items[i]) && strlen(rules->items[i].subcause) == n &&
			memcmp(rules->items[i].subcause, name, n) == 0)
			return rules->items[i].pattern;
	fprintf(stderr, "bench-patterns: no class '%.*s'\n", (int)n, name);
	exit(1);
}

/* [p, end), a quote in it doubled. */
static void add_quoted(struct buf *out, const char *p, const char *end)
{
	for (; p < end; p++) {
		if (*p == '\'')
			buf_add_char(out, '\'');
		buf_add_char(out, *p);
	}
}

static void add_part(struct buf *out, const struct rules *rules, const char *p, const char *end)
{
	buf_add_char(out, '(');
	if (*p == '<' && end[-1] == '>') {
		const char *words = class_words(rules, p + 1, (size_t)(end - p - 2));

		add_quoted(out, words, words + strlen(words));
	} else {
		add_quoted(out, p, end);
	}
	buf_add_char(out, ')');
}

static void add_alternative(
	struct buf *out, const struct rules *rules, const char *p, const char *end)
{
	const char *both = pattern_mark(p, end, "&");

	if (both < end) {
		add_part(out, rules, p, both);
		buf_add_text(out, ".*");
		add_part(out, rules, both + 1, end);
		buf_add_char(out, '|');
		add_part(out, rules, both + 1, end);
		buf_add_text(out, ".*");
		add_part(out, rules, p, both);
		return;
	}
	for (;;) {
		const char *stop = pattern_mark(p, end, "…"), *across = pattern_mark(p, stop, "，"),
			   *touching = pattern_mark(p, across, "~");

		add_part(out, rules, p, touching);
		if (touching == end)
			return;
		buf_add_text(out, touching < across ? " ?" : ".*");
		p = touching < across ? touching + 1 : across + strlen("…");
	}
}

static void add_pattern(struct buf *out, const struct rules *rules, const char *pattern)
{
	const char *end = pattern + strlen(pattern);

	for (;;) {
		const char *stop = pattern_mark(pattern, end, "|");

		add_alternative(out, rules, pattern, stop);
		if (stop == end)
			return;
		buf_add_char(out, '|');
		pattern = stop + 1;
	}
}

/* Whether no row before has the cause of row `row`. */
static bool is_first_of_cause(const struct rules *rules, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (rules->items[i].kind == RULE_CAUSE &&
			strcmp(rules->items[i].cause, rules->items[row].cause) == 0)
			return false;
	return rules->items[row].kind == RULE_CAUSE;
}

static void add_cause(struct buf *out, const struct rules *rules, const char *cause)
{
	const char * or = "";

	buf_add_text(out, "count(*) FILTER (");
	for (size_t i = 0; i < rules->n; i++) {
		if (rules->items[i].kind != RULE_CAUSE || strcmp(rules->items[i].cause, cause) != 0)
			continue;
		buf_format(out, "%sregexp_matches(text, '", or);
		add_pattern(out, rules, rules->items[i].pattern);
		buf_add_text(out, "')");
		or = " OR\n";
	}
	buf_format(out, ") AS \"%s\"", cause);
}

int main(int argc, char **argv)
{
	struct err err;
	struct rules *rules = argc == 3 ? rules_read(argv[1], &err) : NULL;
	struct buf out = {0};
	const char *comma = "SELECT ";

	if (!rules) {
		fprintf(stderr, "%s\n",
			argc == 3 ? err.text : "usage: patterns RULES.csv ROWS.csv");
		return argc == 3 ? 1 : 2;
	}
	for (size_t i = 0; i < rules->n; i++) {
		if (!is_first_of_cause(rules, i))
			continue;
		buf_add_text(&out, comma);
		add_cause(&out, rules, rules->items[i].cause);
		comma = ",\n";
	}
	printf("SET threads = 2; %s FROM read_csv('%s')\n", buf_text(&out), argv[2]);
	buf_release(&out);
	rules_free(rules);
	return 0;
}

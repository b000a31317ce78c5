#include <string.h>

#include "cause/classifier.h"

static const struct {
	const char *mark, *words, *rule;
} VERDICTS[N_VERDICTS] = {
	[VERDICT_STANDS] = {"+", "counts", ""},
	[VERDICT_ASIDE] = {"~", "set aside, only secondary", "R7"},
	[VERDICT_NEGATED] = {"-", "negated", "R3"},
	[VERDICT_HYPOTHETICAL] = {"-", "has not happened", "R4"},
	[VERDICT_OTHERS] = {"-", "other people's", "R5"},
	[VERDICT_SOLVED] = {"-", "solved", "R5"},
	[VERDICT_PAST] = {"-", "in the past", "R5"},
	[VERDICT_EXCLUDED] = {"-", "excluded by the rule's 'not'", ""},
	[VERDICT_COVERED] = {"-", "part of a longer hit", ""},
};

struct telling {
	const struct classifier *classifier;
	const struct cause_scratch *scratch;
	const char *text;
	size_t n;
	struct buf *out;
};

static void tell_words(const struct telling *t, uint32_t from, uint32_t to)
{
	struct span s = classifier_original(t->classifier, t->scratch, t->text, t->n, from, to);

	buf_add_char(t->out, '\'');
	for (uint32_t i = 0; i < s.n; i++)
		buf_add_char(t->out, (unsigned char)s.text[i] < ' ' ? ' ' : s.text[i]);
	buf_add_char(t->out, '\'');
}

static void tell_label(struct buf *out, const char *cause, const char *subcause)
{
	buf_add_text(out, cause);
	if (*subcause)
		buf_format(out, ":%s", subcause);
}

static void tell_cause(const struct telling *t, const struct finding *f, const struct rule *rule)
{
	const struct label *label = finding_label(&t->scratch->reading, f);
	bool is_staff = t->scratch->reading.clauses[f->clause].is_staff;

	buf_format(t->out, "    %s ", is_staff ? "-" : VERDICTS[f->verdict].mark);
	tell_label(t->out, label->cause, label->subcause);
	buf_add_char(t->out, ' ');
	tell_words(t, f->from, f->to);
	buf_format(t->out, "%s, weight %g, line %llu: ", f->is_carried ? ", object before" : "",
		rule->weight, (unsigned long long)rule->line);
	buf_add_text(t->out, is_staff ? "said by staff" : VERDICTS[f->verdict].words);
	if (f->by_from < f->by_to) {
		buf_add_text(t->out, " by ");
		tell_words(t, f->by_from, f->by_to);
	}
	if (!is_staff && *VERDICTS[f->verdict].rule)
		buf_format(t->out, " (%s)", VERDICTS[f->verdict].rule);
	buf_add_char(t->out, '\n');
}

static void tell_finding(const struct telling *t, const struct finding *f)
{
	const struct rule *rule = &t->scratch->reading.grammar->rules->items[f->rule];

	if (rule->kind == RULE_CAUSE) {
		tell_cause(t, f, rule);
		return;
	}
	buf_format(t->out, "    . %s", RULE_KIND_WORDS[rule->kind]);
	if (rule->kind >= RULE_DEMAND && rule->kind <= RULE_BEHAVIOUR)
		buf_format(t->out, " %s", rule->subcause);
	buf_add_char(t->out, ' ');
	tell_words(t, f->from, f->to);
	buf_add_char(t->out, '\n');
}

static void tell_clause(const struct telling *t, const struct clause *c)
{
	const struct reading *r = &t->scratch->reading;

	buf_add_text(t->out, "  clause ");
	tell_words(t, c->from, c->to);
	buf_format(t->out, "%s\n", c->after_contrast ? " (after a contrast)" : "");
	for (uint32_t i = c->first_finding; i < c->end_finding; i++)
		tell_finding(t, &r->findings[i]);
}

static void tell_result(struct buf *out, const struct cause_result *result)
{
	if (result->n == 0) {
		buf_add_text(out, "  result: unclassified\n");
		return;
	}
	for (size_t i = 0; i < result->n; i++) {
		buf_add_text(out, i ? "  also: " : "  result: ");
		tell_label(out, result->labels[i].cause, result->labels[i].subcause);
		buf_format(out, ", score %.4f", result->labels[i].score);
		if (i == 0)
			buf_format(out, ", margin %.4f", result->margin);
		buf_add_char(out, '\n');
	}
}

void cause_explain(const struct classifier *classifier, struct cause_scratch *scratch,
	const char *text, size_t n, struct buf *out)
{
	struct telling t = {classifier, scratch, text, n, out};
	struct cause_result result;

	classifier_read(classifier, scratch, text, n, &result);
	for (size_t i = 0; i < scratch->reading.n_clauses; i++)
		tell_clause(&t, &scratch->reading.clauses[i]);
	if (classifier->combiner) {
		buf_add_text(out, "  by rules alone\n");
		tell_result(out, &scratch->rules);
		combiner_explain(classifier->combiner, &scratch->judgement, scratch->folded.data,
			scratch->folded.len, &scratch->rules, out);
	}
	tell_result(out, &result);
}

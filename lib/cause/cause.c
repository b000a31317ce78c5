#include "cause/cause.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/mem.h"
#include "cause/classifier.h"

struct classifier *classifier_load(const struct share *share, const char *path, struct err *err)
{
	struct classifier *c = mem_zalloc(sizeof *c);

	c->path = path ? mem_text(path) : share_find(share, "rules", "causes.csv");
	if (c->path)
		c->grammar = grammar_new(c->path, err);
	else
		err_set(err, "cannot find 'rules/causes.csv'");
	if (!c->grammar) {
		classifier_free(c);
		return NULL;
	}
	struct digest *digest = digest_new();

	digest_add(digest, buf_text(&c->grammar->rules->bytes), c->grammar->rules->bytes.len);
	digest_finish(digest, c->hash);
	return c;
}

void classifier_free(struct classifier *classifier)
{
	if (!classifier)
		return;
	combiner_free(classifier->combiner);
	grammar_free(classifier->grammar);
	free(classifier->path);
	free(classifier);
}

const char *classifier_hash(const struct classifier *classifier)
{
	return classifier->hash;
}

const char *classifier_path(const struct classifier *classifier)
{
	return classifier->path;
}

size_t classifier_labels(const struct classifier *classifier)
{
	return classifier->grammar->n_labels;
}

void classifier_label(
	const struct classifier *classifier, size_t i, const char **cause, const char **subcause)
{
	const struct label *label = &classifier->grammar->labels[i];

	*cause = label->cause;
	*subcause = label->subcause;
}

void classifier_find_behaviour(struct classifier *classifier)
{
	classifier->finds_behaviour = true;
}

int classifier_add_model(struct classifier *classifier, const char *path, struct err *err)
{
	struct cause_model *model = model_load(path, err);

	if (!model)
		return -1;
	combiner_free(classifier->combiner);
	classifier->combiner = combiner_new(model, classifier->grammar);
	return 0;
}

int classifier_add_model_beside(struct classifier *classifier, struct err *err)
{
	const char *slash = strrchr(classifier->path, '/');
	char *path = mem_format("%.*scauses.model", slash ? (int)(slash + 1 - classifier->path) : 0,
		classifier->path);
	int status = access(path, F_OK) < 0 ? 0 : classifier_add_model(classifier, path, err);

	free(path);
	return status;
}

const char *classifier_model_hash(const struct classifier *classifier)
{
	return classifier->combiner ? classifier->combiner->model->hash : NULL;
}

bool classifier_fits_model(const struct classifier *classifier)
{
	return !classifier->combiner ||
	       !strcmp(classifier->combiner->model->rules_hash, classifier->hash);
}

struct cause_scratch *cause_scratch_new(const struct classifier *classifier)
{
	struct cause_scratch *s = mem_zalloc(sizeof *s);

	s->match = match_scratch_new(classifier->grammar->matcher);
	s->tally = tally_new(classifier->grammar);
	s->reading.grammar = classifier->grammar;
	return s;
}

void cause_scratch_free(struct cause_scratch *s)
{
	if (!s)
		return;
	match_scratch_free(s->match);
	tally_free(s->tally);
	reading_release(&s->reading);
	buf_release(&s->folded);
	grams_release(&s->grams);
	units_release(&s->units);
	free(s->found.hits.items);
	free(s->found.aside.items);
	free(s);
}

void classifier_read(const struct classifier *classifier, struct cause_scratch *s, const char *text,
	size_t n, struct cause_result *result)
{
	const struct grammar *g = classifier->grammar;

	buf_clear(&s->folded);
	buf_reserve(&s->folded, n);
	matcher_scan(g->matcher, s->match, text, n, s->folded.data, &s->units, &s->found);
	s->folded.len = s->units.items[s->units.n].from;
	reading_find(&s->reading, s->folded.data, &s->units, &s->found);
	reading_judge(&s->reading);
	decide(&s->reading, s->tally, result);
	if (!classifier->combiner)
		return;
	s->rules = *result;
	combiner_judge(classifier->combiner, &s->grams, s->folded.data, s->folded.len, &s->rules,
		&s->judgement);
	combiner_decide(classifier->combiner, &s->judgement, result);
}

struct span classifier_original(const struct classifier *classifier, const struct cause_scratch *s,
	const char *text, size_t n, uint32_t from, uint32_t to)
{
	size_t start = from, end = to;

	if (s->reading.n != n) {
		start = fold_origin(classifier->grammar->fold, text, n, from);
		end = start +
		      fold_origin(classifier->grammar->fold, text + start, n - start, to - from);
	}
	return (struct span){text + start, (uint32_t)(end - start)};
}

/* For a few dozen bytes: memmem() makes tables first. */
static bool holds(const char *text, size_t n, struct span part)
{
	for (size_t i = 0; i + part.n <= n; i++)
		if (text[i] == part.text[0] && text[i + part.n - 1] == part.text[part.n - 1] &&
			memcmp(text + i, part.text, part.n) == 0)
			return true;
	return false;
}

/* Bytes of evidence after which nothing more is written down: a text that says a thing in a
 * thousand ways has been proved to say it. */
enum { ENOUGH_EVIDENCE = 4000 };

/* Appends a term unless it is there already. */
static void add_term(struct buf *evidence, size_t start, struct span term)
{
	const char *so_far = buf_text(evidence) + start;
	size_t n = evidence->len - start;

	if (n && (term.n == 0 || holds(so_far, n, term)))
		return;
	if (n)
		buf_add(evidence, "; ", 2);
	buf_add(evidence, term.text, term.n);
}

/* Without any finding of the rules: what spoke most to the model. */
static void add_telling(const struct classifier *classifier, const struct cause_scratch *s,
	const char *text, size_t n, const struct cause_result *result, struct buf *evidence)
{
	struct gram telling[TELLING_GRAMS];
	size_t start = evidence->len,
	       n_telling = combiner_telling(classifier->combiner, result->labels[0].cause,
		       s->folded.data, s->folded.len, telling);

	for (size_t i = 0; i < n_telling; i++)
		add_term(evidence, start,
			classifier_original(
				classifier, s, text, n, telling[i].from, telling[i].to));
}

void classifier_evidence(const struct classifier *classifier, const struct cause_scratch *s,
	const char *text, size_t n, const struct cause_result *result, struct buf *evidence)
{
	const struct reading *r = &s->reading;
	size_t start = evidence->len;

	for (size_t i = 0; i < r->n_findings && evidence->len - start < ENOUGH_EVIDENCE; i++) {
		const struct finding *f = &r->findings[i];

		if (decides(r, f, result))
			add_term(evidence, start,
				classifier_original(classifier, s, text, n, f->from, f->to));
	}
	if (evidence->len == start && result->by_model)
		add_telling(classifier, s, text, n, result, evidence);
}

void cause_classify(const struct classifier *classifier, struct cause_scratch *scratch,
	const char *text, size_t n, struct cause_result *result, struct buf *evidence)
{
	classifier_read(classifier, scratch, text, n, result);
	if (evidence)
		classifier_evidence(classifier, scratch, text, n, result, evidence);
}

#pragma once
/* Why: causes of complaints from their text, by rules/causes.csv.
 *
 * A classifier is read-only once loaded and may be shared by threads; each thread has its own
 * scratch. The rules' hash goes into the ledger.
 *
 *	struct classifier *c = classifier_load(share, NULL, &err);
 *	struct cause_scratch *s = cause_scratch_new(c);
 *	cause_batch(c, s, batch);                  // fills causes, cause, subcause, cause_score,
 *...
 *
 * Rules R1-R16: see TAXONOMY, cited in the sources. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/share.h"
#include "record/batch.h"

struct classifier;
struct cause_scratch;

/* `path` is a rule file, or NULL for rules/causes.csv by `share`. */
struct classifier *classifier_load(const struct share *share, const char *path, struct err *err);
void classifier_free(struct classifier *classifier);
const char *classifier_hash(const struct classifier *classifier); /* SHA-256 of the rules */
const char *classifier_path(const struct classifier *classifier); /* their file */

/* The labels that the rules can give, "product" and "quality", in the order of their file. */
size_t classifier_labels(const struct classifier *classifier);
void classifier_label(
	const struct classifier *classifier, size_t i, const char **cause, const char **subcause);

/* From here on the field behaviour is filled in too: how customers behave is nobody's business but
 * of those who ask. */
void classifier_find_behaviour(struct classifier *classifier);

/* From here on a model made by learn.h decides together with the rules; before any scratch. */
int classifier_add_model(struct classifier *classifier, const char *path, struct err *err);
/* So does causes.model of the rule file's folder, as they are shipped; 0 also where there is none.
 */
int classifier_add_model_beside(struct classifier *classifier, struct err *err);
/* SHA-256 of the model, NULL without one. */
const char *classifier_model_hash(const struct classifier *classifier);
/* Whether the model was trained with these rules; true without one. */
bool classifier_fits_model(const struct classifier *classifier);

struct cause_scratch *cause_scratch_new(const struct classifier *classifier);
void cause_scratch_free(struct cause_scratch *scratch);

enum { MAX_CAUSES = 8 };

struct cause_label {
	const char *cause;    /* "product" */
	const char *subcause; /* "quality"; owned by the classifier */
	double score;         /* 0..1 */
	uint32_t number;      /* among the rules' labels; UINT32_MAX: the model's own */
};

struct cause_result {
	size_t n;                              /* 0: unclassified */
	struct cause_label labels[MAX_CAUSES]; /* primary first */
	double margin; /* score of the primary less the best other cause's */
	bool by_model; /* the model chose the primary one */
};

/* `text` is valid UTF-8. Evidence (deciding terms joined by "; ") is appended when not NULL. */
void cause_classify(const struct classifier *classifier, struct cause_scratch *scratch,
	const char *text, size_t n, struct cause_result *result, struct buf *evidence);

/* Classifies each row by FIELD_TEXT into FIELD_CAUSES, _CAUSE, _SUBCAUSE, _CAUSE_SCORE,
 * _CAUSE_EVIDENCE, _CAUSE_BY ("rule" or "model"), all blank when no cause is found, and fills
 * demand_class, severity_class (classes joined by ';'), escalation_intent and, if asked for,
 * behaviour where blank. The causes of a row whose
 * CAUSE_BY is "human" or "export" is left alone. */
void cause_batch(
	const struct classifier *classifier, struct cause_scratch *scratch, struct batch *batch);

/* Every step of one decision, readable: clauses, hits, what was set aside and by which rule. */
void cause_explain(const struct classifier *classifier, struct cause_scratch *scratch,
	const char *text, size_t n, struct buf *out);

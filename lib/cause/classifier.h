#pragma once
/* What the parts of lib/cause share: a loaded classifier, one thread's scratch. */
#include "base/buf.h"
#include "cause/cause.h"
#include "cause/combine.h"
#include "cause/decide.h"

struct classifier {
	struct grammar *grammar;
	struct combiner *combiner; /* NULL: rules alone */
	char *path;                /* of the rule file */
	char hash[65];
	bool finds_behaviour;
};

struct cause_scratch {
	struct match_scratch *match;
	struct buf folded;
	struct units units;
	struct found found;
	struct reading reading;
	struct tally *tally;
	struct grams grams;
	struct cause_result rules; /* what the rules alone said, where there is a model */
	struct judgement judgement;
};

/* Reads one text; the scratch's reading then tells how the result came about. */
void classifier_read(const struct classifier *classifier, struct cause_scratch *scratch,
	const char *text, size_t n, struct cause_result *result);

/* The original of a piece of the folded text that was read last. */
struct span classifier_original(const struct classifier *classifier,
	const struct cause_scratch *scratch, const char *text, size_t n, uint32_t from,
	uint32_t to);

/* Appends the deciding terms, in the order of the text, joined by "; ". */
void classifier_evidence(const struct classifier *classifier, const struct cause_scratch *scratch,
	const char *text, size_t n, const struct cause_result *result, struct buf *evidence);

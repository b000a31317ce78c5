#pragma once
/* The rule file as it is written: a CSV table that analysts edit in a spreadsheet.
 *
 *	cause,subcause,family,kind,pattern,not,weight,note
 *	logistics,late,logistics,cause,<transport>&<slow>,,0.8,
 *	,slow,,word,慢|龟速|slow,,,
 *	,,,negator,没有|without,,6,reaches over six characters
 *
 * A row is kept with its line so that a fault in it can be named. */
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/err.h"

/* What a row is for. `object` and `word` name a class that patterns use as <name>. */
enum rule_kind {
	RULE_CAUSE,      /* something that went wrong */
	RULE_OBJECT,     /* class: what a complaint is about; it decides for slow, bad, late (R9) */
	RULE_WORD,       /* class: any other words */
	RULE_MASK,       /* hides what is found inside it: 不得不说, 差不多 */
	RULE_PRAISE,     /* praise; hides what is found inside it: 没毛病 (R2) */
	RULE_NEGATOR,    /* takes back what follows within `weight` characters (R3) */
	RULE_AFFIRM,     /* rhetoric: negators of the clause mean nothing (R3) */
	RULE_CONTRAST,   /* what follows counts (R2, R11) */
	RULE_ASIDE,      /* the clause may only be a secondary cause (R7) */
	RULE_HYPOTHESIS, /* what follows in the clause has not happened (R4) */
	RULE_OTHERS,     /* what follows in the clause happened to others (R5) */
	RULE_SOLVED,     /* what was told up to here is over (R5) */
	RULE_PAST,       /* what follows in the clause is over (R5) */
	RULE_STILL,      /* it is a fact and it stands: undoes hypothesis, past and solved */
	RULE_OUTSIDE,    /* an outside party: its manners are cause other (R15) */
	RULE_DEMAND,     /* what the customer wants: subcause is the class (R8) */
	RULE_INTENT,     /* where the customer threatens to go: subcause is the target */
	RULE_SEVERITY,   /* what must be looked at at once: subcause is the class */
	RULE_BEHAVIOUR,  /* how the customer behaves: subcause is the class */
	RULE_ANSWER,     /* from here on the customer tells how he was answered (R11) */
	RULE_STAFF,      /* from here on the company speaks */
	RULE_CUSTOMER,   /* from here on the customer speaks again */
	N_RULE_KINDS
};

/* "cause", "negator", ... */
extern const char *const RULE_KIND_WORDS[N_RULE_KINDS];

struct rule {
	const char *cause, *subcause, *family, *pattern, *exclusion, *note; /* "" where blank */
	enum rule_kind kind;
	double weight; /* 0..1; of a negator: characters */
	uint64_t line; /* 1-based, of the row's start */
};

struct rules {
	char *path;
	struct buf bytes;     /* the file as it is, for its hash */
	struct csv_rows *csv; /* owns the cells */
	struct rule *items;
	size_t n, capacity;
};

/* A row that cannot be used stops the reading: "'causes.csv', line 12, column weight: ...". */
struct rules *rules_read(const char *path, struct err *err);
void rules_free(struct rules *rules);

/* That message, for faults found later; returns -1. */
int rules_fault(const struct rules *rules, const struct rule *rule, const char *column,
	const char *reason, struct err *err);

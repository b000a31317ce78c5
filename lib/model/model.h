#pragma once
/* A trained model: for each class a weight for every bucket of n-grams and for what the rules
 *found.
 *
 * A text's decision value for a class is
 *	bias + sum of the n-grams' weights / length of the n-grams + sum of weight * finding
 * where an n-gram's weight has its rarity in it and the length is the root of the sum of squared
 * rarities. A sigmoid makes it a probability. Weights are whole numbers in one compact table, so
 * that a decision is the same on every machine.
 *
 * The file begins with lines of text: version, hash of all that follows, hash of the training
 * table, cross-validated scores; the table of whole numbers comes last. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/hash.h"
#include "model/grams.h"
#include "model/sigmoid.h"

enum { MODEL_BITS = 18, MODEL_CLASSES = 31 };

struct model_class {
	char *name;
	size_t n_rows;                      /* of the training table */
	double bias, precision, recall, f1; /* the scores cross-validated; NAN undefined */
	struct sigmoid sigmoid;
};

/* Something the rules may find: "product:quality" or "product" with its score, or "=product", the
 * primary cause. "?" is finding nothing. */
struct model_clue {
	char *name;
	double weights[MODEL_CLASSES];
};

struct cause_model {
	char hash[DIGEST_TEXT];       /* of the file */
	char data_hash[DIGEST_TEXT];  /* of the table it was trained on */
	char rules_hash[DIGEST_TEXT]; /* of the rules that gave the clues */
	size_t n_rows;
	double macro_f1;    /* cross-validated */
	bool prefers_rules; /* in doubt the primary cause is the one of the rules */
	size_t n_classes, n_clues;
	struct model_class *classes;
	struct model_clue *clues;
	double scale;  /* a weight of 1 in the table */
	size_t stride; /* of the table: rarity, then one weight for each class, then nothing */
	int16_t *table;
};

/* A rarity in the table is its square in hundredths. */
enum { RARITY_SCALE = 100 };

/* A model of so many classes and clues, all blank. */
struct cause_model *model_new(size_t n_classes, size_t n_clues);
void model_free(struct cause_model *model);

struct cause_model *model_load(const char *path, struct err *err);
/* Writes the file and sets the hash. */
int model_save(struct cause_model *model, const char *path, struct err *err);

/* Of the characters of a text. values[c] becomes the n-grams' part of each class's decision value,
 * without the bias. Returns what the sums were divided by; 0 when none of the n-grams is known. */
double model_sum(const struct cause_model *model, const struct grams *grams, double *values);

/* Whether any word or ideograph of the characters stood in the examples. Parts of words say nothing
 * by themselves: those of "aaaa" do. */
bool model_knows(const struct cause_model *model, const struct grams *grams);

#pragma once
/* Which texts stand for many, and which are like no other (METRICS 10.2): cosine of the one, two
 *and three characters that follow each other, as the classifier sees a text.
 *
 *	struct typical *typical = typical_new();
 *	typical_add(typical, id, text, n);                 // in order of time
 *	n = typical_pick(typical, 3, picks);               // nearest to the mean of all, not alike
 *	n = typical_unlike(typical, 3, 0.5, picks);        // newest first
 *	typical_free(typical); */
#include <stddef.h>
#include <stdint.h>

struct typical;

struct pick {
	int64_t id;
	double similarity; /* to the mean of all; of an unlike one to the most alike other */
};

/* Of more texts only so many of the newest are compared with each other; and typical is what is so
 * of so many of them, those of which a hash is least. */
enum { TYPICAL_COMPARED = 3000, TYPICAL_SAMPLED = 10000 };

struct typical *typical_new(void);
void typical_free(struct typical *typical);
/* Texts without a letter or ideograph are passed over. Capital ASCII letters are small ones;
 * Traditional and Simplified characters differ. */
void typical_add(struct typical *typical, int64_t id, const char *text, size_t n);

/* At most `most` of them; both return how many. */
size_t typical_pick(struct typical *typical, size_t most, struct pick *picks);
/* Those of which no other text has a similarity over `limit`; none of fewer than 3 texts. */
size_t typical_unlike(struct typical *typical, size_t most, double limit, struct pick *picks);

#pragma once
/* Characters that texts are full of, by language: read in the wrong encoding a text has few of
 * them; and what a character costs, by class: minus the logarithm of how seldom it is. */
#include <stdbool.h>
#include <stdint.h>

#define LIKELY_MARK     (-5.6F)
#define LIKELY_FREQUENT (-7.0F)
#define LIKELY_USUAL    (-10.0F)
#define LIKELY_RARE     (-13.5F)
#define LIKELY_ODD      (-17.0F) /* private and compatibility characters */
#define LIKELY_NONE     (-25.0F) /* a byte that is no character */

enum likely_language { CHINESE, JAPANESE, KOREAN, WESTERN, ANY, N_LANGUAGES };

/* A bit for each code up to U+FFFF. */
struct likely_set {
	uint64_t bits[65536 / 64];
};

struct likely_signs {
	struct likely_set marks, frequent[WESTERN];
};

void likely_signs_init(struct likely_signs *signs);
bool likely_signs_has(const struct likely_set *set, uint32_t code);
